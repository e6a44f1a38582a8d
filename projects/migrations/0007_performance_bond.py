"""Performance bonds, void contracts, reserves that take a place, two more parameters of the rule centre."""

import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from core.schema import Together


class Migration(migrations.Migration):

    dependencies = [
        ('orgs', '0003_service_delivery'),
        ('projects', '0006_service_delivery'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            pgtrigger.migrations.RemoveTrigger(
                model_name='application',
                name='guarded_states',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='call',
                name='guarded_states',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='contract',
                name='guarded_states',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='contract',
                name='terms_stand_once_signed',
            ),
            migrations.RemoveConstraint(
                model_name='contract',
                name='contract_state',
            ),
            migrations.RemoveConstraint(
                model_name='contract',
                name='contract_signed_on',
            ),
        ),
        Together(
            migrations.AddField(
                model_name='contract',
                name='bond_amount',
                field=models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='履约保证金（元）'),
            ),
            migrations.AddField(
                model_name='contract',
                name='bond_form',
                field=models.CharField(blank=True, choices=[('guarantee', '金融机构、担保机构保函'), ('cheque', '支票'), ('draft', '汇票'), ('promissory_note', '本票')], max_length=20, verbose_name='履约保证金形式'),
            ),
            migrations.AddField(
                model_name='contract',
                name='bond_return',
                field=models.CharField(blank=True, max_length=200, verbose_name='履约保证金退还约定'),
            ),
            migrations.AlterField(
                model_name='contract',
                name='state',
                field=models.CharField(choices=[('draft', '起草中'), ('signed', '已签署'), ('registered', '已登记'), ('expired', '已到期'), ('terminated', '已终止'), ('void', '已作废')], default='draft', editable=False, max_length=20, verbose_name='状态'),
            ),
            migrations.AlterField(
                model_name='parameter',
                name='name',
                field=models.CharField(choices=[('pass_mark', '合格分数线（分）'), ('publicity_days', '公示期（工作日）'), ('correction_days', '资格补正期（工作日）'), ('rectification_days', '整改期（工作日）'), ('signing_days', '通知书发出至签约（天）'), ('weak_share', '薄弱社区专项额度（%）'), ('community_limit', '同一社区同期项目上限（个）'), ('spread_limit', '评分极差说明线（分）'), ('supplement_share', '补充协议累计上限（%）'), ('transfer_share', '预算调剂备案上限（%）'), ('extension_days', '延期上限（天）'), ('execution_share', '后续拨款执行率下限（%）'), ('behind_points', '进度滞后提示线（百分点）'), ('retention_years', '采购档案保管期限（年）'), ('report_days', '报告提交期限（工作日）'), ('report_grace', '报告逾期宽限（工作日）'), ('payment_days', '收到发票至付款（工作日）'), ('expense_grace_days', '项目结束后可列支天数（天）'), ('final_share_passed', '末期合格可拨末期款（%）'), ('final_share_rectified', '末期整改后合格可拨末期款（%）'), ('final_share_failed', '末期不合格可拨末期款（%）'), ('failed_bar_years', '末期不合格后不得申报（年度）'), ('breach_bar_years', '违约终止后不得申报（年）'), ('summary_days', '活动总结提交期限（天）'), ('summary_photos', '活动总结照片（张，至少）'), ('check_in_days', '场次过后多少天未签到提醒（天）'), ('guardian_age', '报名须监护人同意的年龄（未满，周岁）'), ('volunteer_day_hours', '志愿服务单日时长上限（小时）'), ('star_1_hours', '一星志愿者时长（小时）'), ('star_2_hours', '二星志愿者时长（小时）'), ('star_3_hours', '三星志愿者时长（小时）'), ('star_4_hours', '四星志愿者时长（小时）'), ('star_5_hours', '五星志愿者时长（小时）'), ('star_publicity_days', '星级公示期（工作日）'), ('star_bar_years', '虚报后不得申请星级（年）'), ('large_activity', '大型活动人数（人/场）'), ('medium_activity', '中型活动人数（人/场）'), ('small_activity_hours', '小型活动折算工时（小时/场）'), ('medium_activity_hours', '中型活动折算工时（小时/场）'), ('large_activity_hours', '大型活动折算工时（小时/场）'), ('participant_insurance', '危险活动须为参加者投保（1是，0否）'), ('late_minutes', '迟到宽限（分钟）'), ('early_minutes', '早退宽限（分钟）'), ('online_minutes', '线上停留计入人次（分钟）'), ('trial_mark', '试讲合格分数线（分）')], max_length=30, verbose_name='参数'),
            ),
        ),
        Together(
            migrations.AddConstraint(
                model_name='contract',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'signed', 'registered', 'expired', 'terminated', 'void'])), name='contract_state'),
            ),
            migrations.AddConstraint(
                model_name='contract',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'void')), ('signed_on__isnull', False), _connector='OR'), name='contract_signed_on'),
            ),
            migrations.AddConstraint(
                model_name='contract',
                constraint=models.CheckConstraint(condition=models.Q(('bond_amount__gte', 0), ('bond_amount__lte', django.db.models.expressions.CombinedExpression(models.F('amount'), '*', models.Value(Decimal('0.1'))))), name='contract_bond'),
            ),
            migrations.AddConstraint(
                model_name='contract',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('bond_amount', 0), ('bond_form', '')), models.Q(('bond_amount__gt', 0), models.Q(('bond_form', ''), _negated=True)), _connector='OR'), name='contract_bond_form'),
            ),
        ),
        Together(
            pgtrigger.migrations.AddTrigger(
                model_name='application',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{checking:eligible,checking:ineligible,checking:returned,checking:withdrawn,draft:submitted,draft:withdrawn,eligible:reviewing,eligible:withdrawn,not_selected:reviewing,objection_upheld:reviewing,proposed:publicity,publicity:awarded,publicity:objection_upheld,publicity:reserve,publicity:reviewing,reserve:not_selected,reserve:proposed,reserve:reviewing,returned:ineligible,returned:submitted,returned:withdrawn,reviewing:not_selected,reviewing:objection_upheld,reviewing:proposed,reviewing:reserve,submitted:checking,submitted:draft,submitted:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='8c8d402dace8490ce34b9a8225a84ada9da85700', operation='UPDATE', pgid='pgtrigger_guarded_states_c677b', table='projects_application', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='call',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{approved:cancelled,approved:published,closed:cancelled,closed:reviewing,done:publicity,draft:approved,draft:cancelled,publicity:cancelled,publicity:done,publicity:reviewing,published:cancelled,published:closed,reviewing:cancelled,reviewing:publicity}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='056b8ff575aae56b332011c7a161c708aaf630e3', operation='UPDATE', pgid='pgtrigger_guarded_states_1ef3a', table='projects_call', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='contract',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:signed,draft:void,registered:expired,registered:terminated,signed:registered,signed:terminated}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='4f29520ce3d59814f5ba2193578dadac1cd93d1e', operation='UPDATE', pgid='pgtrigger_guarded_states_b351a', table='projects_contract', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='contract',
                trigger=pgtrigger.compiler.Trigger(name='terms_stand_once_signed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IN (\'registered\', \'signed\', \'expired\', \'terminated\') AND (OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."bond_amount" IS DISTINCT FROM (NEW."bond_amount") OR OLD."bond_form" IS DISTINCT FROM (NEW."bond_form") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."party_a_id" IS DISTINCT FROM (NEW."party_a_id") OR OLD."party_b_id" IS DISTINCT FROM (NEW."party_b_id")))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='80cd46749cf05245b0581103c6a2d77565e8d3e3', operation='UPDATE', pgid='pgtrigger_terms_stand_once_signed_b6696', table='projects_contract', when='BEFORE')),
            ),
        ),
    ]
