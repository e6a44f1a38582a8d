"""Needs from public pages and activities; an accepted voucher can be reversed."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


from core.schema import Together


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0005_newest_first'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='expense',
            name='guarded_states',
        ),
        Together(
            migrations.AlterField(
                model_name='need',
                name='raised_by',
                field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='needs', to=settings.AUTH_USER_MODEL, verbose_name='提出人'),
            ),
            migrations.AlterField(
                model_name='need',
                name='source',
                field=models.CharField(choices=[('survey', '问卷调查'), ('visit', '走访'), ('hotline', '热线'), ('meeting', '联席会议'), ('resident', '职工居民提出'), ('activity', '活动跟进')], default='visit', max_length=20, verbose_name='来源'),
            ),
            migrations.AlterField(
                model_name='parameter',
                name='name',
                field=models.CharField(choices=[('pass_mark', '合格分数线（分）'), ('publicity_days', '公示期（工作日）'), ('correction_days', '资格补正期（工作日）'), ('rectification_days', '整改期（工作日）'), ('signing_days', '通知书发出至签约（天）'), ('weak_share', '薄弱社区专项额度（%）'), ('community_limit', '同一社区同期项目上限（个）'), ('spread_limit', '评分极差说明线（分）'), ('supplement_share', '补充协议累计上限（%）'), ('transfer_share', '预算调剂备案上限（%）'), ('extension_days', '延期上限（天）'), ('execution_share', '后续拨款执行率下限（%）'), ('behind_points', '进度滞后提示线（百分点）'), ('retention_years', '采购档案保管期限（年）'), ('report_days', '报告提交期限（工作日）'), ('report_grace', '报告逾期宽限（工作日）'), ('payment_days', '收到发票至付款（工作日）'), ('expense_grace_days', '项目结束后可列支天数（天）'), ('final_share_passed', '末期合格可拨末期款（%）'), ('final_share_rectified', '末期整改后合格可拨末期款（%）'), ('final_share_failed', '末期不合格可拨末期款（%）'), ('summary_days', '活动总结提交期限（天）'), ('summary_photos', '活动总结照片（张，至少）'), ('check_in_days', '场次过后多少天未签到提醒（天）'), ('guardian_age', '报名须监护人同意的年龄（未满，周岁）'), ('volunteer_day_hours', '志愿服务单日时长上限（小时）'), ('star_1_hours', '一星志愿者时长（小时）'), ('star_2_hours', '二星志愿者时长（小时）'), ('star_3_hours', '三星志愿者时长（小时）'), ('star_4_hours', '四星志愿者时长（小时）'), ('star_5_hours', '五星志愿者时长（小时）'), ('star_publicity_days', '星级公示期（工作日）'), ('star_bar_years', '虚报后不得申请星级（年）'), ('large_activity', '大型活动人数（人/场）'), ('medium_activity', '中型活动人数（人/场）'), ('small_activity_hours', '小型活动折算工时（小时/场）'), ('medium_activity_hours', '中型活动折算工时（小时/场）'), ('large_activity_hours', '大型活动折算工时（小时/场）'), ('participant_insurance', '危险活动须为参加者投保（1是，0否）'), ('late_minutes', '迟到宽限（分钟）'), ('early_minutes', '早退宽限（分钟）'), ('online_minutes', '线上停留计入人次（分钟）'), ('trial_mark', '试讲合格分数线（分）')], max_length=30, verbose_name='参数'),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='expense',
            trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{accepted:disallowed,checked:accepted,checked:disallowed,draft:submitted,submitted:checked,submitted:disallowed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='56cac7844b10bf0c9fc0e7c74abf54148276615c', operation='UPDATE', pgid='pgtrigger_guarded_states_9a929', table='projects_expense', when='BEFORE')),
        ),
    ]
