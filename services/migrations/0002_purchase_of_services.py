"""Activities name what was promised; lists and limits read what each session came to instead of counting again."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from core.schema import Together


COUNT_WHAT_IS_THERE = """
    UPDATE services_session session SET person_times = came.times, named_times = came.named
    FROM (SELECT session_id, sum(headcount) AS times, count(person_id) AS named
          FROM services_attendance WHERE role = 'participant' GROUP BY session_id) came
    WHERE came.session_id = session.id;
    UPDATE services_session session SET registered = live.number
    FROM (SELECT session_id, count(*) AS number
          FROM services_registration WHERE "state" = 'registered' GROUP BY session_id) live
    WHERE live.session_id = session.id;
    SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('orgs', '0002_purchase_of_services'),
        ('projects', '0003_purchase_of_services'),
        ('services', '0001_initial'),
    ]

    operations = [
        Together(
            migrations.AddField(
                model_name='activity',
                name='service_item',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='projects.serviceitem', verbose_name='对应服务内容'),
            ),
            migrations.AddField(
                model_name='session',
                name='named_times',
                field=models.IntegerField(default=0, editable=False, verbose_name='实名人次'),
            ),
            migrations.AddField(
                model_name='session',
                name='person_times',
                field=models.IntegerField(default=0, editable=False, verbose_name='签到人次'),
            ),
            migrations.AddField(
                model_name='session',
                name='registered',
                field=models.PositiveIntegerField(default=0, editable=False, verbose_name='报名'),
            ),
        ),
        migrations.RunSQL(COUNT_WHAT_IS_THERE, migrations.RunSQL.noop),
        Together(
            pgtrigger.migrations.AddTrigger(
                model_name='attendance',
                trigger=pgtrigger.compiler.Trigger(name='add_to_session', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NEW.role = 'participant' THEN\n        UPDATE services_session SET\n            person_times = person_times + NEW.headcount,\n            named_times = named_times + CASE WHEN NEW.person_id IS NULL THEN 0 ELSE 1 END\n        WHERE id = NEW.session_id;\n    END IF;\n    RETURN NULL;\n", hash='76adf78fe8ba91dc6878f638092977bb6c0bf0a5', operation='INSERT', pgid='pgtrigger_add_to_session_99104', table='services_attendance', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='registration',
                trigger=pgtrigger.compiler.Trigger(name='count_places', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    IF TG_OP <> \'INSERT\' AND OLD."state" = \'registered\' THEN\n        UPDATE services_session SET registered = registered - 1 WHERE id = OLD.session_id;\n    END IF;\n    IF TG_OP <> \'DELETE\' AND NEW."state" = \'registered\' THEN\n        UPDATE services_session SET registered = registered + 1 WHERE id = NEW.session_id;\n    END IF;\n    RETURN NULL;\n', hash='910dad8185c09c483386ee815c4419e7877ce59b', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_count_places_246bc', table='services_registration', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='session',
                trigger=pgtrigger.compiler.Trigger(name='written_by_triggers_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF pg_trigger_depth() < 2 AND (NEW.registered IS DISTINCT FROM OLD.registered OR NEW.person_times IS DISTINCT FROM OLD.person_times OR NEW.named_times IS DISTINCT FROM OLD.named_times) THEN\n                RAISE EXCEPTION '%: totals are kept by triggers', TG_TABLE_NAME\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'written_by_triggers_only';\n            END IF;\n            RETURN NEW;\n        ", hash='97e300abba6a2d41bf940266e26f208968e66fbe', operation='UPDATE', pgid='pgtrigger_written_by_triggers_only_8ed20', table='services_session', when='BEFORE')),
            ),
        ),
        Together(
            migrations.AddConstraint(
                model_name='session',
                constraint=models.CheckConstraint(condition=models.Q(('registered__lte', models.F('capacity'))), name='session_not_overbooked'),
            ),
            migrations.AddConstraint(
                model_name='session',
                constraint=models.CheckConstraint(condition=models.Q(('person_times__gte', models.F('named_times'))), name='session_named_times'),
            ),
        ),
    ]
