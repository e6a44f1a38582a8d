"""Midterm reviews, rectifications and samples of evidence."""

import core.clock
import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from core.schema import Together


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0002_initial'),
        ('projects', '0002_output_becomes_indicator'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            migrations.CreateModel(
                name='EvidenceSample',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('seed', models.CharField(max_length=32, verbose_name='随机种子')),
                    ('session_pks', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='抽中的场次')),
                    ('sessions_total', models.PositiveIntegerField(verbose_name='场次总数')),
                    ('expense_pks', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='抽中的凭证')),
                    ('expenses_total', models.PositiveIntegerField(verbose_name='凭证总数')),
                    ('at', models.DateTimeField(default=core.clock.now, verbose_name='抽取时间')),
                ],
                options={
                    'verbose_name': '证据样本',
                },
            ),
            migrations.CreateModel(
                name='Rectification',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('problem', models.TextField(max_length=2000, verbose_name='问题')),
                    ('basis', models.TextField(max_length=1000, verbose_name='依据')),
                    ('due_on', models.DateField(verbose_name='整改期限')),
                    ('reply', models.TextField(blank=True, editable=False, max_length=2000, verbose_name='整改情况')),
                    ('conclusion', models.TextField(blank=True, editable=False, max_length=1000, verbose_name='复核结论')),
                    ('ordered_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='下达时间')),
                    ('state', models.CharField(choices=[('open', '待整改'), ('submitted', '待复核'), ('closed', '已整改')], default='open', editable=False, max_length=20, verbose_name='状态')),
                ],
                options={
                    'verbose_name': '整改单',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='RectificationEvent',
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
                name='RectificationFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('file', models.FileField(upload_to='files/%Y/%m/', verbose_name='文件')),
                    ('name', models.CharField(max_length=120, verbose_name='文件名')),
                    ('size', models.PositiveBigIntegerField(editable=False, verbose_name='大小（字节）')),
                    ('sha256', models.CharField(editable=False, max_length=64, verbose_name='校验值')),
                    ('uploaded_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='上传时间')),
                ],
                options={
                    'verbose_name': '整改证据',
                    'ordering': ['pk'],
                    'abstract': False,
                },
            ),
            migrations.AlterModelOptions(
                name='evaluation',
                options={'ordering': ['-pk'], 'verbose_name': '项目评估'},
            ),
        ),
        migrations.RemoveConstraint(
            model_name='evaluation',
            name='evaluation_live_once',
        ),
        Together(
            migrations.AddField(
                model_name='evaluation',
                name='round',
                field=models.PositiveSmallIntegerField(default=1, editable=False, verbose_name='轮次'),
            ),
            migrations.AddField(
                model_name='evaluation',
                name='stage',
                field=models.CharField(choices=[('midterm', '中期评估'), ('final', '末期评估')], default='final', editable=False, max_length=10, verbose_name='阶段'),
            ),
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('project', 'stage', 'round'), name='evaluation_live_once'),
        ),
        Together(
            migrations.AddField(
                model_name='evidencesample',
                name='evaluation',
                field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='sample', to='evaluations.evaluation', verbose_name='评估'),
            ),
            migrations.AddField(
                model_name='rectification',
                name='evaluation',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='rectifications', to='evaluations.evaluation', verbose_name='评估'),
            ),
            migrations.AddField(
                model_name='rectification',
                name='ordered_by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='下达人'),
            ),
            migrations.AddField(
                model_name='rectification',
                name='project',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='rectifications', to='projects.project', verbose_name='项目'),
            ),
            migrations.AddField(
                model_name='rectification',
                name='responsible',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rectifications', to=settings.AUTH_USER_MODEL, verbose_name='责任人'),
            ),
            migrations.AddField(
                model_name='rectification',
                name='reviewed_by',
                field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='复核人'),
            ),
            migrations.AddField(
                model_name='rectificationevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='rectificationevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='evaluations.rectification'),
            ),
            migrations.AddField(
                model_name='rectificationfile',
                name='rectification',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='evaluations.rectification'),
            ),
            migrations.AddField(
                model_name='rectificationfile',
                name='uploaded_by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人'),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidencesample',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='56f7ebc14eb37ea45b65f1cd743c4dbdda7d690e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3f25a', table='evaluations_evidencesample', when='BEFORE')),
        ),
        Together(
            migrations.AddConstraint(
                model_name='rectification',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'submitted', 'closed'])), name='rectification_state'),
            ),
            migrations.AddConstraint(
                model_name='rectification',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), models.Q(('conclusion', ''), _negated=True), _connector='OR'), name='rectification_concluded'),
            ),
            migrations.AddConstraint(
                model_name='rectification',
                constraint=models.CheckConstraint(condition=models.Q(('state', 'open'), models.Q(('reply', ''), _negated=True), _connector='OR'), name='rectification_replied'),
            ),
        ),
        Together(
            pgtrigger.migrations.AddTrigger(
                model_name='rectification',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{open:submitted,submitted:closed,submitted:open}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='9395785195bea62bf33ab6a54398e2bbc913a3d3', operation='UPDATE', pgid='pgtrigger_guarded_states_359ce', table='evaluations_rectification', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='rectificationevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='75af94442384d2501f81f6fa599bee9edcc0f262', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_47d27', table='evaluations_rectificationevent', when='BEFORE')),
            ),
        ),
    ]
