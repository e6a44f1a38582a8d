"""A finished report keeps its figures beside the recount."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


from core.schema import Together


class Migration(migrations.Migration):

    dependencies = [
        ('orgs', '0003_service_delivery'),
        ('reports', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            migrations.AddField(
                model_name='reportrun',
                name='snapshot',
                field=models.JSONField(editable=False, null=True, verbose_name='快照'),
            ),
            migrations.AddField(
                model_name='reportrun',
                name='taken_at',
                field=models.DateTimeField(editable=False, null=True, verbose_name='取数时点'),
            ),
        ),
        migrations.AddIndex(
            model_name='reportrun',
            index=models.Index(fields=['organization', 'month'], name='report_run_month'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportrun',
            trigger=pgtrigger.compiler.Trigger(name='snapshot_stands', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF OLD.snapshot IS NOT NULL\n        AND (NEW.snapshot IS DISTINCT FROM OLD.snapshot OR NEW.taken_at IS DISTINCT FROM OLD.taken_at)\n    THEN\n        RAISE EXCEPTION 'the figures of a finished report stand';\n    END IF;\n    RETURN NEW;\n", hash='a09403eb879f9a67f4b34da19ca06cf45c3817a6', operation='UPDATE', pgid='pgtrigger_snapshot_stands_44cb3', table='reports_reportrun', when='BEFORE')),
        ),
    ]
