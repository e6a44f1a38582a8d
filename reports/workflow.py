"""Every move a report run can make."""

from core.workflow import Transition
from reports.enums import ReportState as R

START_REPORT = Transition("start", "开始生成", (R.QUEUED,), R.RUNNING, "系统")
FINISH_REPORT = Transition("finish", "生成完成", (R.RUNNING,), R.DONE, "系统")
FAIL_REPORT = Transition("fail", "生成中止", (R.QUEUED, R.RUNNING), R.FAILED, "系统")
RETRY_REPORT = Transition("retry", "重新生成", (R.FAILED,), R.QUEUED, "申请人")
REPORT = (START_REPORT, FINISH_REPORT, FAIL_REPORT, RETRY_REPORT)
