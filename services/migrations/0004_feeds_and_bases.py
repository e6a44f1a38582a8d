"""Personal calendars, bases of coverage, orders that enterprises ask for."""

import core.clock
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import services.models.feed
from django.conf import settings
from django.db import migrations, models

from core.schema import Together


class Migration(migrations.Migration):

    dependencies = [
        ('orgs', '0003_service_delivery'),
        ('services', '0003_service_delivery'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            pgtrigger.migrations.RemoveTrigger(
                model_name='order',
                name='guarded_states',
            ),
            migrations.RemoveConstraint(
                model_name='order',
                name='order_state',
            ),
            migrations.RemoveConstraint(
                model_name='order',
                name='order_scheduled_has_session',
            ),
        ),
        Together(
            migrations.CreateModel(
                name='CalendarFeed',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('token', models.CharField(default=services.models.feed.feed_token, editable=False, max_length=40, unique=True)),
                    ('opened_at', models.DateTimeField(auto_now_add=True, verbose_name='开通时间')),
                    ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='停用时间')),
                ],
                options={
                    'verbose_name': '日历订阅',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='ServiceBase',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField(verbose_name='应服务对象底数（人）')),
                    ('source', models.CharField(help_text='如：社区工会会员名册、街道新就业形态劳动者摸排表', max_length=60, verbose_name='来源')),
                    ('as_of', models.DateField(verbose_name='截至日期')),
                    ('at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='登记时间')),
                ],
                options={
                    'verbose_name': '应服务对象底数',
                    'ordering': ['-as_of', '-pk'],
                },
            ),
        ),
        Together(
            migrations.AddField(
                model_name='order',
                name='phone_verified_at',
                field=models.DateTimeField(editable=False, null=True, verbose_name='手机号验证时间'),
            ),
            migrations.AlterField(
                model_name='order',
                name='created_by',
                field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='点单人'),
            ),
            migrations.AlterField(
                model_name='order',
                name='state',
                field=models.CharField(choices=[('requested', '待核实'), ('submitted', '待安排'), ('scheduled', '已排期'), ('dispatched', '已派单'), ('done', '已完成'), ('feedback', '已评价'), ('rejected', '未受理'), ('cancelled', '已取消')], default='submitted', editable=False, max_length=20, verbose_name='状态'),
            ),
            migrations.AddField(
                model_name='calendarfeed',
                name='person',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calendar_feeds', to='orgs.person', verbose_name='人员'),
            ),
            migrations.AddField(
                model_name='servicebase',
                name='by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
            ),
            migrations.AddField(
                model_name='servicebase',
                name='organization',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='service_bases', to='orgs.organization', verbose_name='组织（地区）'),
            ),
        ),
        Together(
            migrations.AddConstraint(
                model_name='order',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['requested', 'submitted', 'scheduled', 'dispatched', 'done', 'feedback', 'rejected', 'cancelled'])), name='order_state'),
            ),
            migrations.AddConstraint(
                model_name='order',
                constraint=models.CheckConstraint(condition=models.Q(('session__isnull', False), ('state__in', ('requested', 'submitted', 'rejected', 'cancelled')), _connector='OR'), name='order_scheduled_has_session'),
            ),
            migrations.AddConstraint(
                model_name='order',
                constraint=models.CheckConstraint(condition=models.Q(('created_by__isnull', False), models.Q(('phone_verified_at__isnull', False), ('state__in', ('requested', 'rejected', 'cancelled'))), _connector='OR'), name='order_placed_by_somebody'),
            ),
            migrations.AddIndex(
                model_name='calendarfeed',
                index=models.Index(condition=models.Q(('closed_at', None)), fields=['person'], name='calendar_feed_live'),
            ),
            migrations.AddConstraint(
                model_name='servicebase',
                constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1), models.Q(('source', ''), _negated=True)), name='service_base_with_source'),
            ),
        ),
        Together(
            pgtrigger.migrations.AddTrigger(
                model_name='order',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{dispatched:cancelled,dispatched:done,dispatched:scheduled,done:feedback,requested:cancelled,requested:rejected,requested:submitted,scheduled:cancelled,scheduled:dispatched,scheduled:scheduled,submitted:cancelled,submitted:rejected,submitted:scheduled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='10b680fe4d967d3e71595b510446132315118a7b', operation='UPDATE', pgid='pgtrigger_guarded_states_a1f70', table='services_order', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='calendarfeed',
                trigger=pgtrigger.compiler.Trigger(name='follow_merged_person', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NEW.person_id IS NOT NULL THEN\n        SELECT COALESCE(merged_into_id, id) INTO NEW.person_id FROM orgs_person WHERE id = NEW.person_id FOR KEY SHARE;\n        IF NOT FOUND THEN\n            RAISE EXCEPTION 'no such person' USING ERRCODE = 'foreign_key_violation';\n        END IF;\n    END IF;\n    RETURN NEW;\n", hash='499c81633699aa0f055c5ab2d62c364eb55a8940', operation='INSERT', pgid='pgtrigger_follow_merged_person_4d913', table='services_calendarfeed', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='servicebase',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='809075f69ec059d4fb28a9fabb7af0b413bd739d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_89dcc', table='services_servicebase', when='BEFORE')),
            ),
        ),
    ]
