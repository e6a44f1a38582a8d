"""What becomes of a performance bond, who published a version of the rules, and an application disqualified after the check."""

import core.clock
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from core.schema import Together


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0007_performance_bond"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            pgtrigger.migrations.RemoveTrigger(
                model_name="application",
                name="guarded_states",
            ),
        ),
        Together(
            migrations.CreateModel(
                name="BondEntry",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[("handed_in", "交存"), ("returned", "退还"), ("called", "扣留")],
                            max_length=20,
                            verbose_name="事项",
                        ),
                    ),
                    (
                        "form",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("guarantee", "金融机构、担保机构保函"),
                                ("cheque", "支票"),
                                ("draft", "汇票"),
                                ("promissory_note", "本票"),
                            ],
                            max_length=20,
                            verbose_name="形式",
                        ),
                    ),
                    ("number", models.CharField(blank=True, max_length=60, verbose_name="保函或票据号码")),
                    ("handed_by", models.CharField(blank=True, max_length=30, verbose_name="交存人")),
                    ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="金额（元）")),
                    ("on", models.DateField(verbose_name="日期")),
                    ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                    ("at", models.DateTimeField(default=core.clock.now, editable=False, verbose_name="登记时间")),
                ],
                options={
                    "verbose_name": "履约保证金登记",
                    "ordering": ["pk"],
                },
            ),
        ),
        Together(
            migrations.AddField(
                model_name="budgetruleset",
                name="published_by",
                field=models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="发布人",
                ),
            ),
            migrations.AddField(
                model_name="rewardscheme",
                name="published_by",
                field=models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="发布人",
                ),
            ),
            migrations.AddField(
                model_name="scorecard",
                name="published_by",
                field=models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="发布人",
                ),
            ),
            migrations.AlterField(
                model_name="parameter",
                name="name",
                field=models.CharField(
                    choices=[
                        ("pass_mark", "合格分数线（分）"),
                        ("publicity_days", "公示期（工作日）"),
                        ("correction_days", "资格补正期（工作日）"),
                        ("rectification_days", "整改期（工作日）"),
                        ("signing_days", "通知书发出至签约（天）"),
                        ("weak_share", "薄弱社区专项额度（%）"),
                        ("community_limit", "同一社区同期项目上限（个）"),
                        ("spread_limit", "评分极差说明线（分）"),
                        ("supplement_share", "补充协议累计上限（%）"),
                        ("transfer_share", "预算调剂备案上限（%）"),
                        ("extension_days", "延期上限（天）"),
                        ("execution_share", "后续拨款执行率下限（%）"),
                        ("behind_points", "进度滞后提示线（百分点）"),
                        ("retention_years", "采购档案保管期限（年）"),
                        ("report_days", "报告提交期限（工作日）"),
                        ("report_grace", "报告逾期宽限（工作日）"),
                        ("payment_days", "收到发票至付款（工作日）"),
                        ("expense_grace_days", "项目结束后可列支天数（天）"),
                        ("final_share_passed", "末期合格可拨末期款（%）"),
                        ("final_share_rectified", "末期整改后合格可拨末期款（%）"),
                        ("final_share_failed", "末期不合格可拨末期款（%）"),
                        ("failed_bar_years", "末期不合格后不得申报（年度）"),
                        ("breach_bar_years", "违约终止后不得申报（年）"),
                        ("bond_return_days", "验收或终止后退还履约保证金（工作日）"),
                        ("summary_days", "活动总结提交期限（天）"),
                        ("summary_photos", "活动总结照片（张，至少）"),
                        ("check_in_days", "场次过后多少天未签到提醒（天）"),
                        ("guardian_age", "报名须监护人同意的年龄（未满，周岁）"),
                        ("volunteer_day_hours", "志愿服务单日时长上限（小时）"),
                        ("star_1_hours", "一星志愿者时长（小时）"),
                        ("star_2_hours", "二星志愿者时长（小时）"),
                        ("star_3_hours", "三星志愿者时长（小时）"),
                        ("star_4_hours", "四星志愿者时长（小时）"),
                        ("star_5_hours", "五星志愿者时长（小时）"),
                        ("star_publicity_days", "星级公示期（工作日）"),
                        ("star_bar_years", "虚报后不得申请星级（年）"),
                        ("large_activity", "大型活动人数（人/场）"),
                        ("medium_activity", "中型活动人数（人/场）"),
                        ("small_activity_hours", "小型活动折算工时（小时/场）"),
                        ("medium_activity_hours", "中型活动折算工时（小时/场）"),
                        ("large_activity_hours", "大型活动折算工时（小时/场）"),
                        ("participant_insurance", "危险活动须为参加者投保（1是，0否）"),
                        ("late_minutes", "迟到宽限（分钟）"),
                        ("early_minutes", "早退宽限（分钟）"),
                        ("online_minutes", "线上停留计入人次（分钟）"),
                        ("trial_mark", "试讲合格分数线（分）"),
                    ],
                    max_length=30,
                    verbose_name="参数",
                ),
            ),
            migrations.AddField(
                model_name="bondentry",
                name="by",
                field=models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="登记人",
                ),
            ),
            migrations.AddField(
                model_name="bondentry",
                name="contract",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="bond_entries",
                    to="projects.contract",
                    verbose_name="合同",
                ),
            ),
            migrations.AddField(
                model_name="bondentry",
                name="file",
                field=models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="projects.contractfile",
                    verbose_name="凭证",
                ),
            ),
        ),
        Together(
            migrations.AddConstraint(
                model_name="bondentry",
                constraint=models.CheckConstraint(
                    condition=models.Q(("kind__in", ["handed_in", "returned", "called"])), name="bond_entry_kind"
                ),
            ),
            migrations.AddConstraint(
                model_name="bondentry",
                constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="bond_entry_positive"),
            ),
            migrations.AddConstraint(
                model_name="bondentry",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("kind", "handed_in"), _negated=True),
                        models.Q(
                            models.Q(("form", ""), _negated=True),
                            models.Q(("number", ""), _negated=True),
                            models.Q(("handed_by", ""), _negated=True),
                            ("file__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="bond_entry_handed_in",
                ),
            ),
            migrations.AddConstraint(
                model_name="bondentry",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("kind", "called"), _negated=True),
                        models.Q(("note", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="bond_entry_called_why",
                ),
            ),
            migrations.AddConstraint(
                model_name="bondentry",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("kind", "handed_in")), fields=("contract",), name="bond_handed_in_once"
                ),
            ),
        ),
        Together(
            pgtrigger.migrations.AddTrigger(
                model_name="application",
                trigger=pgtrigger.compiler.Trigger(
                    name="guarded_states",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        declare="DECLARE _is_valid_transition BOOLEAN;",
                        func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{checking:eligible,checking:ineligible,checking:returned,checking:withdrawn,draft:submitted,draft:withdrawn,eligible:reviewing,eligible:withdrawn,not_selected:reviewing,objection_upheld:reviewing,proposed:ineligible,proposed:publicity,proposed:reviewing,publicity:awarded,publicity:ineligible,publicity:objection_upheld,publicity:reserve,publicity:reviewing,reserve:not_selected,reserve:proposed,reserve:reviewing,returned:ineligible,returned:submitted,returned:withdrawn,reviewing:ineligible,reviewing:not_selected,reviewing:objection_upheld,reviewing:proposed,reviewing:reserve,submitted:checking,submitted:draft,submitted:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                        hash="35421f652c7051ae8fd44494659a15794b86a39f",
                        operation="UPDATE",
                        pgid="pgtrigger_guarded_states_c677b",
                        table="projects_application",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="bondentry",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="ffcdae1a3abe44511634f426e582dda43519945a",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_7e2e9",
                        table="projects_bondentry",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="bondentry",
                trigger=pgtrigger.compiler.Trigger(
                    name="bond_adds_up",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        declare="DECLARE agreed NUMERIC; held NUMERIC;",
                        func="\n    SELECT bond_amount INTO agreed FROM projects_contract WHERE id = NEW.contract_id FOR NO KEY UPDATE;\n    SELECT COALESCE(SUM(CASE WHEN kind = 'handed_in' THEN amount ELSE -amount END), 0) INTO held\n        FROM projects_bondentry WHERE contract_id = NEW.contract_id;\n    IF (NEW.kind = 'handed_in' AND NEW.amount <> agreed) OR (NEW.kind <> 'handed_in' AND NEW.amount > held) THEN\n        RAISE EXCEPTION 'bond of contract % does not add up', NEW.contract_id\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'bond_adds_up';\n    END IF;\n    RETURN NEW;\n",
                        hash="2de1be52dd3cf350a8a4ee7722f1e2f1745ed335",
                        operation="INSERT",
                        pgid="pgtrigger_bond_adds_up_66d35",
                        table="projects_bondentry",
                        when="BEFORE",
                    ),
                ),
            ),
        ),
    ]
