"""The two decisions around a midterm review."""

from projects import operations
from projects.views.project import ProjectActionPage


class StartMidtermView(ProjectActionPage):
    operation = staticmethod(operations.start_midterm)
    title = "进入中期评估"
    warning = "中期报告审核通过后进入；之后请委派与双方无关的评估人。评估期间服务照常进行。"
    success_message = "已进入中期评估，请委派评估人"


class PassMidtermView(ProjectActionPage):
    operation = staticmethod(operations.pass_midterm)
    title = "中期合格"
    warning = "中期评分达到合格线的，确认后项目继续实施，可以申请后续拨款。"
    success_message = "中期评估合格，项目继续实施"
