"""Venues; two rows of the registry that are one person become one."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


from core.schema import Together


class Migration(migrations.Migration):

    dependencies = [
        ('orgs', '0002_purchase_of_services'),
    ]

    operations = [
        Together(
            migrations.CreateModel(
                name='Venue',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, verbose_name='阵地名称')),
                    ('kind', models.CharField(choices=[('home', '职工之家'), ('rest', '户外劳动者驿站'), ('reading', '职工书屋'), ('mediation', '调解室'), ('psychology', '心理室'), ('social_work', '社工室'), ('hall', '活动场馆'), ('outdoor', '室外场地')], max_length=20, verbose_name='类型')),
                    ('address', models.CharField(blank=True, max_length=120, verbose_name='地址')),
                    ('area', models.PositiveIntegerField(blank=True, null=True, verbose_name='面积（平方米）')),
                    ('capacity', models.PositiveIntegerField(blank=True, null=True, verbose_name='容纳人数')),
                    ('opening_hours', models.CharField(blank=True, help_text='如：周一至周五 9:00–17:00', max_length=120, verbose_name='开放时间')),
                    ('phone', models.CharField(blank=True, help_text='显示在社区公开页', max_length=20, verbose_name='对外电话')),
                    ('facilities', models.CharField(blank=True, max_length=200, verbose_name='设施')),
                    ('is_accessible', models.BooleanField(default=False, verbose_name='无障碍')),
                    ('is_open', models.BooleanField(default=True, verbose_name='对外开放')),
                    ('latitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name='纬度')),
                    ('longitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name='经度')),
                    ('radius', models.PositiveIntegerField(default=300, verbose_name='签到范围（米）')),
                ],
                options={
                    'verbose_name': '阵地',
                    'ordering': ['organization', 'name'],
                },
            ),
            migrations.CreateModel(
                name='VenueEvent',
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
        ),
        Together(
            migrations.AddField(
                model_name='person',
                name='merged_into',
                field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='orgs.person', verbose_name='并入'),
            ),
            migrations.AddField(
                model_name='venue',
                name='organization',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='venues', to='orgs.organization', verbose_name='所属组织'),
            ),
            migrations.AddField(
                model_name='venueevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='venueevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='orgs.venue'),
            ),
        ),
        Together(
            migrations.AddConstraint(
                model_name='person',
                constraint=models.CheckConstraint(condition=models.Q(('merged_into', models.F('pk')), _negated=True), name='person_not_merged_into_itself'),
            ),
            migrations.AddConstraint(
                model_name='venue',
                constraint=models.UniqueConstraint(fields=('organization', 'name'), name='venue_name_once'),
            ),
            migrations.AddConstraint(
                model_name='venue',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__gte', -90), ('latitude__lte', 90), ('longitude__gte', -180), ('longitude__lte', 180)), _connector='OR'), name='venue_coordinates'),
            ),
        ),
        Together(
            pgtrigger.migrations.AddTrigger(
                model_name='personorganization',
                trigger=pgtrigger.compiler.Trigger(name='follow_merged_person', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NEW.person_id IS NOT NULL THEN\n        SELECT COALESCE(merged_into_id, id) INTO NEW.person_id FROM orgs_person WHERE id = NEW.person_id FOR KEY SHARE;\n        IF NOT FOUND THEN\n            RAISE EXCEPTION 'no such person' USING ERRCODE = 'foreign_key_violation';\n        END IF;\n    END IF;\n    RETURN NEW;\n", hash='07801be289ca0e4a99ce7ec6d77355c26d5414af', operation='INSERT', pgid='pgtrigger_follow_merged_person_89950', table='orgs_personorganization', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='venueevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='616ac2a02e185ac4f1fe95549226811da07875be', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c7361', table='orgs_venueevent', when='BEFORE')),
            ),
        ),
    ]
