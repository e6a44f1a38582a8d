"""The whole purchase of services, and the totals that lead from it to the money."""

import core.clock
import core.crypto
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
import projects.models.call
from django.conf import settings
from django.db import migrations, models

from core.schema import Together


ADD_UP = """
    UPDATE projects_fund fund SET appropriated = sums.appropriated, committed = sums.committed, paid = sums.paid
    FROM (SELECT fund_id,
                 COALESCE(SUM(amount) FILTER (WHERE kind = 'appropriation'), 0) AS appropriated,
                 COALESCE(SUM(amount) FILTER (WHERE kind = 'commitment'), 0) AS committed,
                 COALESCE(SUM(amount) FILTER (WHERE kind = 'payment'), 0) AS paid
          FROM projects_ledgerentry GROUP BY fund_id) sums
    WHERE sums.fund_id = fund.id;
    UPDATE projects_project project SET committed = sums.committed, paid = sums.paid
    FROM (SELECT project_id,
                 COALESCE(SUM(amount) FILTER (WHERE kind = 'commitment'), 0) AS committed,
                 COALESCE(SUM(amount) FILTER (WHERE kind = 'payment'), 0) AS paid
          FROM projects_ledgerentry WHERE project_id IS NOT NULL GROUP BY project_id) sums
    WHERE sums.project_id = project.id;
    SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('orgs', '0002_purchase_of_services'),
        ('projects', '0002_output_becomes_indicator'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            pgtrigger.migrations.RemoveTrigger(
                model_name='instalment',
                name='guarded_states',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='ledgerentry',
                name='no_overdraft',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='need',
                name='guarded_states',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='project',
                name='guarded_states',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='project',
                name='score_stands',
            ),
            migrations.RemoveConstraint(
                model_name='indicator',
                name='output_once',
            ),
            migrations.RemoveConstraint(
                model_name='indicator',
                name='output_target_positive',
            ),
            migrations.RemoveConstraint(
                model_name='instalment',
                name='instalment_state',
            ),
            migrations.RemoveConstraint(
                model_name='ledgerentry',
                name='ledger_project_of_kind',
            ),
            migrations.RemoveConstraint(
                model_name='need',
                name='need_state',
            ),
            migrations.RemoveConstraint(
                model_name='project',
                name='project_state',
            ),
            migrations.RemoveConstraint(
                model_name='project',
                name='project_funded_has_fund',
            ),
            migrations.RemoveIndex(
                model_name='instalment',
                name='instalment_due',
            ),
        ),
        Together(
            migrations.CreateModel(
                name='Application',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(editable=False, max_length=20, unique=True, verbose_name='申报编号')),
                    ('name', models.CharField(max_length=60, verbose_name='项目名称')),
                    ('starts_on', models.DateField(blank=True, null=True, verbose_name='开始日期')),
                    ('ends_on', models.DateField(blank=True, null=True, verbose_name='结束日期')),
                    ('amount', models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=14, verbose_name='申请金额（元）')),
                    ('own_contribution', models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=14, verbose_name='自筹配套（元）')),
                    ('content', models.JSONField(default=dict, editable=False, verbose_name='内容')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('saves', models.JSONField(default=dict, editable=False, verbose_name='保存记录')),
                    ('has_union', models.BooleanField(default=False, editable=False, verbose_name='已建会')),
                    ('is_weak', models.BooleanField(default=False, editable=False, verbose_name='落地薄弱社区')),
                    ('correct_by', models.DateField(editable=False, null=True, verbose_name='补正期限')),
                    ('score', models.DecimalField(decimal_places=2, editable=False, max_digits=5, null=True, verbose_name='得分')),
                    ('rank', models.PositiveSmallIntegerField(editable=False, null=True, verbose_name='名次')),
                    ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='填报时间')),
                    ('submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='提交时间')),
                    ('state', models.CharField(choices=[('draft', '草稿'), ('submitted', '已提交'), ('checking', '资格审查中'), ('returned', '待补正'), ('ineligible', '资格不符'), ('eligible', '资格合格'), ('reviewing', '评审中'), ('not_selected', '未入选'), ('reserve', '备选'), ('proposed', '拟立项'), ('publicity', '公示中'), ('awarded', '已立项'), ('objection_upheld', '异议成立'), ('withdrawn', '已撤回')], default='draft', editable=False, max_length=20, verbose_name='状态')),
                ],
                options={
                    'verbose_name': '申报',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='ApplicationEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40, verbose_name='事件')),
                    ('from_state', models.CharField(blank=True, max_length=40, verbose_name='原状态')),
                    ('to_state', models.CharField(blank=True, max_length=40, verbose_name='新状态')),
                    ('note', models.TextField(blank=True, verbose_name='说明')),
                    ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ],
                options={
                    'ordering': ['at', 'pk'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='ApplicationFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('file', models.FileField(upload_to='files/%Y/%m/', verbose_name='文件')),
                    ('name', models.CharField(max_length=120, verbose_name='文件名')),
                    ('size', models.PositiveBigIntegerField(editable=False, verbose_name='大小（字节）')),
                    ('sha256', models.CharField(editable=False, max_length=64, verbose_name='校验值')),
                    ('uploaded_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='上传时间')),
                    ('item', models.CharField(blank=True, choices=[('legal_person', '具有独立承担民事责任的能力'), ('reputation', '商业信誉良好、财务会计制度健全'), ('capability', '具备履约所需的设备和专业能力'), ('tax_and_insurance', '依法纳税和缴纳社会保障资金记录良好'), ('no_violation', '前三年经营活动中没有重大违法记录'), ('other_legal', '法律、行政法规规定的其他条件'), ('governance', '法人治理结构健全'), ('annual_report', '年检合格或按要求履行年报'), ('not_listed', '未列入活动异常名录和严重违法失信名单'), ('audit', '有审计报告'), ('staffing', '专职人员和持证社工符合要求')], max_length=20, verbose_name='对应资格条件')),
                ],
                options={
                    'verbose_name': '申报附件',
                    'ordering': ['pk'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='ApplicationRevision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='版次')),
                    ('content', models.JSONField(verbose_name='内容')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='申请金额（元）')),
                    ('at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='提交时间')),
                ],
                options={
                    'verbose_name': '申报版本',
                    'ordering': ['application', 'number'],
                },
            ),
            migrations.CreateModel(
                name='Archive',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(editable=False, max_length=40, unique=True, verbose_name='档号')),
                    ('secrecy', models.CharField(choices=[('public', '公开'), ('internal', '内部'), ('confidential', '秘密')], default='internal', max_length=20, verbose_name='密级')),
                    ('keep_until', models.DateField(editable=False, null=True, verbose_name='保管期限至')),
                    ('sealed_at', models.DateTimeField(editable=False, null=True, verbose_name='归档时间')),
                    ('state', models.CharField(choices=[('open', '整理中'), ('sealed', '已归档')], default='open', editable=False, max_length=20, verbose_name='状态')),
                ],
                options={
                    'verbose_name': '项目档案',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='ArchiveEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40, verbose_name='事件')),
                    ('from_state', models.CharField(blank=True, max_length=40, verbose_name='原状态')),
                    ('to_state', models.CharField(blank=True, max_length=40, verbose_name='新状态')),
                    ('note', models.TextField(blank=True, verbose_name='说明')),
                    ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ],
                options={
                    'ordering': ['at', 'pk'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='ArchiveItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('file', models.FileField(upload_to='files/%Y/%m/', verbose_name='文件')),
                    ('name', models.CharField(max_length=120, verbose_name='文件名')),
                    ('size', models.PositiveBigIntegerField(editable=False, verbose_name='大小（字节）')),
                    ('sha256', models.CharField(editable=False, max_length=64, verbose_name='校验值')),
                    ('uploaded_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='上传时间')),
                    ('part', models.CharField(choices=[('01', '立项与预算'), ('02', '征集公告与评分标准'), ('03', '申报书与资格审查表'), ('04', '评审评分表、汇总与回避声明'), ('05', '公示与异议'), ('06', '合同与变更'), ('07', '拨付凭证'), ('08', '月报与过程档案'), ('09', '中期评估与整改'), ('10', '结项、服务对象意见与满意度'), ('11', '决算、审计与结余处理'), ('12', '绩效评价与结果应用'), ('13', '信息返还删除确认'), ('14', '移交单')], max_length=2, verbose_name='部分')),
                    ('title', models.CharField(max_length=100, verbose_name='题名')),
                    ('pages', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='页数')),
                    ('responsible', models.CharField(blank=True, max_length=60, verbose_name='责任者')),
                    ('on', models.DateField(blank=True, null=True, verbose_name='日期')),
                    ('waiver', models.CharField(blank=True, max_length=200, verbose_name='缺件原因')),
                    ('is_generated', models.BooleanField(default=False, editable=False, verbose_name='系统生成')),
                    ('is_supplement', models.BooleanField(default=False, editable=False, verbose_name='补充归档')),
                ],
                options={
                    'verbose_name': '卷内文件',
                    'ordering': ['archive', 'part', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='BookCheck',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(default=core.clock.now, verbose_name='核对时间')),
                    ('funds', models.PositiveIntegerField(verbose_name='资金来源数')),
                    ('projects', models.PositiveIntegerField(verbose_name='项目数')),
                    ('entries', models.PositiveIntegerField(verbose_name='台账行数')),
                    ('differences', models.JSONField(default=list, verbose_name='差异')),
                    ('difference_count', models.PositiveIntegerField(default=0, verbose_name='差异数')),
                ],
                options={
                    'verbose_name': '账务核对',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='BudgetAdjustment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='调整金额（元）')),
                ],
                options={
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='BudgetRule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('forbid', '禁止列支'), ('max_ratio', '占预算总额上限'), ('max_group_ratio', '合计占比上限'), ('max_unit_price', '单价上限'), ('tiered_unit_price', '分档单价上限'), ('require_evidence', '须附测算依据')], max_length=20, verbose_name='规则')),
                    ('categories', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('staff', '人员费'), ('expert', '专家与督导费'), ('activity', '活动费'), ('volunteer', '志愿者补贴与保险'), ('training', '培训费'), ('meeting', '会议费'), ('venue', '场地费'), ('travel', '交通差旅'), ('publicity', '宣传印刷'), ('evaluation', '评估审计费'), ('office', '办公'), ('management', '管理费'), ('tax', '税费'), ('other', '其他')], max_length=20), size=None, verbose_name='适用科目')),
                    ('keyword', models.CharField(blank=True, help_text='只适用于明细含此词的行；不填则适用全部', max_length=30, verbose_name='明细含')),
                    ('value', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='限值')),
                    ('tiers', models.JSONField(blank=True, default=list, verbose_name='分档')),
                    ('message', models.CharField(max_length=120, verbose_name='提示')),
                    ('source_text', models.CharField(max_length=200, verbose_name='依据')),
                ],
                options={
                    'verbose_name': '预算规则',
                    'ordering': ['rule_set', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='BudgetRuleSet',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('valid_from', models.DateField(verbose_name='生效日期')),
                    ('source_text', models.CharField(max_length=200, verbose_name='依据')),
                    ('at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='登记时间')),
                    ('name', models.CharField(max_length=60, verbose_name='名称')),
                    ('version', models.PositiveSmallIntegerField(editable=False, verbose_name='版本')),
                    ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='发布时间')),
                ],
                options={
                    'verbose_name': '预算规则集',
                    'ordering': ['name', '-version'],
                },
            ),
            migrations.CreateModel(
                name='Call',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(editable=False, max_length=20, unique=True, verbose_name='批次编号')),
                    ('token', models.CharField(default=projects.models.call.public_token, editable=False, max_length=24, unique=True)),
                    ('title', models.CharField(max_length=60, verbose_name='公告标题')),
                    ('category', models.CharField(choices=[('health', '健康关爱'), ('psychology', '心理适应'), ('marriage', '婚恋交友'), ('sport', '体育赛事'), ('culture', '文艺服务'), ('law', '普法维权'), ('safety', '应急安全'), ('elderly', '居家养老'), ('hardship', '困难帮扶'), ('training', '宣传教育'), ('child', '子女托管'), ('convenience', '便民服务')], max_length=20, verbose_name='类别')),
                    ('procedure', models.CharField(choices=[('public_tender', '公开招标'), ('consultation', '竞争性磋商'), ('negotiation', '竞争性谈判'), ('single_source', '单一来源'), ('open_call', '公开征集'), ('inquiry', '询价'), ('selection', '比选'), ('direct', '定向委托')], max_length=20, verbose_name='采购方式')),
                    ('procedure_reason', models.CharField(blank=True, max_length=200, verbose_name='采用理由')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='批次总额（元）')),
                    ('max_amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='单个项目上限（元）')),
                    ('weak_share', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='薄弱社区专项额度（%）')),
                    ('weak_share_reason', models.CharField(blank=True, max_length=200, verbose_name='低于默认额度的理由')),
                    ('description', models.TextField(max_length=4000, verbose_name='征集说明')),
                    ('requirements', models.TextField(max_length=2000, verbose_name='资格要求')),
                    ('contact', models.CharField(max_length=40, verbose_name='咨询电话')),
                    ('supervision_phone', models.CharField(max_length=40, verbose_name='监督电话')),
                    ('opens_at', models.DateTimeField(verbose_name='开始时间')),
                    ('closes_at', models.DateTimeField(verbose_name='截止时间')),
                    ('panel_size', models.PositiveSmallIntegerField(default=3, verbose_name='评审专家人数')),
                    ('review_round', models.PositiveSmallIntegerField(default=1, editable=False, verbose_name='评审轮次')),
                    ('is_blind', models.BooleanField(default=False, help_text='专家看不到申报单位名称', verbose_name='盲评')),
                    ('drops_extremes', models.BooleanField(default=False, verbose_name='专家满5人时去掉最高分和最低分')),
                    ('instalment_ratios', django.contrib.postgres.fields.ArrayField(base_field=models.DecimalField(decimal_places=2, max_digits=5), help_text='合计为100', size=None, verbose_name='分期比例（%）')),
                    ('late_report_fails', models.BooleanField(default=True, verbose_name='无故逾期交报告视为不合格')),
                    ('negative_items', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('not_public_duty', '不属于本单位职责范围的服务事项'), ('own_duty', '应当由本单位直接履职的事项'), ('goods_or_works', '货物和工程，以及工程与服务打包的项目'), ('financing', '融资行为'), ('staffing', '人员招聘、劳务派遣用工或设置公益性岗位'), ('other', '法律法规规定不得购买的其他事项')], max_length=20), blank=True, default=list, editable=False, size=None, verbose_name='负面清单自查')),
                    ('negative_checked_at', models.DateTimeField(editable=False, null=True, verbose_name='自查时间')),
                    ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='编制时间')),
                    ('state', models.CharField(choices=[('draft', '编制中'), ('approved', '预算已批准'), ('published', '征集中'), ('closed', '已截止'), ('reviewing', '评审中'), ('publicity', '公示中'), ('done', '已完成'), ('cancelled', '已废止')], default='draft', editable=False, max_length=20, verbose_name='状态')),
                ],
                options={
                    'verbose_name': '征集批次',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='CallEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40, verbose_name='事件')),
                    ('from_state', models.CharField(blank=True, max_length=40, verbose_name='原状态')),
                    ('to_state', models.CharField(blank=True, max_length=40, verbose_name='新状态')),
                    ('note', models.TextField(blank=True, verbose_name='说明')),
                    ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ],
                options={
                    'ordering': ['at', 'pk'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='CallFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('file', models.FileField(upload_to='files/%Y/%m/', verbose_name='文件')),
                    ('name', models.CharField(max_length=120, verbose_name='文件名')),
                    ('size', models.PositiveBigIntegerField(editable=False, verbose_name='大小（字节）')),
                    ('sha256', models.CharField(editable=False, max_length=64, verbose_name='校验值')),
                    ('uploaded_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='上传时间')),
                ],
                options={
                    'verbose_name': '公告附件',
                    'ordering': ['pk'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Change',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('staff', '人员变更'), ('content', '内容变更'), ('community', '实施社区变更'), ('budget', '预算调剂'), ('period', '延期'), ('amount', '金额变更')], max_length=20, verbose_name='变更类型')),
                    ('reason', models.TextField(max_length=1000, verbose_name='变更理由')),
                    ('content', models.JSONField(default=dict, editable=False, verbose_name='变更内容')),
                    ('requested_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='申请时间')),
                    ('state', models.CharField(choices=[('submitted', '待审批'), ('approved', '已批准'), ('rejected', '未批准'), ('filed', '已备案')], default='submitted', editable=False, max_length=20, verbose_name='状态')),
                ],
                options={
                    'verbose_name': '变更',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='ChangeEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40, verbose_name='事件')),
                    ('from_state', models.CharField(blank=True, max_length=40, verbose_name='原状态')),
                    ('to_state', models.CharField(blank=True, max_length=40, verbose_name='新状态')),
                    ('note', models.TextField(blank=True, verbose_name='说明')),
                    ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ],
                options={
                    'ordering': ['at', 'pk'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Contract',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=40, unique=True, verbose_name='合同编号')),
                    ('procurement_number', models.CharField(blank=True, max_length=40, verbose_name='采购编号')),
                    ('signer_a', models.CharField(max_length=30, verbose_name='甲方法定代表人')),
                    ('signer_b', models.CharField(max_length=30, verbose_name='乙方法定代表人')),
                    ('signer_c', models.CharField(blank=True, max_length=30, verbose_name='丙方代表')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='合同金额（元）')),
                    ('own_contribution', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='乙方自筹配套（元）')),
                    ('starts_on', models.DateField(verbose_name='服务开始')),
                    ('ends_on', models.DateField(verbose_name='服务结束')),
                    ('acceptance', models.TextField(max_length=2000, verbose_name='验收办法')),
                    ('personal_data', models.TextField(max_length=4000, verbose_name='个人信息保护条款')),
                    ('breach', models.TextField(max_length=2000, verbose_name='变更、终止与违约责任')),
                    ('dispute', models.CharField(max_length=200, verbose_name='争议解决')),
                    ('term_reason', models.CharField(blank=True, max_length=200, verbose_name='期限超过一年的理由')),
                    ('offered_targets', models.JSONField(default=dict, editable=False, verbose_name='申报的指标目标值')),
                    ('target_reason', models.CharField(blank=True, max_length=200, verbose_name='指标低于申报的理由')),
                    ('signed_on', models.DateField(editable=False, null=True, verbose_name='签署日期')),
                    ('signing_note', models.CharField(blank=True, editable=False, max_length=200, verbose_name='签署记录')),
                    ('registered_on', models.DateField(editable=False, null=True, verbose_name='登记日期')),
                    ('registration_number', models.CharField(blank=True, editable=False, max_length=40, verbose_name='登记号')),
                    ('announced_on', models.DateField(editable=False, null=True, verbose_name='公告日期')),
                    ('data_returned_on', models.DateField(editable=False, null=True, verbose_name='个人信息返还删除确认日期')),
                    ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='起草时间')),
                    ('state', models.CharField(choices=[('draft', '起草中'), ('signed', '已签署'), ('registered', '已登记'), ('expired', '已到期'), ('terminated', '已终止')], default='draft', editable=False, max_length=20, verbose_name='状态')),
                ],
                options={
                    'verbose_name': '合同',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='ContractEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40, verbose_name='事件')),
                    ('from_state', models.CharField(blank=True, max_length=40, verbose_name='原状态')),
                    ('to_state', models.CharField(blank=True, max_length=40, verbose_name='新状态')),
                    ('note', models.TextField(blank=True, verbose_name='说明')),
                    ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ],
                options={
                    'ordering': ['at', 'pk'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='ContractFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('file', models.FileField(upload_to='files/%Y/%m/', verbose_name='文件')),
                    ('name', models.CharField(max_length=120, verbose_name='文件名')),
                    ('size', models.PositiveBigIntegerField(editable=False, verbose_name='大小（字节）')),
                    ('sha256', models.CharField(editable=False, max_length=64, verbose_name='校验值')),
                    ('uploaded_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='上传时间')),
                ],
                options={
                    'verbose_name': '合同附件',
                    'ordering': ['pk'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='ContractItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='序号')),
                    ('name', models.CharField(max_length=60, verbose_name='服务项目')),
                    ('unit', models.CharField(max_length=10, verbose_name='计量单位')),
                    ('requirement', models.CharField(max_length=200, verbose_name='具体要求')),
                    ('unit_price', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='单价（元）')),
                    ('quantity', models.PositiveIntegerField(verbose_name='数量')),
                ],
                options={
                    'verbose_name': '服务清单',
                    'ordering': ['contract', 'number'],
                },
            ),
            migrations.CreateModel(
                name='Draw',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='次序')),
                    ('seed', models.CharField(max_length=64, verbose_name='随机种子')),
                    ('candidates', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='候选专家')),
                    ('chosen', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='抽中专家')),
                    ('reason', models.CharField(max_length=200, verbose_name='原因')),
                    ('at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='抽取时间')),
                ],
                options={
                    'verbose_name': '专家抽取',
                    'ordering': ['call', 'number'],
                },
            ),
            migrations.CreateModel(
                name='EligibilityCheck',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('item', models.CharField(choices=[('legal_person', '具有独立承担民事责任的能力'), ('reputation', '商业信誉良好、财务会计制度健全'), ('capability', '具备履约所需的设备和专业能力'), ('tax_and_insurance', '依法纳税和缴纳社会保障资金记录良好'), ('no_violation', '前三年经营活动中没有重大违法记录'), ('other_legal', '法律、行政法规规定的其他条件'), ('governance', '法人治理结构健全'), ('annual_report', '年检合格或按要求履行年报'), ('not_listed', '未列入活动异常名录和严重违法失信名单'), ('audit', '有审计报告'), ('staffing', '专职人员和持证社工符合要求')], max_length=20, verbose_name='资格条件')),
                    ('result', models.CharField(choices=[('met', '符合'), ('not_met', '不符合'), ('to_correct', '待补正')], max_length=20, verbose_name='结论')),
                    ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                    ('at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='审查时间')),
                ],
                options={
                    'verbose_name': '资格审查',
                    'ordering': ['application', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='Expense',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('file', models.FileField(upload_to='files/%Y/%m/', verbose_name='文件')),
                    ('name', models.CharField(max_length=120, verbose_name='文件名')),
                    ('size', models.PositiveBigIntegerField(editable=False, verbose_name='大小（字节）')),
                    ('sha256', models.CharField(editable=False, max_length=64, verbose_name='校验值')),
                    ('uploaded_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='上传时间')),
                    ('category', models.CharField(choices=[('staff', '人员费'), ('expert', '专家与督导费'), ('activity', '活动费'), ('volunteer', '志愿者补贴与保险'), ('training', '培训费'), ('meeting', '会议费'), ('venue', '场地费'), ('travel', '交通差旅'), ('publicity', '宣传印刷'), ('evaluation', '评估审计费'), ('office', '办公'), ('management', '管理费'), ('tax', '税费'), ('other', '其他')], editable=False, max_length=20, verbose_name='科目')),
                    ('invoice_number', models.CharField(max_length=30, verbose_name='发票号码')),
                    ('on', models.DateField(verbose_name='开支日期')),
                    ('payee', models.CharField(max_length=60, verbose_name='收款方')),
                    ('purpose', models.CharField(max_length=100, verbose_name='用途')),
                    ('unit_price', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='单价（元）')),
                    ('quantity', models.PositiveIntegerField(default=1, verbose_name='数量')),
                    ('amount', models.DecimalField(decimal_places=2, editable=False, max_digits=14, verbose_name='金额（元）')),
                    ('verdict', models.CharField(blank=True, editable=False, max_length=200, verbose_name='审核意见')),
                    ('state', models.CharField(choices=[('draft', '草稿'), ('submitted', '待审核'), ('checked', '已初审'), ('accepted', '予以列支'), ('disallowed', '不予列支')], default='draft', editable=False, max_length=20, verbose_name='状态')),
                ],
                options={
                    'verbose_name': '支出凭证',
                    'ordering': ['-on', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='ExpenseEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40, verbose_name='事件')),
                    ('from_state', models.CharField(blank=True, max_length=40, verbose_name='原状态')),
                    ('to_state', models.CharField(blank=True, max_length=40, verbose_name='新状态')),
                    ('note', models.TextField(blank=True, verbose_name='说明')),
                    ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ],
                options={
                    'ordering': ['at', 'pk'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='ExpertTie',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('same_unit', '同一单位'), ('relative', '近亲属任职'), ('recent_post', '三年内任职'), ('adviser', '担任顾问')], max_length=20, verbose_name='关联')),
                    ('until', models.DateField(blank=True, help_text='仍在任则不填', null=True, verbose_name='离任日期')),
                    ('at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='登记时间')),
                ],
                options={
                    'verbose_name': '专家关联',
                    'ordering': ['expert', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='IndicatorPeriod',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='期次')),
                    ('starts_on', models.DateField(verbose_name='开始日期')),
                    ('ends_on', models.DateField(verbose_name='结束日期')),
                    ('target', models.PositiveIntegerField(verbose_name='本期目标')),
                ],
                options={
                    'verbose_name': '指标分期',
                    'ordering': ['indicator', 'number'],
                },
            ),
            migrations.CreateModel(
                name='IndicatorSnapshot',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('value', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='数值')),
                    ('at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='时间')),
                ],
                options={
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='InstalmentCondition',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('contract_registered', '合同已登记'), ('midterm_passed', '中期评估合格'), ('report_accepted', '报告已通过'), ('services_done', '完成服务场次'), ('execution_rate', '执行率达到'), ('final_passed', '末期评估合格'), ('settlement_audited', '决算已审计')], max_length=30, verbose_name='条件')),
                    ('value', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True, verbose_name='限值')),
                    ('report_kind', models.CharField(blank=True, choices=[('monthly', '月报'), ('midterm', '中期报告'), ('final', '结项报告')], max_length=20, verbose_name='报告类型')),
                ],
                options={
                    'verbose_name': '拨付条件',
                    'ordering': ['instalment', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='ManualActual',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('file', models.FileField(upload_to='files/%Y/%m/', verbose_name='文件')),
                    ('name', models.CharField(max_length=120, verbose_name='文件名')),
                    ('size', models.PositiveBigIntegerField(editable=False, verbose_name='大小（字节）')),
                    ('sha256', models.CharField(editable=False, max_length=64, verbose_name='校验值')),
                    ('uploaded_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='上传时间')),
                    ('on', models.DateField(verbose_name='发生日期')),
                    ('value', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='数值')),
                    ('note', models.CharField(max_length=200, verbose_name='说明')),
                    ('state', models.CharField(choices=[('submitted', '待核定'), ('approved', '已核定'), ('returned', '已退回')], default='submitted', editable=False, max_length=20, verbose_name='状态')),
                ],
                options={
                    'verbose_name': '人工填报',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='ManualActualEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40, verbose_name='事件')),
                    ('from_state', models.CharField(blank=True, max_length=40, verbose_name='原状态')),
                    ('to_state', models.CharField(blank=True, max_length=40, verbose_name='新状态')),
                    ('note', models.TextField(blank=True, verbose_name='说明')),
                    ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ],
                options={
                    'ordering': ['at', 'pk'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='NeedFeedback',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('channel', models.CharField(choices=[('phone', '电话'), ('visit', '当面'), ('message', '短信或微信'), ('meeting', '会议'), ('board', '公示栏')], max_length=20, verbose_name='告知方式')),
                    ('text', models.CharField(max_length=200, verbose_name='告知内容')),
                    ('at', models.DateTimeField(auto_now_add=True, verbose_name='告知时间')),
                ],
                options={
                    'verbose_name': '需求回告',
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='Objection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', core.crypto.EncryptedField(default='', verbose_name='提出人')),
                    ('contact', core.crypto.EncryptedField(default='', verbose_name='联系方式')),
                    ('text', models.TextField(max_length=2000, verbose_name='异议内容')),
                    ('received_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='收到时间')),
                    ('reply_by', models.DateField(editable=False, verbose_name='答复期限')),
                    ('reply', models.TextField(blank=True, editable=False, max_length=2000, verbose_name='答复')),
                    ('replied_at', models.DateTimeField(editable=False, null=True, verbose_name='答复时间')),
                    ('state', models.CharField(choices=[('received', '待答复'), ('dismissed', '异议不成立'), ('upheld', '异议成立')], default='received', editable=False, max_length=20, verbose_name='状态')),
                ],
                options={
                    'verbose_name': '异议',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='ObjectionEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40, verbose_name='事件')),
                    ('from_state', models.CharField(blank=True, max_length=40, verbose_name='原状态')),
                    ('to_state', models.CharField(blank=True, max_length=40, verbose_name='新状态')),
                    ('note', models.TextField(blank=True, verbose_name='说明')),
                    ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ],
                options={
                    'ordering': ['at', 'pk'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Panelist',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('recused_at', models.DateTimeField(editable=False, null=True, verbose_name='回避时间')),
                    ('tie', models.CharField(blank=True, choices=[('same_unit', '同一单位'), ('relative', '近亲属任职'), ('recent_post', '三年内任职'), ('adviser', '担任顾问')], max_length=20, verbose_name='回避原因')),
                    ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ],
                options={
                    'verbose_name': '评审专家',
                    'ordering': ['call', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='Parameter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('valid_from', models.DateField(verbose_name='生效日期')),
                    ('source_text', models.CharField(max_length=200, verbose_name='依据')),
                    ('at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='登记时间')),
                    ('name', models.CharField(choices=[('pass_mark', '合格分数线（分）'), ('publicity_days', '公示期（工作日）'), ('correction_days', '资格补正期（工作日）'), ('rectification_days', '整改期（工作日）'), ('signing_days', '通知书发出至签约（天）'), ('weak_share', '薄弱社区专项额度（%）'), ('community_limit', '同一社区同期项目上限（个）'), ('spread_limit', '评分极差说明线（分）'), ('supplement_share', '补充协议累计上限（%）'), ('transfer_share', '预算调剂备案上限（%）'), ('extension_days', '延期上限（天）'), ('execution_share', '后续拨款执行率下限（%）'), ('behind_points', '进度滞后提示线（百分点）'), ('retention_years', '采购档案保管期限（年）'), ('report_days', '报告提交期限（工作日）'), ('report_grace', '报告逾期宽限（工作日）'), ('payment_days', '收到发票至付款（工作日）'), ('expense_grace_days', '项目结束后可列支天数（天）'), ('final_share_passed', '末期合格可拨末期款（%）'), ('final_share_rectified', '末期整改后合格可拨末期款（%）'), ('final_share_failed', '末期不合格可拨末期款（%）')], max_length=30, verbose_name='参数')),
                    ('value', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='值')),
                ],
                options={
                    'verbose_name': '规则参数',
                    'ordering': ['name', '-valid_from'],
                },
            ),
            migrations.CreateModel(
                name='Plan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                    ('name', models.CharField(max_length=60, verbose_name='名称')),
                    ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='编制时间')),
                    ('state', models.CharField(choices=[('draft', '编制中'), ('submitted', '待审批'), ('approved', '已批准')], default='draft', editable=False, max_length=20, verbose_name='状态')),
                ],
                options={
                    'verbose_name': '采购计划',
                    'ordering': ['-year', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='PlanEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40, verbose_name='事件')),
                    ('from_state', models.CharField(blank=True, max_length=40, verbose_name='原状态')),
                    ('to_state', models.CharField(blank=True, max_length=40, verbose_name='新状态')),
                    ('note', models.TextField(blank=True, verbose_name='说明')),
                    ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ],
                options={
                    'ordering': ['at', 'pk'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='PlanItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, verbose_name='采购内容')),
                    ('category', models.CharField(choices=[('health', '健康关爱'), ('psychology', '心理适应'), ('marriage', '婚恋交友'), ('sport', '体育赛事'), ('culture', '文艺服务'), ('law', '普法维权'), ('safety', '应急安全'), ('elderly', '居家养老'), ('hardship', '困难帮扶'), ('training', '宣传教育'), ('child', '子女托管'), ('convenience', '便民服务')], max_length=20, verbose_name='类别')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='预算金额（元）')),
                    ('procedure', models.CharField(choices=[('public_tender', '公开招标'), ('consultation', '竞争性磋商'), ('negotiation', '竞争性谈判'), ('single_source', '单一来源'), ('open_call', '公开征集'), ('inquiry', '询价'), ('selection', '比选'), ('direct', '定向委托')], max_length=20, verbose_name='采购方式')),
                    ('reason', models.CharField(blank=True, max_length=200, verbose_name='采用理由')),
                ],
                options={
                    'verbose_name': '计划明细',
                    'ordering': ['plan', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='ProgressReport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('monthly', '月报'), ('midterm', '中期报告'), ('final', '结项报告')], max_length=20, verbose_name='报告类型')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='期次')),
                    ('starts_on', models.DateField(verbose_name='报告期开始')),
                    ('ends_on', models.DateField(verbose_name='报告期结束')),
                    ('due_on', models.DateField(verbose_name='提交期限')),
                    ('content', models.JSONField(default=dict, editable=False, verbose_name='内容')),
                    ('figures', models.JSONField(default=dict, editable=False, verbose_name='数据')),
                    ('late_reason', models.CharField(blank=True, max_length=200, verbose_name='逾期原因')),
                    ('submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='提交时间')),
                    ('state', models.CharField(choices=[('planned', '待填报'), ('submitted', '待审核'), ('returned', '退回修改'), ('accepted', '已通过'), ('failed', '逾期不合格')], default='planned', editable=False, max_length=20, verbose_name='状态')),
                ],
                options={
                    'verbose_name': '项目报告',
                    'ordering': ['project', 'due_on', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='ProgressReportEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40, verbose_name='事件')),
                    ('from_state', models.CharField(blank=True, max_length=40, verbose_name='原状态')),
                    ('to_state', models.CharField(blank=True, max_length=40, verbose_name='新状态')),
                    ('note', models.TextField(blank=True, verbose_name='说明')),
                    ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ],
                options={
                    'ordering': ['at', 'pk'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Publicity',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('token', models.CharField(default=projects.models.call.public_token, editable=False, max_length=24, unique=True)),
                    ('round', models.PositiveSmallIntegerField(default=1, editable=False, verbose_name='轮次')),
                    ('days', models.PositiveSmallIntegerField(verbose_name='公示期（工作日）')),
                    ('starts_on', models.DateField(verbose_name='开始日期')),
                    ('ends_on', models.DateField(verbose_name='截止日期')),
                    ('text', models.TextField(blank=True, max_length=2000, verbose_name='公示说明')),
                    ('at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='发布时间')),
                    ('state', models.CharField(choices=[('open', '公示中'), ('closed', '公示期满'), ('stopped', '已中止')], default='open', editable=False, max_length=20, verbose_name='状态')),
                ],
                options={
                    'verbose_name': '公示',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='PublicityEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('project_name', models.CharField(max_length=60, verbose_name='项目')),
                    ('contractor_name', models.CharField(max_length=100, verbose_name='拟承接单位')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='金额（元）')),
                    ('score', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='得分')),
                    ('rank', models.PositiveSmallIntegerField(verbose_name='名次')),
                ],
                options={
                    'ordering': ['publicity', 'rank'],
                },
            ),
            migrations.CreateModel(
                name='PublicityEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40, verbose_name='事件')),
                    ('from_state', models.CharField(blank=True, max_length=40, verbose_name='原状态')),
                    ('to_state', models.CharField(blank=True, max_length=40, verbose_name='新状态')),
                    ('note', models.TextField(blank=True, verbose_name='说明')),
                    ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ],
                options={
                    'ordering': ['at', 'pk'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Question',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('text', models.TextField(max_length=500, verbose_name='问题')),
                    ('asked_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='提问时间')),
                    ('answer', models.TextField(blank=True, max_length=1000, verbose_name='答复')),
                    ('answered_at', models.DateTimeField(editable=False, null=True, verbose_name='答复时间')),
                ],
                options={
                    'verbose_name': '答疑',
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='ReportComment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('section', models.CharField(blank=True, max_length=30, verbose_name='章节')),
                    ('text', models.TextField(max_length=500, verbose_name='批注')),
                    ('at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='时间')),
                ],
                options={
                    'verbose_name': '批注',
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='ReportFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('file', models.FileField(upload_to='files/%Y/%m/', verbose_name='文件')),
                    ('name', models.CharField(max_length=120, verbose_name='文件名')),
                    ('size', models.PositiveBigIntegerField(editable=False, verbose_name='大小（字节）')),
                    ('sha256', models.CharField(editable=False, max_length=64, verbose_name='校验值')),
                    ('uploaded_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='上传时间')),
                ],
                options={
                    'verbose_name': '报告附件',
                    'ordering': ['pk'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Result',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='编号')),
                    ('text', models.CharField(max_length=200, verbose_name='分目标')),
                ],
                options={
                    'verbose_name': '分目标',
                    'ordering': ['project', 'number'],
                },
            ),
            migrations.CreateModel(
                name='RewardLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('record_number', models.CharField(max_length=40, verbose_name='案号')),
                    ('dispute_key', models.CharField(max_length=80, verbose_name='纠纷标识')),
                    ('closed_on', models.DateField(verbose_name='办结日期')),
                    ('grade', models.CharField(blank=True, max_length=20, verbose_name='等级')),
                    ('basis', models.CharField(max_length=200, verbose_name='依据')),
                    ('documents', models.PositiveSmallIntegerField(verbose_name='材料件数')),
                    ('amount', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='奖补金额')),
                    ('is_counted', models.BooleanField(default=True, verbose_name='计入')),
                    ('remarks', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, size=None, verbose_name='不计入原因')),
                    ('is_live', models.BooleanField(default=True, editable=False)),
                ],
                options={
                    'verbose_name': '奖补明细',
                    'ordering': ['sheet', 'payee', 'closed_on', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='RewardScheme',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('valid_from', models.DateField(verbose_name='生效日期')),
                    ('source_text', models.CharField(max_length=200, verbose_name='依据')),
                    ('at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='登记时间')),
                    ('name', models.CharField(max_length=60, verbose_name='名称')),
                    ('version', models.PositiveSmallIntegerField(editable=False, verbose_name='版本')),
                    ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='发布时间')),
                    ('source', models.CharField(max_length=30, verbose_name='取数来源')),
                    ('grades', models.JSONField(verbose_name='等级与单价')),
                    ('yearly_cap', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='每单位年度封顶（元）')),
                    ('required_documents', models.PositiveSmallIntegerField(default=12, verbose_name='卷宗材料件数')),
                    ('publicity_days', models.PositiveSmallIntegerField(default=5, verbose_name='公示期（工作日）')),
                ],
                options={
                    'verbose_name': '以奖代补办法',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='RewardSheet',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('token', models.CharField(default=projects.models.call.public_token, editable=False, max_length=24, unique=True)),
                    ('starts_on', models.DateField(verbose_name='取数开始')),
                    ('ends_on', models.DateField(verbose_name='取数结束')),
                    ('amount', models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=14, verbose_name='奖补合计')),
                    ('publicity_ends_on', models.DateField(editable=False, null=True, verbose_name='公示截止')),
                    ('computed_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='核算时间')),
                    ('state', models.CharField(choices=[('computed', '已核算'), ('checked', '已复核'), ('publicity', '公示中'), ('approved', '待支付'), ('paid', '已支付'), ('void', '已作废')], default='computed', editable=False, max_length=20, verbose_name='状态')),
                ],
                options={
                    'verbose_name': '以奖代补核算表',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='RewardSheetEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40, verbose_name='事件')),
                    ('from_state', models.CharField(blank=True, max_length=40, verbose_name='原状态')),
                    ('to_state', models.CharField(blank=True, max_length=40, verbose_name='新状态')),
                    ('note', models.TextField(blank=True, verbose_name='说明')),
                    ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ],
                options={
                    'ordering': ['at', 'pk'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Scorecard',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('valid_from', models.DateField(verbose_name='生效日期')),
                    ('source_text', models.CharField(max_length=200, verbose_name='依据')),
                    ('at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='登记时间')),
                    ('name', models.CharField(max_length=60, verbose_name='名称')),
                    ('version', models.PositiveSmallIntegerField(editable=False, verbose_name='版本')),
                    ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='发布时间')),
                ],
                options={
                    'verbose_name': '评分卡',
                    'ordering': ['name', '-version'],
                },
            ),
            migrations.CreateModel(
                name='ScorecardItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='序号')),
                    ('title', models.CharField(max_length=60, verbose_name='评分项')),
                    ('points', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='分值')),
                    ('guidance', models.CharField(blank=True, max_length=200, verbose_name='评分要点')),
                ],
                options={
                    'verbose_name': '评分项',
                    'ordering': ['card', 'number'],
                },
            ),
            migrations.CreateModel(
                name='ScoreLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('points', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='得分')),
                ],
                options={
                    'ordering': ['sheet', 'item__number'],
                },
            ),
            migrations.CreateModel(
                name='ScoreSheet',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('round', models.PositiveSmallIntegerField(default=1, editable=False, verbose_name='轮次')),
                    ('total', models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=5, verbose_name='总分')),
                    ('comment', models.TextField(blank=True, max_length=1000, verbose_name='评审意见')),
                    ('signed_at', models.DateTimeField(editable=False, null=True, verbose_name='签署时间')),
                    ('state', models.CharField(choices=[('draft', '评分中'), ('signed', '已签署')], default='draft', editable=False, max_length=20, verbose_name='状态')),
                ],
                options={
                    'verbose_name': '评分表',
                    'ordering': ['application', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='ScoreSheetEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40, verbose_name='事件')),
                    ('from_state', models.CharField(blank=True, max_length=40, verbose_name='原状态')),
                    ('to_state', models.CharField(blank=True, max_length=40, verbose_name='新状态')),
                    ('note', models.TextField(blank=True, verbose_name='说明')),
                    ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ],
                options={
                    'ordering': ['at', 'pk'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='ServiceItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='编号')),
                    ('name', models.CharField(max_length=60, verbose_name='服务内容')),
                    ('form', models.CharField(max_length=20, verbose_name='形式')),
                    ('sessions', models.PositiveIntegerField(verbose_name='场次')),
                    ('people', models.PositiveIntegerField(default=0, verbose_name='每场人数')),
                ],
                options={
                    'verbose_name': '服务内容',
                    'ordering': ['project', 'number'],
                },
            ),
            migrations.CreateModel(
                name='Settlement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('paid', models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=14, verbose_name='已拨付')),
                    ('spent', models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=14, verbose_name='认可支出')),
                    ('balance', models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=14, verbose_name='结余')),
                    ('use', models.CharField(blank=True, choices=[('return', '退回'), ('carry_over', '结转')], max_length=20, verbose_name='结余处理')),
                    ('explanation', models.TextField(blank=True, max_length=2000, verbose_name='决算说明')),
                    ('opinion', models.TextField(blank=True, editable=False, max_length=2000, verbose_name='审计意见')),
                    ('audited_on', models.DateField(editable=False, null=True, verbose_name='审计日期')),
                    ('returned_on', models.DateField(editable=False, null=True, verbose_name='结余退回日期')),
                    ('state', models.CharField(choices=[('draft', '编制中'), ('submitted', '待审计'), ('audited', '已审计')], default='draft', editable=False, max_length=20, verbose_name='状态')),
                ],
                options={
                    'verbose_name': '决算',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='SettlementEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40, verbose_name='事件')),
                    ('from_state', models.CharField(blank=True, max_length=40, verbose_name='原状态')),
                    ('to_state', models.CharField(blank=True, max_length=40, verbose_name='新状态')),
                    ('note', models.TextField(blank=True, verbose_name='说明')),
                    ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ],
                options={
                    'ordering': ['at', 'pk'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='SettlementLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('category', models.CharField(choices=[('staff', '人员费'), ('expert', '专家与督导费'), ('activity', '活动费'), ('volunteer', '志愿者补贴与保险'), ('training', '培训费'), ('meeting', '会议费'), ('venue', '场地费'), ('travel', '交通差旅'), ('publicity', '宣传印刷'), ('evaluation', '评估审计费'), ('office', '办公'), ('management', '管理费'), ('tax', '税费'), ('other', '其他')], max_length=20, verbose_name='科目')),
                    ('budget', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='预算')),
                    ('adjusted', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='调整后预算')),
                    ('actual', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='实际支出')),
                    ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                    ('vouchers', models.CharField(blank=True, max_length=60, verbose_name='凭证号区间')),
                ],
                options={
                    'ordering': ['settlement', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='SpreadNote',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('round', models.PositiveSmallIntegerField(verbose_name='轮次')),
                    ('text', models.TextField(max_length=500, verbose_name='复核说明')),
                    ('at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='时间')),
                ],
                options={
                    'verbose_name': '分差说明',
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='Supplement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='序号')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='增加金额（元）')),
                    ('signed_on', models.DateField(verbose_name='签署日期')),
                    ('at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='登记时间')),
                ],
                options={
                    'verbose_name': '补充协议',
                    'ordering': ['contract', 'number'],
                },
            ),
            migrations.CreateModel(
                name='Threshold',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('valid_from', models.DateField(verbose_name='生效日期')),
                    ('source_text', models.CharField(max_length=200, verbose_name='依据')),
                    ('at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='登记时间')),
                    ('level', models.CharField(choices=[('city', '市总工会'), ('district', '区县总工会'), ('street', '街道（乡镇）总工会'), ('community', '社区（村）联合工会'), ('grassroots', '基层工会')], max_length=20, verbose_name='适用层级')),
                    ('category', models.CharField(choices=[('goods', '货物'), ('services', '服务'), ('works', '工程')], max_length=20, verbose_name='采购类别')),
                    ('kind', models.CharField(choices=[('public_tender', '公开招标数额标准'), ('procurement_limit', '采购限额标准'), ('open_call', '公开征集起点')], max_length=20, verbose_name='门槛')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='金额（元）')),
                ],
                options={
                    'verbose_name': '采购门槛',
                    'ordering': ['-valid_from', '-pk'],
                },
            ),
            migrations.AlterModelOptions(
                name='indicator',
                options={'ordering': ['pk'], 'verbose_name': '绩效指标'},
            ),
        ),
        Together(
            migrations.AddField(
                model_name='budgetline',
                name='basis',
                field=models.CharField(blank=True, max_length=200, verbose_name='测算依据'),
            ),
            migrations.AddField(
                model_name='budgetline',
                name='unit',
                field=models.CharField(blank=True, max_length=10, verbose_name='单位'),
            ),
            migrations.AddField(
                model_name='fund',
                name='appropriated',
                field=models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=14, verbose_name='预算安排'),
            ),
            migrations.AddField(
                model_name='fund',
                name='committed',
                field=models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=14, verbose_name='已承诺'),
            ),
            migrations.AddField(
                model_name='fund',
                name='paid',
                field=models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=14, verbose_name='已拨付'),
            ),
            migrations.AddField(
                model_name='indicator',
                name='baseline',
                field=models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='基线'),
            ),
            migrations.AddField(
                model_name='indicator',
                name='method',
                field=models.CharField(blank=True, max_length=200, verbose_name='测量方法'),
            ),
            migrations.AddField(
                model_name='indicator',
                name='name',
                field=models.CharField(blank=True, help_text='不填则用指标类型', max_length=60, verbose_name='名称'),
            ),
            migrations.AddField(
                model_name='indicator',
                name='unit',
                field=models.CharField(blank=True, max_length=10, verbose_name='单位'),
            ),
            migrations.AddField(
                model_name='instalment',
                name='clawed_back',
                field=models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=14, verbose_name='追回金额'),
            ),
            migrations.AddField(
                model_name='instalment',
                name='receipt_number',
                field=models.CharField(blank=True, editable=False, max_length=40, verbose_name='收据号'),
            ),
            migrations.AddField(
                model_name='instalment',
                name='request_note',
                field=models.CharField(blank=True, editable=False, max_length=200, verbose_name='申请说明'),
            ),
            migrations.AddField(
                model_name='instalment',
                name='voucher_number',
                field=models.CharField(blank=True, editable=False, max_length=40, verbose_name='支付凭证号'),
            ),
            migrations.AddField(
                model_name='need',
                name='merged_into',
                field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='projects.need', verbose_name='并入'),
            ),
            migrations.AddField(
                model_name='need',
                name='raiser',
                field=core.crypto.EncryptedField(blank=True, default='', verbose_name='反映人及联系方式'),
            ),
            migrations.AddField(
                model_name='need',
                name='served_by',
                field=models.CharField(blank=True, editable=False, max_length=120, verbose_name='满足方式'),
            ),
            migrations.AddField(
                model_name='project',
                name='committed',
                field=models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=14, verbose_name='已承诺'),
            ),
            migrations.AddField(
                model_name='project',
                name='direct_basis',
                field=models.CharField(blank=True, choices=[('three_quotes', '三家比价'), ('minutes', '集体决策纪要')], editable=False, max_length=20, verbose_name='定向委托依据'),
            ),
            migrations.AddField(
                model_name='project',
                name='direct_file',
                field=models.FileField(blank=True, editable=False, upload_to='files/%Y/%m/', verbose_name='依据附件'),
            ),
            migrations.AddField(
                model_name='project',
                name='direct_file_name',
                field=models.CharField(blank=True, editable=False, max_length=120, verbose_name='依据附件名'),
            ),
            migrations.AddField(
                model_name='project',
                name='direct_note',
                field=models.CharField(blank=True, editable=False, max_length=200, verbose_name='比价结果或纪要文号'),
            ),
            migrations.AddField(
                model_name='project',
                name='midterm_score',
                field=models.DecimalField(decimal_places=2, editable=False, max_digits=5, null=True, verbose_name='中期评分'),
            ),
            migrations.AddField(
                model_name='project',
                name='own_contribution',
                field=models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=14, verbose_name='自筹配套'),
            ),
            migrations.AddField(
                model_name='project',
                name='paid',
                field=models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=14, verbose_name='已拨付'),
            ),
            migrations.AddField(
                model_name='project',
                name='spent',
                field=models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=14, verbose_name='已核销'),
            ),
            migrations.AlterField(
                model_name='budgetline',
                name='category',
                field=models.CharField(choices=[('staff', '人员费'), ('expert', '专家与督导费'), ('activity', '活动费'), ('volunteer', '志愿者补贴与保险'), ('training', '培训费'), ('meeting', '会议费'), ('venue', '场地费'), ('travel', '交通差旅'), ('publicity', '宣传印刷'), ('evaluation', '评估审计费'), ('office', '办公'), ('management', '管理费'), ('tax', '税费'), ('other', '其他')], max_length=20, verbose_name='科目'),
            ),
            migrations.AlterField(
                model_name='indicator',
                name='measure',
                field=models.CharField(choices=[('sessions', '场次'), ('person_times', '人次'), ('persons', '人数'), ('hours', '服务时长（小时）'), ('cases', '结案个案'), ('manual', '人工填报')], max_length=20, verbose_name='指标'),
            ),
            migrations.AlterField(
                model_name='indicator',
                name='project',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='indicators', to='projects.project'),
            ),
            migrations.AlterField(
                model_name='instalment',
                name='state',
                field=models.CharField(choices=[('planned', '未到条件'), ('condition_met', '条件已满足'), ('applied', '已申请'), ('checked', '已复核'), ('approved', '已批准'), ('paid', '已拨付'), ('receipted', '已收款'), ('held', '暂缓拨付'), ('rejected', '不予拨付'), ('clawed_back', '已追回')], default='planned', editable=False, max_length=20, verbose_name='状态'),
            ),
            migrations.AlterField(
                model_name='ledgerentry',
                name='kind',
                field=models.CharField(choices=[('appropriation', '预算安排'), ('commitment', '立项承诺'), ('payment', '拨付'), ('expense', '核销支出')], max_length=20, verbose_name='类别'),
            ),
            migrations.AlterField(
                model_name='need',
                name='state',
                field=models.CharField(choices=[('collected', '待核实'), ('verified', '已核实'), ('rejected', '不予采纳'), ('merged', '已合并'), ('matched', '已列入申报'), ('in_project', '项目实施中'), ('met', '已满足'), ('unmet_closed', '未满足关闭')], default='collected', editable=False, max_length=20, verbose_name='状态'),
            ),
            migrations.AlterField(
                model_name='project',
                name='state',
                field=models.CharField(choices=[('draft', '草稿'), ('submitted', '待审核'), ('returned', '退回修改'), ('rejected', '不予立项'), ('approved', '已立项'), ('contracting', '签约中'), ('signed', '已签约'), ('active', '实施中'), ('change_pending', '变更审批中'), ('suspended', '已暂停'), ('midterm_review', '中期评估'), ('rectifying', '整改中'), ('final_review', '末期评估'), ('completed', '已结项'), ('settling', '决算审计中'), ('audited', '已审计'), ('archived', '已归档'), ('terminated', '已终止'), ('clawback', '追回中')], default='draft', editable=False, max_length=20, verbose_name='状态'),
            ),
            migrations.AddField(
                model_name='application',
                name='communities',
                field=models.ManyToManyField(blank=True, related_name='+', to='orgs.organization', verbose_name='实施社区'),
            ),
            migrations.AddField(
                model_name='application',
                name='contractor',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='orgs.organization', verbose_name='申报单位'),
            ),
            migrations.AddField(
                model_name='application',
                name='created_by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='填报人'),
            ),
            migrations.AddField(
                model_name='application',
                name='needs',
                field=models.ManyToManyField(blank=True, related_name='applications', to='projects.need', verbose_name='对应需求'),
            ),
            migrations.AddField(
                model_name='application',
                name='organization',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.organization', verbose_name='主要实施社区'),
            ),
            migrations.AddField(
                model_name='application',
                name='worker',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='执行社工'),
            ),
            migrations.AddField(
                model_name='project',
                name='application',
                field=models.OneToOneField(editable=False, help_text='没有的是定向委托', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='project', to='projects.application', verbose_name='申报'),
            ),
            migrations.AddField(
                model_name='applicationevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='applicationevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='projects.application'),
            ),
            migrations.AddField(
                model_name='applicationfile',
                name='application',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='projects.application'),
            ),
            migrations.AddField(
                model_name='applicationfile',
                name='uploaded_by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人'),
            ),
            migrations.AddField(
                model_name='applicationrevision',
                name='application',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='projects.application'),
            ),
            migrations.AddField(
                model_name='applicationrevision',
                name='by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人'),
            ),
            migrations.AddField(
                model_name='archive',
                name='project',
                field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='archive', to='projects.project', verbose_name='项目'),
            ),
            migrations.AddField(
                model_name='archive',
                name='responsible',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='责任人'),
            ),
            migrations.AddField(
                model_name='archiveevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='archiveevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='projects.archive'),
            ),
            migrations.AddField(
                model_name='archiveitem',
                name='archive',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='projects.archive'),
            ),
            migrations.AddField(
                model_name='archiveitem',
                name='uploaded_by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人'),
            ),
            migrations.AddField(
                model_name='budgetadjustment',
                name='line',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adjustments', to='projects.budgetline'),
            ),
            migrations.AddField(
                model_name='budgetruleset',
                name='by',
                field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
            ),
            migrations.AddField(
                model_name='budgetrule',
                name='rule_set',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rules', to='projects.budgetruleset'),
            ),
            migrations.AddField(
                model_name='call',
                name='created_by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='编制人'),
            ),
            migrations.AddField(
                model_name='call',
                name='fund',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='projects.fund', verbose_name='资金来源'),
            ),
            migrations.AddField(
                model_name='call',
                name='negative_checked_by',
                field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='自查人'),
            ),
            migrations.AddField(
                model_name='call',
                name='organization',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='orgs.organization', verbose_name='购买主体'),
            ),
            migrations.AddField(
                model_name='call',
                name='rule_set',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='projects.budgetruleset', verbose_name='预算规则集'),
            ),
            migrations.AddField(
                model_name='application',
                name='call',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='projects.call', verbose_name='征集批次'),
            ),
            migrations.AddField(
                model_name='callevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='callevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='projects.call'),
            ),
            migrations.AddField(
                model_name='callfile',
                name='call',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='projects.call'),
            ),
            migrations.AddField(
                model_name='callfile',
                name='uploaded_by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人'),
            ),
            migrations.AddField(
                model_name='change',
                name='project',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='projects.project', verbose_name='项目'),
            ),
            migrations.AddField(
                model_name='change',
                name='requested_by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请人'),
            ),
            migrations.AddField(
                model_name='budgetadjustment',
                name='change',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adjustments', to='projects.change'),
            ),
            migrations.AddField(
                model_name='changeevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='changeevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='projects.change'),
            ),
            migrations.AddField(
                model_name='contract',
                name='created_by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='起草人'),
            ),
            migrations.AddField(
                model_name='contract',
                name='party_a',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.organization', verbose_name='甲方（购买主体）'),
            ),
            migrations.AddField(
                model_name='contract',
                name='party_b',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.organization', verbose_name='乙方（承接单位）'),
            ),
            migrations.AddField(
                model_name='contract',
                name='party_c',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.organization', verbose_name='丙方（实施社区）'),
            ),
            migrations.AddField(
                model_name='contract',
                name='project',
                field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='contract', to='projects.project', verbose_name='项目'),
            ),
            migrations.AddField(
                model_name='contractevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='contractevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='projects.contract'),
            ),
            migrations.AddField(
                model_name='contractfile',
                name='contract',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='projects.contract'),
            ),
            migrations.AddField(
                model_name='contractfile',
                name='uploaded_by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人'),
            ),
            migrations.AddField(
                model_name='contractitem',
                name='contract',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='projects.contract'),
            ),
            migrations.AddField(
                model_name='draw',
                name='by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='抽取人'),
            ),
            migrations.AddField(
                model_name='draw',
                name='call',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='draws', to='projects.call'),
            ),
            migrations.AddField(
                model_name='eligibilitycheck',
                name='application',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='projects.application'),
            ),
            migrations.AddField(
                model_name='eligibilitycheck',
                name='by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审查人'),
            ),
            migrations.AddField(
                model_name='eligibilitycheck',
                name='file',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='projects.applicationfile', verbose_name='证据附件'),
            ),
            migrations.AddField(
                model_name='expense',
                name='line',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='expenses', to='projects.budgetline', verbose_name='预算明细'),
            ),
            migrations.AddField(
                model_name='expense',
                name='project',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='expenses', to='projects.project', verbose_name='项目'),
            ),
            migrations.AddField(
                model_name='expense',
                name='uploaded_by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人'),
            ),
            migrations.AddField(
                model_name='ledgerentry',
                name='expense',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='projects.expense', verbose_name='支出凭证'),
            ),
            migrations.AddField(
                model_name='expenseevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='expenseevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='projects.expense'),
            ),
            migrations.AddField(
                model_name='experttie',
                name='by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
            ),
            migrations.AddField(
                model_name='experttie',
                name='expert',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='expert_ties', to=settings.AUTH_USER_MODEL, verbose_name='专家'),
            ),
            migrations.AddField(
                model_name='experttie',
                name='organization',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.organization', verbose_name='关联单位'),
            ),
            migrations.AddField(
                model_name='indicatorperiod',
                name='indicator',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='periods', to='projects.indicator'),
            ),
            migrations.AddField(
                model_name='indicatorsnapshot',
                name='indicator',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='projects.indicator'),
            ),
            migrations.AddField(
                model_name='instalmentcondition',
                name='instalment',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conditions', to='projects.instalment'),
            ),
            migrations.AddField(
                model_name='manualactual',
                name='approved_by',
                field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核定人'),
            ),
            migrations.AddField(
                model_name='manualactual',
                name='indicator',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='manual_actuals', to='projects.indicator', verbose_name='指标'),
            ),
            migrations.AddField(
                model_name='manualactual',
                name='uploaded_by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人'),
            ),
            migrations.AddField(
                model_name='manualactualevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='manualactualevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='projects.manualactual'),
            ),
            migrations.AddField(
                model_name='needfeedback',
                name='by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='告知人'),
            ),
            migrations.AddField(
                model_name='needfeedback',
                name='need',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feedbacks', to='projects.need'),
            ),
            migrations.AddField(
                model_name='objection',
                name='application',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='projects.application', verbose_name='所涉申报'),
            ),
            migrations.AddField(
                model_name='objection',
                name='replied_by',
                field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='答复人'),
            ),
            migrations.AddField(
                model_name='objectionevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='objectionevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='projects.objection'),
            ),
            migrations.AddField(
                model_name='panelist',
                name='call',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='panelists', to='projects.call'),
            ),
            migrations.AddField(
                model_name='panelist',
                name='draw',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='panelists', to='projects.draw'),
            ),
            migrations.AddField(
                model_name='panelist',
                name='expert',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='panels', to=settings.AUTH_USER_MODEL, verbose_name='专家'),
            ),
            migrations.AddField(
                model_name='parameter',
                name='by',
                field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
            ),
            migrations.AddField(
                model_name='plan',
                name='created_by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='编制人'),
            ),
            migrations.AddField(
                model_name='plan',
                name='organization',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='orgs.organization', verbose_name='购买主体'),
            ),
            migrations.AddField(
                model_name='planevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='planevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='projects.plan'),
            ),
            migrations.AddField(
                model_name='planitem',
                name='fund',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plan_items', to='projects.fund', verbose_name='资金来源'),
            ),
            migrations.AddField(
                model_name='planitem',
                name='plan',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='projects.plan', verbose_name='采购计划'),
            ),
            migrations.AddField(
                model_name='call',
                name='item',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='projects.planitem', verbose_name='采购计划明细'),
            ),
            migrations.AddField(
                model_name='project',
                name='plan_item',
                field=models.ForeignKey(editable=False, help_text='定向委托所依据的计划', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='commissions', to='projects.planitem', verbose_name='采购计划明细'),
            ),
            migrations.AddField(
                model_name='progressreport',
                name='project',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='progress_reports', to='projects.project', verbose_name='项目'),
            ),
            migrations.AddField(
                model_name='progressreport',
                name='submitted_by',
                field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人'),
            ),
            migrations.AddField(
                model_name='indicatorsnapshot',
                name='report',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='projects.progressreport'),
            ),
            migrations.AddField(
                model_name='progressreportevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='progressreportevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='projects.progressreport'),
            ),
            migrations.AddField(
                model_name='publicity',
                name='by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发布人'),
            ),
            migrations.AddField(
                model_name='publicity',
                name='call',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publicities', to='projects.call', verbose_name='征集批次'),
            ),
            migrations.AddField(
                model_name='objection',
                name='publicity',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='projects.publicity', verbose_name='公示'),
            ),
            migrations.AddField(
                model_name='publicityentry',
                name='application',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publicity_entries', to='projects.application'),
            ),
            migrations.AddField(
                model_name='publicityentry',
                name='publicity',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='projects.publicity'),
            ),
            migrations.AddField(
                model_name='publicityevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='publicityevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='projects.publicity'),
            ),
            migrations.AddField(
                model_name='question',
                name='answered_by',
                field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='答复人'),
            ),
            migrations.AddField(
                model_name='question',
                name='asked_by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提问人'),
            ),
            migrations.AddField(
                model_name='question',
                name='call',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='projects.call'),
            ),
            migrations.AddField(
                model_name='reportcomment',
                name='by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批注人'),
            ),
            migrations.AddField(
                model_name='reportcomment',
                name='report',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='projects.progressreport'),
            ),
            migrations.AddField(
                model_name='reportfile',
                name='report',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='projects.progressreport'),
            ),
            migrations.AddField(
                model_name='reportfile',
                name='uploaded_by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人'),
            ),
            migrations.AddField(
                model_name='result',
                name='need',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='projects.need', verbose_name='对应需求'),
            ),
            migrations.AddField(
                model_name='result',
                name='project',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='results', to='projects.project'),
            ),
            migrations.AddField(
                model_name='indicator',
                name='result',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='projects.result', verbose_name='对应目标'),
            ),
            migrations.AddField(
                model_name='rewardline',
                name='payee',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reward_lines', to='orgs.organization', verbose_name='受奖单位'),
            ),
            migrations.AddField(
                model_name='rewardscheme',
                name='by',
                field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
            ),
            migrations.AddField(
                model_name='rewardscheme',
                name='fund',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reward_schemes', to='projects.fund', verbose_name='资金来源'),
            ),
            migrations.AddField(
                model_name='rewardscheme',
                name='organization',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reward_schemes', to='orgs.organization'),
            ),
            migrations.AddField(
                model_name='rewardsheet',
                name='computed_by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核算人'),
            ),
            migrations.AddField(
                model_name='rewardsheet',
                name='scheme',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='projects.rewardscheme', verbose_name='办法'),
            ),
            migrations.AddField(
                model_name='rewardline',
                name='sheet',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='projects.rewardsheet'),
            ),
            migrations.AddField(
                model_name='ledgerentry',
                name='reward_sheet',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='projects.rewardsheet', verbose_name='奖补核算表'),
            ),
            migrations.AddField(
                model_name='rewardsheetevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='rewardsheetevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='projects.rewardsheet'),
            ),
            migrations.AddField(
                model_name='scorecard',
                name='by',
                field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
            ),
            migrations.AddField(
                model_name='call',
                name='scorecard',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='projects.scorecard', verbose_name='评分卡'),
            ),
            migrations.AddField(
                model_name='scorecarditem',
                name='card',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='projects.scorecard'),
            ),
            migrations.AddField(
                model_name='scoreline',
                name='item',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='projects.scorecarditem'),
            ),
            migrations.AddField(
                model_name='scoresheet',
                name='application',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='projects.application', verbose_name='申报'),
            ),
            migrations.AddField(
                model_name='scoresheet',
                name='panelist',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='projects.panelist'),
            ),
            migrations.AddField(
                model_name='scoresheet',
                name='revision',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='projects.applicationrevision'),
            ),
            migrations.AddField(
                model_name='scoreline',
                name='sheet',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='projects.scoresheet'),
            ),
            migrations.AddField(
                model_name='scoresheetevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='scoresheetevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='projects.scoresheet'),
            ),
            migrations.AddField(
                model_name='serviceitem',
                name='project',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='service_items', to='projects.project'),
            ),
            migrations.AddField(
                model_name='serviceitem',
                name='result',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='service_items', to='projects.result', verbose_name='对应目标'),
            ),
            migrations.AddField(
                model_name='expense',
                name='service_item',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='expenses', to='projects.serviceitem', verbose_name='对应服务内容'),
            ),
            migrations.AddField(
                model_name='settlement',
                name='audited_by',
                field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审计人'),
            ),
            migrations.AddField(
                model_name='settlement',
                name='created_by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='编制人'),
            ),
            migrations.AddField(
                model_name='settlement',
                name='project',
                field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='settlement', to='projects.project', verbose_name='项目'),
            ),
            migrations.AddField(
                model_name='settlementevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='settlementevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='projects.settlement'),
            ),
            migrations.AddField(
                model_name='settlementline',
                name='settlement',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='projects.settlement'),
            ),
            migrations.AddField(
                model_name='spreadnote',
                name='application',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='spread_notes', to='projects.application'),
            ),
            migrations.AddField(
                model_name='spreadnote',
                name='by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='说明人'),
            ),
            migrations.AddField(
                model_name='supplement',
                name='by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
            ),
            migrations.AddField(
                model_name='supplement',
                name='change',
                field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='supplement', to='projects.change'),
            ),
            migrations.AddField(
                model_name='supplement',
                name='contract',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supplements', to='projects.contract'),
            ),
            migrations.AddField(
                model_name='threshold',
                name='by',
                field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
            ),
            migrations.AddField(
                model_name='threshold',
                name='organization',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='thresholds', to='orgs.organization', verbose_name='适用地区'),
            ),
        ),
        migrations.RunSQL(ADD_UP, migrations.RunSQL.noop),
        Together(
            migrations.AddIndex(
                model_name='instalment',
                index=models.Index(condition=models.Q(('state__in', ('planned', 'condition_met', 'applied', 'checked', 'approved', 'held'))), fields=['due_on'], name='instalment_due'),
            ),
            migrations.AddConstraint(
                model_name='fund',
                constraint=models.CheckConstraint(condition=models.Q(('committed__lte', models.F('appropriated'))), name='fund_not_overdrawn'),
            ),
            migrations.AddConstraint(
                model_name='fund',
                constraint=models.CheckConstraint(condition=models.Q(('paid__lte', models.F('committed'))), name='fund_paid_within_commitment'),
            ),
            migrations.AddConstraint(
                model_name='instalment',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'condition_met', 'applied', 'checked', 'approved', 'paid', 'receipted', 'held', 'rejected', 'clawed_back'])), name='instalment_state'),
            ),
            migrations.AddConstraint(
                model_name='instalment',
                constraint=models.CheckConstraint(condition=models.Q(('clawed_back__gte', 0), ('clawed_back__lte', models.F('amount'))), name='instalment_clawed_back'),
            ),
            migrations.AddConstraint(
                model_name='need',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['collected', 'verified', 'rejected', 'merged', 'matched', 'in_project', 'met', 'unmet_closed'])), name='need_state'),
            ),
            migrations.AddConstraint(
                model_name='need',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into__isnull', False), _connector='OR'), name='need_merged_into'),
            ),
            migrations.AddConstraint(
                model_name='project',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'returned', 'rejected', 'approved', 'contracting', 'signed', 'active', 'change_pending', 'suspended', 'midterm_review', 'rectifying', 'final_review', 'completed', 'settling', 'audited', 'archived', 'terminated', 'clawback'])), name='project_state'),
            ),
            migrations.AddConstraint(
                model_name='project',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('approved', 'contracting', 'signed', 'active', 'change_pending', 'suspended', 'midterm_review', 'rectifying', 'final_review', 'completed', 'settling', 'audited', 'archived', 'terminated', 'clawback')), _negated=True), ('fund__isnull', False), _connector='OR'), name='project_funded_has_fund'),
            ),
            migrations.AddConstraint(
                model_name='project',
                constraint=models.CheckConstraint(condition=models.Q(('midterm_score', None), models.Q(('midterm_score__gte', 0), ('midterm_score__lte', 100)), _connector='OR'), name='project_midterm_score_range'),
            ),
            migrations.AddConstraint(
                model_name='project',
                constraint=models.CheckConstraint(condition=models.Q(('own_contribution__gte', 0)), name='project_own_contribution'),
            ),
            migrations.AddConstraint(
                model_name='project',
                constraint=models.CheckConstraint(condition=models.Q(('paid__lte', models.F('committed'))), name='project_paid_within_commitment'),
            ),
            migrations.AddConstraint(
                model_name='project',
                constraint=models.CheckConstraint(condition=models.Q(('spent__lte', django.db.models.expressions.CombinedExpression(models.F('paid'), '+', models.F('own_contribution')))), name='project_spent_within_paid'),
            ),
            migrations.AddConstraint(
                model_name='project',
                constraint=models.CheckConstraint(condition=models.Q(('committed__gte', 0), ('paid__gte', 0), ('spent__gte', 0)), name='project_totals'),
            ),
            migrations.AddConstraint(
                model_name='indicator',
                constraint=models.UniqueConstraint(fields=('project', 'measure', 'name'), name='indicator_once'),
            ),
            migrations.AddConstraint(
                model_name='indicator',
                constraint=models.CheckConstraint(condition=models.Q(('target__gte', 1)), name='indicator_target_positive'),
            ),
            migrations.AddIndex(
                model_name='ledgerentry',
                index=models.Index(fields=['project', 'kind'], include=('amount',), name='ledger_project_balance'),
            ),
            migrations.AddConstraint(
                model_name='ledgerentry',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'appropriation'), ('project', None), ('reward_sheet', None)), models.Q(models.Q(('kind', 'appropriation'), _negated=True), ('project__isnull', False), ('reward_sheet', None)), models.Q(('kind__in', ['commitment', 'payment']), ('project', None), ('reward_sheet__isnull', False)), _connector='OR'), name='ledger_project_of_kind'),
            ),
            migrations.AddConstraint(
                model_name='applicationrevision',
                constraint=models.UniqueConstraint(fields=('application', 'number'), name='application_revision_once'),
            ),
            migrations.AddConstraint(
                model_name='archive',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'sealed'])), name='archive_state'),
            ),
            migrations.AddConstraint(
                model_name='archive',
                constraint=models.CheckConstraint(condition=models.Q(('state', 'open'), models.Q(('keep_until__isnull', False), ('sealed_at__isnull', False)), _connector='OR'), name='archive_sealed_has_term'),
            ),
            migrations.AddConstraint(
                model_name='archiveitem',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('file', ''), _negated=True), models.Q(('waiver', ''), _negated=True), _connector='OR'), name='archive_item_file_or_waiver'),
            ),
            migrations.AddConstraint(
                model_name='budgetruleset',
                constraint=models.UniqueConstraint(fields=('name', 'version'), name='budget_rule_set_version_once'),
            ),
            migrations.AddConstraint(
                model_name='budgetrule',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['forbid', 'require_evidence', 'tiered_unit_price']), ('value__isnull', False), _connector='OR'), name='budget_rule_value'),
            ),
            migrations.AddIndex(
                model_name='application',
                index=models.Index(fields=['call', 'state', 'rank'], name='application_ranking'),
            ),
            migrations.AddIndex(
                model_name='application',
                index=django.contrib.postgres.indexes.GinIndex(fields=['content'], name='application_content', opclasses=['jsonb_path_ops']),
            ),
            migrations.AddConstraint(
                model_name='application',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'checking', 'returned', 'ineligible', 'eligible', 'reviewing', 'not_selected', 'reserve', 'proposed', 'publicity', 'awarded', 'objection_upheld', 'withdrawn'])), name='application_state'),
            ),
            migrations.AddConstraint(
                model_name='application',
                constraint=models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='application_period'),
            ),
            migrations.AddConstraint(
                model_name='application',
                constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 0), ('own_contribution__gte', 0)), name='application_amount_not_negative'),
            ),
            migrations.AddConstraint(
                model_name='application',
                constraint=models.CheckConstraint(condition=models.Q(('score', None), models.Q(('score__gte', 0), ('score__lte', 100)), _connector='OR'), name='application_score_range'),
            ),
            migrations.AddConstraint(
                model_name='application',
                constraint=models.UniqueConstraint(fields=('call', 'contractor', 'name'), name='application_once'),
            ),
            migrations.AddConstraint(
                model_name='change',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['submitted', 'approved', 'rejected', 'filed'])), name='change_state'),
            ),
            migrations.AddConstraint(
                model_name='change',
                constraint=models.UniqueConstraint(condition=models.Q(('state', 'submitted')), fields=('project',), name='change_one_at_a_time'),
            ),
            migrations.AddConstraint(
                model_name='budgetadjustment',
                constraint=models.UniqueConstraint(fields=('change', 'line'), name='budget_adjustment_once'),
            ),
            migrations.AddConstraint(
                model_name='budgetadjustment',
                constraint=models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='budget_adjustment_not_zero'),
            ),
            migrations.AddConstraint(
                model_name='contract',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'signed', 'registered', 'expired', 'terminated'])), name='contract_state'),
            ),
            migrations.AddConstraint(
                model_name='contract',
                constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='contract_amount_positive'),
            ),
            migrations.AddConstraint(
                model_name='contract',
                constraint=models.CheckConstraint(condition=models.Q(('own_contribution__gte', 0)), name='contract_own_contribution'),
            ),
            migrations.AddConstraint(
                model_name='contract',
                constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='contract_period'),
            ),
            migrations.AddConstraint(
                model_name='contract',
                constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), ('signed_on__isnull', False), _connector='OR'), name='contract_signed_on'),
            ),
            migrations.AddConstraint(
                model_name='contractitem',
                constraint=models.UniqueConstraint(fields=('contract', 'number'), name='contract_item_once'),
            ),
            migrations.AddConstraint(
                model_name='contractitem',
                constraint=models.CheckConstraint(condition=models.Q(('quantity__gte', 1), ('unit_price__gt', 0)), name='contract_item_positive'),
            ),
            migrations.AddConstraint(
                model_name='draw',
                constraint=models.UniqueConstraint(fields=('call', 'number'), name='draw_once'),
            ),
            migrations.AddConstraint(
                model_name='indicatorperiod',
                constraint=models.UniqueConstraint(fields=('indicator', 'number'), name='indicator_period_once'),
            ),
            migrations.AddConstraint(
                model_name='indicatorperiod',
                constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='indicator_period_dates'),
            ),
            migrations.AddConstraint(
                model_name='instalmentcondition',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['services_done', 'execution_rate']), _negated=True), ('value__isnull', False), _connector='OR'), name='instalment_condition_value'),
            ),
            migrations.AddConstraint(
                model_name='instalmentcondition',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'report_accepted'), _negated=True), models.Q(('report_kind', ''), _negated=True), _connector='OR'), name='instalment_condition_report'),
            ),
            migrations.AddConstraint(
                model_name='manualactual',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['submitted', 'approved', 'returned'])), name='manual_actual_state'),
            ),
            migrations.AddConstraint(
                model_name='manualactual',
                constraint=models.CheckConstraint(condition=models.Q(('file', ''), _negated=True), name='manual_actual_has_evidence'),
            ),
            migrations.AddConstraint(
                model_name='panelist',
                constraint=models.UniqueConstraint(fields=('call', 'expert'), name='panelist_once'),
            ),
            migrations.AddConstraint(
                model_name='parameter',
                constraint=models.UniqueConstraint(fields=('name', 'valid_from'), name='parameter_once'),
            ),
            migrations.AddConstraint(
                model_name='parameter',
                constraint=models.CheckConstraint(condition=models.Q(('value__gte', 0)), name='parameter_value'),
            ),
            migrations.AddConstraint(
                model_name='plan',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'approved'])), name='plan_state'),
            ),
            migrations.AddConstraint(
                model_name='plan',
                constraint=models.UniqueConstraint(fields=('organization', 'year', 'name'), name='plan_once'),
            ),
            migrations.AddConstraint(
                model_name='plan',
                constraint=models.CheckConstraint(condition=models.Q(('year__gte', 2000), ('year__lte', 2100)), name='plan_year_range'),
            ),
            migrations.AddConstraint(
                model_name='planitem',
                constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='plan_item_amount_positive'),
            ),
            migrations.AddIndex(
                model_name='progressreport',
                index=models.Index(fields=['state', 'due_on'], name='progress_report_due'),
            ),
            migrations.AddConstraint(
                model_name='progressreport',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'submitted', 'returned', 'accepted', 'failed'])), name='progress_report_state'),
            ),
            migrations.AddConstraint(
                model_name='progressreport',
                constraint=models.UniqueConstraint(fields=('project', 'kind', 'number'), name='progress_report_once'),
            ),
            migrations.AddConstraint(
                model_name='progressreport',
                constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='progress_report_period'),
            ),
            migrations.AddConstraint(
                model_name='indicatorsnapshot',
                constraint=models.UniqueConstraint(fields=('indicator', 'report'), name='indicator_snapshot_once'),
            ),
            migrations.AddConstraint(
                model_name='publicity',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'closed', 'stopped'])), name='publicity_state'),
            ),
            migrations.AddConstraint(
                model_name='publicity',
                constraint=models.UniqueConstraint(fields=('call', 'round'), name='publicity_once'),
            ),
            migrations.AddConstraint(
                model_name='publicity',
                constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='publicity_period'),
            ),
            migrations.AddConstraint(
                model_name='publicity',
                constraint=models.CheckConstraint(condition=models.Q(('days__gte', 1)), name='publicity_days'),
            ),
            migrations.AddConstraint(
                model_name='objection',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['received', 'dismissed', 'upheld'])), name='objection_state'),
            ),
            migrations.AddConstraint(
                model_name='objection',
                constraint=models.CheckConstraint(condition=models.Q(('state', 'received'), models.Q(('reply', ''), _negated=True), _connector='OR'), name='objection_answered_in_words'),
            ),
            migrations.AddConstraint(
                model_name='publicityentry',
                constraint=models.UniqueConstraint(fields=('publicity', 'application'), name='publicity_entry_once'),
            ),
            migrations.AddConstraint(
                model_name='result',
                constraint=models.UniqueConstraint(fields=('project', 'number'), name='result_once'),
            ),
            migrations.AddConstraint(
                model_name='rewardscheme',
                constraint=models.UniqueConstraint(fields=('organization', 'name', 'version'), name='reward_scheme_version_once'),
            ),
            migrations.AddConstraint(
                model_name='rewardscheme',
                constraint=models.CheckConstraint(condition=models.Q(('yearly_cap__gt', 0)), name='reward_scheme_cap_positive'),
            ),
            migrations.AddConstraint(
                model_name='rewardsheet',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['computed', 'checked', 'publicity', 'approved', 'paid', 'void'])), name='reward_sheet_state'),
            ),
            migrations.AddConstraint(
                model_name='rewardsheet',
                constraint=models.UniqueConstraint(condition=models.Q(('state', 'void'), _negated=True), fields=('scheme', 'starts_on'), name='reward_sheet_once'),
            ),
            migrations.AddConstraint(
                model_name='rewardsheet',
                constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='reward_sheet_period'),
            ),
            migrations.AddConstraint(
                model_name='rewardline',
                constraint=models.UniqueConstraint(condition=models.Q(('is_counted', True), ('is_live', True)), fields=('dispute_key',), name='reward_dispute_once'),
            ),
            migrations.AddConstraint(
                model_name='rewardline',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('is_counted', True)), models.Q(('amount', 0), ('is_counted', False)), _connector='OR'), name='reward_line_amount'),
            ),
            migrations.AddConstraint(
                model_name='scorecard',
                constraint=models.UniqueConstraint(fields=('name', 'version'), name='scorecard_version_once'),
            ),
            migrations.AddConstraint(
                model_name='call',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'approved', 'published', 'closed', 'reviewing', 'publicity', 'done', 'cancelled'])), name='call_state'),
            ),
            migrations.AddConstraint(
                model_name='call',
                constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('max_amount__gt', 0)), name='call_amount_positive'),
            ),
            migrations.AddConstraint(
                model_name='call',
                constraint=models.CheckConstraint(condition=models.Q(('max_amount__lte', models.F('amount'))), name='call_max_amount'),
            ),
            migrations.AddConstraint(
                model_name='call',
                constraint=models.CheckConstraint(condition=models.Q(('weak_share__gte', 0), ('weak_share__lte', 100)), name='call_weak_share'),
            ),
            migrations.AddConstraint(
                model_name='call',
                constraint=models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='call_period'),
            ),
            migrations.AddConstraint(
                model_name='call',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'cancelled']), models.Q(('negative_checked_at__isnull', False), ('negative_items', [])), _connector='OR'), name='call_negative_list'),
            ),
            migrations.AddConstraint(
                model_name='scorecarditem',
                constraint=models.UniqueConstraint(fields=('card', 'number'), name='scorecard_item_once'),
            ),
            migrations.AddConstraint(
                model_name='scorecarditem',
                constraint=models.CheckConstraint(condition=models.Q(('points__gt', 0), ('points__lte', 100)), name='scorecard_item_points'),
            ),
            migrations.AddConstraint(
                model_name='scoresheet',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'signed'])), name='score_sheet_state'),
            ),
            migrations.AddConstraint(
                model_name='scoresheet',
                constraint=models.UniqueConstraint(fields=('application', 'panelist', 'round'), name='score_sheet_once'),
            ),
            migrations.AddConstraint(
                model_name='scoresheet',
                constraint=models.CheckConstraint(condition=models.Q(('total__gte', 0), ('total__lte', 100)), name='score_sheet_total_range'),
            ),
            migrations.AddConstraint(
                model_name='scoreline',
                constraint=models.UniqueConstraint(fields=('sheet', 'item'), name='score_line_once'),
            ),
            migrations.AddConstraint(
                model_name='scoreline',
                constraint=models.CheckConstraint(condition=models.Q(('points__gte', 0)), name='score_line_points'),
            ),
            migrations.AddConstraint(
                model_name='serviceitem',
                constraint=models.UniqueConstraint(fields=('project', 'number'), name='service_item_once'),
            ),
            migrations.AddIndex(
                model_name='expense',
                index=models.Index(fields=['project', 'state', 'category'], include=('amount',), name='expense_totals'),
            ),
            migrations.AddConstraint(
                model_name='expense',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'checked', 'accepted', 'disallowed'])), name='expense_state'),
            ),
            migrations.AddConstraint(
                model_name='expense',
                constraint=models.UniqueConstraint(condition=models.Q(('state', 'disallowed'), _negated=True), fields=('invoice_number',), name='expense_invoice_once'),
            ),
            migrations.AddConstraint(
                model_name='expense',
                constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('unit_price__gt', 0)), name='expense_amount_positive'),
            ),
            migrations.AddConstraint(
                model_name='expense',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'disallowed'), _negated=True), models.Q(('verdict', ''), _negated=True), _connector='OR'), name='expense_disallowed_with_reason'),
            ),
            migrations.AddConstraint(
                model_name='settlement',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'audited'])), name='settlement_state'),
            ),
            migrations.AddConstraint(
                model_name='settlement',
                constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), ('balance__lte', 0), models.Q(('use', ''), _negated=True), _connector='OR'), name='settlement_balance_has_use'),
            ),
            migrations.AddConstraint(
                model_name='settlementline',
                constraint=models.UniqueConstraint(fields=('settlement', 'category'), name='settlement_line_once'),
            ),
            migrations.AddConstraint(
                model_name='spreadnote',
                constraint=models.UniqueConstraint(fields=('application', 'round'), name='spread_note_once'),
            ),
            migrations.AddConstraint(
                model_name='supplement',
                constraint=models.UniqueConstraint(fields=('contract', 'number'), name='supplement_once'),
            ),
            migrations.AddConstraint(
                model_name='supplement',
                constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='supplement_amount_positive'),
            ),
            migrations.AddConstraint(
                model_name='threshold',
                constraint=models.UniqueConstraint(fields=('organization', 'level', 'category', 'kind', 'valid_from'), name='threshold_once'),
            ),
            migrations.AddConstraint(
                model_name='threshold',
                constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='threshold_amount'),
            ),
        ),
        Together(
            pgtrigger.migrations.AddTrigger(
                model_name='fund',
                trigger=pgtrigger.compiler.Trigger(name='written_by_triggers_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF pg_trigger_depth() < 2 AND (NEW.appropriated IS DISTINCT FROM OLD.appropriated OR NEW.committed IS DISTINCT FROM OLD.committed OR NEW.paid IS DISTINCT FROM OLD.paid) THEN\n                RAISE EXCEPTION '%: totals are kept by triggers', TG_TABLE_NAME\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'written_by_triggers_only';\n            END IF;\n            RETURN NEW;\n        ", hash='119d18016d121c410e02a60d8055ca4891bc92ce', operation='UPDATE', pgid='pgtrigger_written_by_triggers_only_d246b', table='projects_fund', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='instalment',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{applied:checked,applied:held,applied:rejected,approved:held,approved:paid,checked:approved,checked:held,checked:rejected,condition_met:applied,condition_met:held,held:planned,paid:clawed_back,paid:receipted,planned:applied,planned:condition_met,planned:held,receipted:clawed_back,rejected:applied}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='13036d799892c2c31afdaf9624359a81804e2859', operation='UPDATE', pgid='pgtrigger_guarded_states_4bc25', table='projects_instalment', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='ledgerentry',
                trigger=pgtrigger.compiler.Trigger(name='add_to_totals', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    UPDATE projects_fund SET\n        appropriated = appropriated + CASE NEW.kind WHEN 'appropriation' THEN NEW.amount ELSE 0 END,\n        committed = committed + CASE NEW.kind WHEN 'commitment' THEN NEW.amount ELSE 0 END,\n        paid = paid + CASE NEW.kind WHEN 'payment' THEN NEW.amount ELSE 0 END\n    WHERE id = NEW.fund_id AND NEW.kind <> 'expense';\n    UPDATE projects_project SET\n        committed = committed + CASE NEW.kind WHEN 'commitment' THEN NEW.amount ELSE 0 END,\n        paid = paid + CASE NEW.kind WHEN 'payment' THEN NEW.amount ELSE 0 END,\n        spent = spent + CASE NEW.kind WHEN 'expense' THEN NEW.amount ELSE 0 END\n    WHERE id = NEW.project_id;\n    RETURN NULL;\n", hash='afec58ffa66691b015c289a4f98235fcb1d6749d', operation='INSERT', pgid='pgtrigger_add_to_totals_1e672', table='projects_ledgerentry', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='need',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{collected:merged,collected:rejected,collected:verified,in_project:met,in_project:verified,matched:in_project,matched:verified,verified:in_project,verified:matched,verified:merged,verified:rejected,verified:unmet_closed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='01bedc57c254b6a1e0cc580dcdcf7c8f0a07047c', operation='UPDATE', pgid='pgtrigger_guarded_states_f2ae0', table='projects_need', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='project',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{active:change_pending,active:final_review,active:midterm_review,active:suspended,active:terminated,approved:contracting,approved:terminated,audited:archived,change_pending:active,clawback:archived,completed:settling,contracting:signed,contracting:terminated,draft:submitted,final_review:completed,final_review:rectifying,midterm_review:active,midterm_review:rectifying,rectifying:final_review,rectifying:midterm_review,rectifying:terminated,returned:submitted,settling:audited,settling:completed,signed:active,signed:terminated,submitted:approved,submitted:rejected,submitted:returned,suspended:active,suspended:terminated,terminated:archived,terminated:clawback}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='c82312d11c3497a038ea2f4f731a1d9fae465928', operation='UPDATE', pgid='pgtrigger_guarded_states_f7d66', table='projects_project', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='project',
                trigger=pgtrigger.compiler.Trigger(name='score_stands', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."final_score" IS DISTINCT FROM (NEW."final_score") AND OLD."final_score" IS NOT NULL AND NOT (OLD."state" = \'rectifying\'))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='b1dba15786b7738f3490bfc34c438c59f8e9108b', operation='UPDATE', pgid='pgtrigger_score_stands_98707', table='projects_project', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='project',
                trigger=pgtrigger.compiler.Trigger(name='written_by_triggers_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF pg_trigger_depth() < 2 AND (NEW.committed IS DISTINCT FROM OLD.committed OR NEW.paid IS DISTINCT FROM OLD.paid OR NEW.spent IS DISTINCT FROM OLD.spent) THEN\n                RAISE EXCEPTION '%: totals are kept by triggers', TG_TABLE_NAME\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'written_by_triggers_only';\n            END IF;\n            RETURN NEW;\n        ", hash='87e19d0e6ce9ccd3a1013d8292164c5d967a5d73', operation='UPDATE', pgid='pgtrigger_written_by_triggers_only_78d1a', table='projects_project', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='project',
                trigger=pgtrigger.compiler.Trigger(name='archived_stands', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" = \'archived\' AND to_jsonb(OLD) - \'{committed,paid,spent}\'::text[]\n                        IS DISTINCT FROM to_jsonb(NEW) - \'{committed,paid,spent}\'::text[])', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='5f2bd0f61b848ef8a90218b3bb06b1e9b42731f9', operation='UPDATE', pgid='pgtrigger_archived_stands_d731c', table='projects_project', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='bookcheck',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='185ad93946ea7ccd6c890cd344bbf05e19986fe8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7a3ee', table='projects_bookcheck', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='applicationevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fe2987e18f5edf4e4515432d01c96a308f5b176d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_79ee1', table='projects_applicationevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='applicationrevision',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b1c5cea187346f1f585e8ddcb529abe1f5241a3a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f0449', table='projects_applicationrevision', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='archive',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{open:sealed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='0f264dedb52a2709f1d2b7e34e323c439a177591', operation='UPDATE', pgid='pgtrigger_guarded_states_bfcdd', table='projects_archive', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='archiveevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='cfa214cbed500246231a63a7a003c08373714340', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_db57a', table='projects_archiveevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='archiveitem',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d77760741b9965f00274c6cf47dde697023d8db5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_015d2', table='projects_archiveitem', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='archiveitem',
                trigger=pgtrigger.compiler.Trigger(name='sealed_takes_supplements_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF NOT NEW.is_supplement AND EXISTS (\n                        SELECT 1 FROM projects_archive WHERE id = NEW.archive_id AND state = 'sealed'\n                    ) THEN\n                        RAISE EXCEPTION 'archive % is sealed', NEW.archive_id\n                            USING ERRCODE = 'check_violation', CONSTRAINT = 'archive_sealed';\n                    END IF;\n                    RETURN NEW;\n                ", hash='fb177f87d05dfc2cc11d397ddbd5a3a579354b71', operation='INSERT', pgid='pgtrigger_sealed_takes_supplements_only_e3dfb', table='projects_archiveitem', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='budgetruleset',
                trigger=pgtrigger.compiler.Trigger(name='frozen_once_published', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."published_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4dd6dfc974b3f8f53af203b6746e77a67db63d4e', operation='UPDATE OR DELETE', pgid='pgtrigger_frozen_once_published_83bd8', table='projects_budgetruleset', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='budgetrule',
                trigger=pgtrigger.compiler.Trigger(name='frozen_with_version', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (SELECT 1 FROM projects_budgetruleset WHERE id = OLD.rule_set_id AND published_at IS NOT NULL) THEN\n                RAISE EXCEPTION 'Part of a published version in %', TG_TABLE_NAME;\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='7f8a992001e5e149261f119db1dce9cd10c34c5b', operation='UPDATE OR DELETE', pgid='pgtrigger_frozen_with_version_9ce63', table='projects_budgetrule', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='application',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{checking:eligible,checking:ineligible,checking:returned,checking:withdrawn,draft:submitted,draft:withdrawn,eligible:reviewing,eligible:withdrawn,not_selected:reviewing,objection_upheld:reviewing,proposed:publicity,publicity:awarded,publicity:objection_upheld,publicity:reviewing,reserve:not_selected,reserve:proposed,reserve:reviewing,returned:ineligible,returned:submitted,returned:withdrawn,reviewing:not_selected,reviewing:objection_upheld,reviewing:proposed,reviewing:reserve,submitted:checking,submitted:draft,submitted:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='0abe5a9bd1b955837cd6993edf9ac944add03e7f', operation='UPDATE', pgid='pgtrigger_guarded_states_c677b', table='projects_application', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='callevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='13565e1bad79f1a36d0284e6b358a8fd323a4158', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_23d06', table='projects_callevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='change',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{submitted:approved,submitted:filed,submitted:rejected}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='2c5acf8c1215efc2342cd215f32fa75a5aade16a', operation='UPDATE', pgid='pgtrigger_guarded_states_293c7', table='projects_change', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='budgetadjustment',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='00615ae05fda1c9bd134aeb391a8ebe1f1393c35', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_08edd', table='projects_budgetadjustment', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='changeevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3180fd45f72091b5f53f76617a878976a122fed4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_05cbd', table='projects_changeevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='contract',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:signed,registered:expired,registered:terminated,signed:registered,signed:terminated}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='b25ddbb50ae5f797da3136c44c6e227295a0f4b9', operation='UPDATE', pgid='pgtrigger_guarded_states_b351a', table='projects_contract', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='contract',
                trigger=pgtrigger.compiler.Trigger(name='terms_stand_once_signed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IN (\'registered\', \'signed\', \'expired\', \'terminated\') AND (OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."party_a_id" IS DISTINCT FROM (NEW."party_a_id") OR OLD."party_b_id" IS DISTINCT FROM (NEW."party_b_id")))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='cf03125744d85ed2066a1b670659cefe1ffe1ff9', operation='UPDATE', pgid='pgtrigger_terms_stand_once_signed_b6696', table='projects_contract', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='contractevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0dd2a1f30de774506925c2db31afccb5b4735e38', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c3380', table='projects_contractevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='draw',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fec8f0175387067c35e7f7ea0154a3225adaf4ad', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_958e6', table='projects_draw', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='eligibilitycheck',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0991c33ea26cfb69d57e268870cb21d050edd453', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6514e', table='projects_eligibilitycheck', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='expenseevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e21b8991fe881d4cb2e2b28d5686d611aef86683', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9892e', table='projects_expenseevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='experttie',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a2217c3640d441df27e8531c5b5c1a7d20c710f4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b2731', table='projects_experttie', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='manualactual',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{submitted:approved,submitted:returned}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='854aa6449d7a1ed1cba6082dc0b9a76173f60d58', operation='UPDATE', pgid='pgtrigger_guarded_states_1bdb6', table='projects_manualactual', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='manualactualevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='dfa62b908e4e2cf5e03c389eb063e77934109806', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f5db7', table='projects_manualactualevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='needfeedback',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d4716ff53dfb17a3655c627ae16cb1eee4387700', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8ea83', table='projects_needfeedback', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='objectionevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ca2a683bdfe8ac7f4261f9e9d28a5cc55d6e3073', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f401c', table='projects_objectionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='panelist',
                trigger=pgtrigger.compiler.Trigger(name='recusal_stands', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."recused_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='4c1b51f3513dc800d9bd62398e3038db4f596968', operation='UPDATE', pgid='pgtrigger_recusal_stands_c9b06', table='projects_panelist', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='parameter',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b136832dadc158eaae11493656e3f1811b930b4c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4a973', table='projects_parameter', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='plan',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:submitted,submitted:approved,submitted:draft}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='28c55d6f429dc70c7e7972b450e0a45e938ad8f5', operation='UPDATE', pgid='pgtrigger_guarded_states_88406', table='projects_plan', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='planevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4eef6a848511dc7ff80f2e20063b216f990fff22', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a1c37', table='projects_planevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='progressreport',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{planned:failed,planned:submitted,returned:failed,returned:submitted,submitted:accepted,submitted:returned}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='b73b087e04fe5822c58bab90760a259fd0f93018', operation='UPDATE', pgid='pgtrigger_guarded_states_5ad1c', table='projects_progressreport', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='indicatorsnapshot',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='659aa76db22911318beb2148b98901e41457a566', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f7e66', table='projects_indicatorsnapshot', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='progressreportevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='434502b4043e93b6dbb106a6f7916c65785edf51', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_30213', table='projects_progressreportevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='publicity',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{closed:stopped,open:closed,open:stopped}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='5bba8c130f4c497252196bc402abd510d9983305', operation='UPDATE', pgid='pgtrigger_guarded_states_2c1ac', table='projects_publicity', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='objection',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{received:dismissed,received:upheld}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='ec443830b3d55dfc4ef0cbd2df30dcee4db6f2c1', operation='UPDATE', pgid='pgtrigger_guarded_states_3b886', table='projects_objection', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='publicityentry',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c5706bc368c9b822e8ef6fd5ad1755ffaa043255', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b7778', table='projects_publicityentry', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='publicityevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='00c766bf9919887688ece86b941de33e5fb57a7c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_be3bc', table='projects_publicityevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reportcomment',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3503ef5b1cd0c34db0b764837e442aa10aefc0bf', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_72fa0', table='projects_reportcomment', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='rewardscheme',
                trigger=pgtrigger.compiler.Trigger(name='frozen_once_published', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."published_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bb5b1461541d69ee62f270333f6f2b703eaeb4c3', operation='UPDATE OR DELETE', pgid='pgtrigger_frozen_once_published_fc2f6', table='projects_rewardscheme', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='rewardsheet',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{approved:paid,checked:publicity,checked:void,computed:checked,computed:void,publicity:approved,publicity:void}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='dd5e737be2ad6751cf76348a108050c56852a3c2', operation='UPDATE', pgid='pgtrigger_guarded_states_e79dd', table='projects_rewardsheet', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='rewardsheetevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1123408738b115f5ba34f8c2d88c511f8411aef2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0c724', table='projects_rewardsheetevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='scorecard',
                trigger=pgtrigger.compiler.Trigger(name='frozen_once_published', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."published_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='939897c32410facbd2e802a796e21542fd502bae', operation='UPDATE OR DELETE', pgid='pgtrigger_frozen_once_published_de023', table='projects_scorecard', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='call',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{approved:cancelled,approved:published,closed:cancelled,closed:reviewing,draft:approved,draft:cancelled,publicity:cancelled,publicity:done,publicity:reviewing,published:cancelled,published:closed,reviewing:cancelled,reviewing:publicity}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='f82a94627985e0f7b45c34bd613faec55e868f57', operation='UPDATE', pgid='pgtrigger_guarded_states_1ef3a', table='projects_call', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='call',
                trigger=pgtrigger.compiler.Trigger(name='terms_stand', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IN (\'published\', \'closed\', \'reviewing\', \'publicity\', \'done\') AND (OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."scorecard_id" IS DISTINCT FROM (NEW."scorecard_id") OR OLD."rule_set_id" IS DISTINCT FROM (NEW."rule_set_id") OR OLD."fund_id" IS DISTINCT FROM (NEW."fund_id")))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='10a5528617888aa11324d7d5397b5636af26c489', operation='UPDATE', pgid='pgtrigger_terms_stand_8b5fc', table='projects_call', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='scorecarditem',
                trigger=pgtrigger.compiler.Trigger(name='frozen_with_version', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (SELECT 1 FROM projects_scorecard WHERE id = OLD.card_id AND published_at IS NOT NULL) THEN\n                RAISE EXCEPTION 'Part of a published version in %', TG_TABLE_NAME;\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='37888e943c9f2d3ba842f4fc5ec9ee088919f5d5', operation='UPDATE OR DELETE', pgid='pgtrigger_frozen_with_version_dd333', table='projects_scorecarditem', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='scoresheet',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:signed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='af34af5e5885d6130b30207819b1d3137290c21d', operation='UPDATE', pgid='pgtrigger_guarded_states_56049', table='projects_scoresheet', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='scoresheet',
                trigger=pgtrigger.compiler.Trigger(name='frozen_when_signed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" = \'signed\')', func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6ce62664711124ecfe40c77142fb4e8f16d4ebd0', operation='UPDATE OR DELETE', pgid='pgtrigger_frozen_when_signed_9931a', table='projects_scoresheet', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='scoreline',
                trigger=pgtrigger.compiler.Trigger(name='frozen_with_its_sheet', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF EXISTS (\n                        SELECT 1 FROM projects_scoresheet\n                        WHERE id = COALESCE(NEW.sheet_id, OLD.sheet_id) AND state = 'signed'\n                    ) THEN\n                        RAISE EXCEPTION 'sheet is signed'\n                            USING ERRCODE = 'check_violation', CONSTRAINT = 'score_line_frozen';\n                    END IF;\n                    RETURN COALESCE(NEW, OLD);\n                ", hash='1ee98ff2b2e5e83980b406c8086aa45d675365a5', operation='UPDATE OR DELETE OR INSERT', pgid='pgtrigger_frozen_with_its_sheet_4f286', table='projects_scoreline', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='scoresheetevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c1cc1faf9ce660b72d0195fc2f7a437b4cdb30a1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e0d73', table='projects_scoresheetevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='expense',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{checked:accepted,checked:disallowed,draft:submitted,submitted:checked,submitted:disallowed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='46f429997cff36acce5c00d7908501960a0d5234', operation='UPDATE', pgid='pgtrigger_guarded_states_9a929', table='projects_expense', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='expense',
                trigger=pgtrigger.compiler.Trigger(name='amount_stands_once_submitted', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IN (\'submitted\', \'checked\', \'accepted\', \'disallowed\') AND (OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."invoice_number" IS DISTINCT FROM (NEW."invoice_number") OR OLD."line_id" IS DISTINCT FROM (NEW."line_id")))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='748b69461cb8d884bbab859cad184a249961eaa1', operation='UPDATE', pgid='pgtrigger_amount_stands_once_submitted_5cb83', table='projects_expense', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='settlement',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:submitted,submitted:audited,submitted:draft}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='550dfdd39ba12074bcdbe3e491653dadd74e5e8c', operation='UPDATE', pgid='pgtrigger_guarded_states_a84cc', table='projects_settlement', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='settlementevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='68c76ff2a973da17cbbc1978b5b0224d78ae509c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e5e44', table='projects_settlementevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='spreadnote',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c6227e2f5b858964e006a69232af89430322c6c6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b794d', table='projects_spreadnote', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='supplement',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2568d7127de986c15bb5a0574f8ca0fd93093c9e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_fb0b8', table='projects_supplement', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='threshold',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f83676c96559394fe08fce1ef4f150642d202511', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7f1cc', table='projects_threshold', when='BEFORE')),
            ),
        ),
    ]
