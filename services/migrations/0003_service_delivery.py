"""Plans, series, waiting lists, check-in at the door, summaries, certificates, volunteers and their hours, call-outs."""

import core.clock
import core.crypto
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
import services.models.activity
import services.models.certificate
import services.models.periods
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


from core.schema import Together


RECORDED_WHEN_IT_HAPPENED = """
    UPDATE services_attendance SET recorded_at = at, original_id = reverses_id;
    SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('orgs', '0003_service_delivery'),
        ('projects', '0006_service_delivery'),
        ('services', '0002_purchase_of_services'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            pgtrigger.migrations.RemoveTrigger(
                model_name='activity',
                name='guarded_states',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='attendance',
                name='append_only',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='attendance',
                name='add_to_session',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='registration',
                name='guarded_states',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='registration',
                name='count_places',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='session',
                name='guarded_states',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='session',
                name='written_by_triggers_only',
            ),
            migrations.RemoveConstraint(
                model_name='activity',
                name='activity_state',
            ),
            migrations.RemoveConstraint(
                model_name='attendance',
                name='attendance_named_or_headcount',
            ),
            migrations.RemoveConstraint(
                model_name='registration',
                name='registration_state',
            ),
            migrations.RemoveConstraint(
                model_name='registration',
                name='registration_live_once',
            ),
            migrations.RemoveConstraint(
                model_name='session',
                name='session_state',
            ),
            migrations.RemoveConstraint(
                model_name='session',
                name='session_not_overbooked',
            ),
        ),
        Together(
            migrations.CreateModel(
                name='ActivityPlan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('materials', models.TextField(blank=True, max_length=1000, verbose_name='物资')),
                    ('publicity', models.TextField(blank=True, max_length=1000, verbose_name='宣传')),
                    ('weather_plan', models.TextField(blank=True, max_length=1000, verbose_name='天气预案')),
                    ('safety_plan', models.TextField(blank=True, max_length=2000, verbose_name='安全应急预案')),
                    ('party_duties', models.TextField(blank=True, max_length=500, verbose_name='党组织')),
                    ('union_duties', models.TextField(blank=True, max_length=500, verbose_name='工会')),
                    ('worker_duties', models.TextField(blank=True, max_length=500, verbose_name='社工')),
                    ('volunteer_duties', models.TextField(blank=True, max_length=500, verbose_name='志愿者')),
                ],
                options={
                    'verbose_name': '策划书',
                },
            ),
            migrations.CreateModel(
                name='CallOut',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(editable=False, max_length=20, unique=True, verbose_name='编号')),
                    ('kind', models.CharField(choices=[('water', '水域救援'), ('search', '搜寻走失'), ('mountain', '山地救援'), ('flood', '防汛抗台'), ('traffic', '交通事故'), ('medical', '医疗救护'), ('guard', '活动保障'), ('other', '其他')], max_length=20, verbose_name='类型')),
                    ('place', models.CharField(max_length=60, verbose_name='事发地点')),
                    ('alarm_at', models.DateTimeField(verbose_name='接警时间')),
                    ('departed_at', models.DateTimeField(blank=True, null=True, verbose_name='出动时间')),
                    ('arrived_at', models.DateTimeField(blank=True, null=True, verbose_name='到场时间')),
                    ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='撤收时间')),
                    ('cause', models.TextField(max_length=500, verbose_name='警情')),
                    ('people', models.PositiveIntegerField(default=0, verbose_name='出动人数')),
                    ('equipment', models.CharField(blank=True, max_length=200, verbose_name='携带装备')),
                    ('helped', models.PositiveIntegerField(default=0, verbose_name='救助人数')),
                    ('result', models.TextField(blank=True, help_text='请勿写被救助人的姓名等个人信息', max_length=1000, verbose_name='成果')),
                    ('state', models.CharField(choices=[('open', '响应中'), ('reported', '已撤收'), ('confirmed', '已核定')], default='open', editable=False, max_length=20, verbose_name='状态')),
                ],
                options={
                    'verbose_name': '应急响应',
                    'ordering': ['-alarm_at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='CallOutEvent',
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
                name='CatalogueItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, verbose_name='服务名称')),
                    ('kind', models.CharField(choices=[('lecture', '讲座'), ('psychology', '心理讲座'), ('performance', '文艺快闪'), ('clinic', '义诊'), ('convenience', '便民服务'), ('sport', '文体赛事'), ('matchmaking', '联谊交友'), ('law', '普法咨询'), ('drill', '应急演练'), ('training', '技能培训'), ('childcare', '子女托管')], max_length=20, verbose_name='形式')),
                    ('description', models.TextField(blank=True, max_length=1000, verbose_name='服务介绍')),
                    ('minutes', models.PositiveIntegerField(verbose_name='时长（分钟）')),
                    ('people_min', models.PositiveIntegerField(default=1, verbose_name='最少人数')),
                    ('people_max', models.PositiveIntegerField(verbose_name='最多人数')),
                    ('is_open', models.BooleanField(default=True, verbose_name='接受点单')),
                ],
                options={
                    'verbose_name': '服务目录',
                    'ordering': ['-is_open', 'name', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='CatalogueItemEvent',
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
                name='Certificate',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('attendance', '参加证明'), ('volunteer', '志愿服务记录证明')], max_length=20, verbose_name='种类')),
                    ('number', models.CharField(blank=True, editable=False, max_length=20, null=True, unique=True, verbose_name='编号')),
                    ('token', models.CharField(default=services.models.certificate.certificate_token, editable=False, max_length=40, unique=True)),
                    ('name', models.CharField(max_length=60, verbose_name='姓名')),
                    ('starts_on', models.DateField(verbose_name='起始日期')),
                    ('ends_on', models.DateField(verbose_name='截止日期')),
                    ('hours', models.DecimalField(blank=True, decimal_places=1, max_digits=8, null=True, verbose_name='时长（小时）')),
                    ('lines', models.JSONField(default=list, verbose_name='明细')),
                    ('issued_on', models.DateField(blank=True, editable=False, null=True, verbose_name='出具日期')),
                    ('requested_at', models.DateTimeField(auto_now_add=True, verbose_name='申请时间')),
                    ('state', models.CharField(choices=[('requested', '待出具'), ('issued', '已出具'), ('revoked', '已撤销'), ('rejected', '未通过')], default='requested', editable=False, max_length=20, verbose_name='状态')),
                ],
                options={
                    'verbose_name': '证明',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='CertificateCounter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('attendance', '参加证明'), ('volunteer', '志愿服务记录证明')], max_length=20, verbose_name='种类')),
                    ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                    ('last', models.PositiveIntegerField(default=0, verbose_name='已用到')),
                ],
                options={
                    'verbose_name': '证明编号',
                },
            ),
            migrations.CreateModel(
                name='CertificateEvent',
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
                name='CheckOut',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(verbose_name='签退时间')),
                    ('nonce', models.CharField(blank=True, editable=False, max_length=36, null=True, unique=True, verbose_name='扫码编号')),
                ],
                options={
                    'verbose_name': '签退',
                },
            ),
            migrations.CreateModel(
                name='FollowUp',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('text', core.crypto.EncryptedField(verbose_name='需跟进事项')),
                    ('due_on', models.DateField(blank=True, null=True, verbose_name='跟进期限')),
                    ('result', core.crypto.EncryptedField(blank=True, default='', verbose_name='跟进结果')),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='登记时间')),
                    ('state', models.CharField(choices=[('open', '待跟进'), ('need', '已转需求'), ('done', '已办结')], default='open', editable=False, max_length=20, verbose_name='状态')),
                ],
                options={
                    'verbose_name': '跟进事项',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='FollowUpEvent',
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
                name='FormField',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('text', '文字'), ('number', '数字'), ('choice', '单选'), ('choices', '多选'), ('yes_no', '是或否')], max_length=10, verbose_name='题型')),
                    ('label', models.CharField(max_length=60, verbose_name='问题')),
                    ('hint', models.CharField(blank=True, max_length=100, verbose_name='填写说明')),
                    ('choices', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None, verbose_name='选项')),
                    ('is_required', models.BooleanField(default=False, verbose_name='必填')),
                    ('position', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='次序')),
                    ('is_removed', models.BooleanField(default=False, editable=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='建立时间')),
                ],
                options={
                    'verbose_name': '报名表问题',
                    'ordering': ['position', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='GroupSignUp',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('enterprise', models.CharField(max_length=60, verbose_name='单位名称')),
                    ('contact_name', models.CharField(max_length=60, verbose_name='联系人')),
                    ('contact_phone', core.crypto.EncryptedField(verbose_name='联系电话')),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='提交时间')),
                ],
                options={
                    'verbose_name': '单位报名',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='HourClaim',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.CharField(choices=[('shift', '班次签到'), ('call_out', '应急响应'), ('project', '项目申报'), ('self', '本人申报')], max_length=20, verbose_name='来源')),
                    ('content', models.CharField(max_length=200, verbose_name='服务内容')),
                    ('starts_at', models.DateTimeField(verbose_name='开始时间')),
                    ('ends_at', models.DateTimeField(verbose_name='结束时间')),
                    ('served_on', models.DateField(editable=False, verbose_name='服务日期')),
                    ('counted', services.models.periods.PeriodsField(default=tuple, editable=False, verbose_name='计入时段')),
                    ('hours', models.DecimalField(decimal_places=1, max_digits=6, verbose_name='时长（小时）')),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='登记时间')),
                    ('state', models.CharField(choices=[('pending', '待确认'), ('confirmed', '已确认'), ('void', '已作废')], default='pending', editable=False, max_length=20, verbose_name='状态')),
                ],
                options={
                    'verbose_name': '服务时长',
                    'ordering': ['-starts_at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='HourClaimEvent',
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
                name='HourCorrection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('old_starts_at', models.DateTimeField(verbose_name='原开始时间')),
                    ('old_ends_at', models.DateTimeField(verbose_name='原结束时间')),
                    ('old_hours', models.DecimalField(decimal_places=1, max_digits=6, verbose_name='原时长')),
                    ('new_starts_at', models.DateTimeField(verbose_name='更正后开始时间')),
                    ('new_ends_at', models.DateTimeField(verbose_name='更正后结束时间')),
                    ('new_hours', models.DecimalField(decimal_places=1, max_digits=6, verbose_name='更正后时长')),
                    ('reason', models.CharField(max_length=200, verbose_name='更正原因')),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='提出时间')),
                    ('state', models.CharField(choices=[('proposed', '待复核'), ('approved', '已更正'), ('rejected', '未采纳')], default='proposed', editable=False, max_length=20, verbose_name='状态')),
                ],
                options={
                    'verbose_name': '时长更正',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='HourCorrectionEvent',
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
                name='HourEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('confirm', '确认'), ('correct', '更正'), ('void', '作废')], max_length=10, verbose_name='事由')),
                    ('hours', models.DecimalField(decimal_places=1, max_digits=6, verbose_name='时长（小时）')),
                    ('key', models.CharField(editable=False, max_length=60, unique=True)),
                    ('at', models.DateTimeField(auto_now_add=True, verbose_name='入账时间')),
                ],
                options={
                    'verbose_name': '时长台账',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='Insurance',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('file', models.FileField(upload_to='files/%Y/%m/', verbose_name='文件')),
                    ('name', models.CharField(max_length=120, verbose_name='文件名')),
                    ('size', models.PositiveBigIntegerField(editable=False, verbose_name='大小（字节）')),
                    ('sha256', models.CharField(editable=False, max_length=64, verbose_name='校验值')),
                    ('uploaded_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='上传时间')),
                    ('insurer', models.CharField(max_length=60, verbose_name='保险公司')),
                    ('policy_number', models.CharField(max_length=40, verbose_name='保单号')),
                    ('cover', models.CharField(choices=[('everybody', '参加者和志愿者'), ('participants', '参加者'), ('volunteers', '志愿者')], default='everybody', max_length=20, verbose_name='承保对象')),
                    ('starts_on', models.DateField(verbose_name='保险起期')),
                    ('ends_on', models.DateField(verbose_name='保险止期')),
                    ('is_void', models.BooleanField(default=False, editable=False, verbose_name='已作废')),
                ],
                options={
                    'verbose_name': '保险',
                    'ordering': ['pk'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Lecturer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, verbose_name='姓名')),
                    ('title', models.CharField(blank=True, max_length=60, verbose_name='职务职称')),
                    ('topics', models.CharField(blank=True, max_length=200, verbose_name='可讲主题')),
                    ('phone', core.crypto.EncryptedField(blank=True, default='', verbose_name='联系电话')),
                    ('passed_on', models.DateField(blank=True, editable=False, null=True, verbose_name='试讲通过日期')),
                    ('is_active', models.BooleanField(default=True, editable=False, verbose_name='在库')),
                ],
                options={
                    'verbose_name': '讲师',
                    'ordering': ['organization', 'name'],
                },
            ),
            migrations.CreateModel(
                name='LecturerEvent',
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
                name='Merchant',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, verbose_name='商户名称')),
                    ('service', models.CharField(help_text='如：义剪、家电维修、量血压', max_length=60, verbose_name='服务项目')),
                    ('address', models.CharField(blank=True, max_length=120, verbose_name='门店地址')),
                    ('contact', models.CharField(blank=True, max_length=60, verbose_name='联系人')),
                    ('phone', core.crypto.EncryptedField(blank=True, default='', verbose_name='联系电话')),
                    ('in_joint_union', models.BooleanField(default=False, verbose_name='已加入商户联合工会')),
                    ('is_active', models.BooleanField(default=True, verbose_name='参加轮值')),
                ],
                options={
                    'verbose_name': '商户',
                    'ordering': ['organization', 'name'],
                },
            ),
            migrations.CreateModel(
                name='MerchantEvent',
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
                name='Notice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=60, verbose_name='标题')),
                    ('body', models.TextField(help_text='所有人可见，请勿写个人信息', max_length=2000, verbose_name='内容')),
                    ('shown_from', models.DateField(verbose_name='开始展示')),
                    ('shown_until', models.DateField(blank=True, help_text='长期展示的留空', null=True, verbose_name='展示至')),
                    ('state', models.CharField(choices=[('draft', '草稿'), ('published', '已发布'), ('withdrawn', '已撤回')], default='draft', editable=False, max_length=20, verbose_name='状态')),
                ],
                options={
                    'verbose_name': '通知公告',
                    'ordering': ['-shown_from', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='NoticeEvent',
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
                name='Order',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('enterprise', models.CharField(blank=True, help_text='为企业点单的填写', max_length=60, verbose_name='点单企业')),
                    ('contact_name', models.CharField(max_length=30, verbose_name='联系人')),
                    ('contact_phone', core.crypto.EncryptedField(verbose_name='联系电话')),
                    ('wished_on', django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), size=3, verbose_name='期望日期')),
                    ('place', models.CharField(max_length=60, verbose_name='地点')),
                    ('people', models.PositiveIntegerField(verbose_name='预计人数')),
                    ('note', models.TextField(blank=True, max_length=500, verbose_name='要求')),
                    ('crew', models.CharField(blank=True, editable=False, max_length=200, verbose_name='派出人员')),
                    ('score', models.PositiveSmallIntegerField(editable=False, null=True, verbose_name='评分')),
                    ('feedback', models.TextField(blank=True, editable=False, max_length=500, verbose_name='评价')),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='点单时间')),
                    ('state', models.CharField(choices=[('submitted', '待安排'), ('scheduled', '已排期'), ('dispatched', '已派单'), ('done', '已完成'), ('feedback', '已评价'), ('rejected', '未受理'), ('cancelled', '已取消')], default='submitted', editable=False, max_length=20, verbose_name='状态')),
                ],
                options={
                    'verbose_name': '点单',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='OrderEvent',
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
                name='PlanCost',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='编号')),
                    ('category', models.CharField(choices=[('staff', '人员费'), ('expert', '专家与督导费'), ('activity', '活动费'), ('volunteer', '志愿者补贴与保险'), ('training', '培训费'), ('meeting', '会议费'), ('venue', '场地费'), ('travel', '交通差旅'), ('publicity', '宣传印刷'), ('evaluation', '评估审计费'), ('office', '办公'), ('management', '管理费'), ('tax', '税费'), ('other', '其他')], max_length=20, verbose_name='科目')),
                    ('item', models.CharField(max_length=60, verbose_name='明细')),
                    ('unit_price', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='单价')),
                    ('quantity', models.PositiveIntegerField(verbose_name='数量')),
                ],
                options={
                    'verbose_name': '活动预算',
                    'ordering': ['activity', 'number'],
                },
            ),
            migrations.CreateModel(
                name='PlanObjective',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='编号')),
                    ('text', models.CharField(max_length=200, verbose_name='目标')),
                ],
                options={
                    'verbose_name': '活动目标',
                    'ordering': ['activity', 'number'],
                },
            ),
            migrations.CreateModel(
                name='PlanStep',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='编号')),
                    ('time', models.CharField(max_length=30, verbose_name='时间')),
                    ('content', models.CharField(max_length=100, verbose_name='环节')),
                    ('materials', models.CharField(blank=True, max_length=100, verbose_name='物资')),
                    ('responsible', models.CharField(blank=True, max_length=30, verbose_name='负责人')),
                ],
                options={
                    'verbose_name': '流程',
                    'ordering': ['activity', 'number'],
                },
            ),
            migrations.CreateModel(
                name='Scan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('nonce', models.CharField(max_length=36, unique=True, verbose_name='扫码编号')),
                    ('result', models.CharField(choices=[('counted', '已签到'), ('already', '此前已签到'), ('left', '已签退'), ('refused', '未受理')], max_length=10, verbose_name='结果')),
                    ('reason', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                    ('scanned_at', models.DateTimeField(verbose_name='扫码时间')),
                    ('received_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='收到时间')),
                ],
                options={
                    'verbose_name': '扫码记录',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='Series',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(help_text='如：每周二 14:00', max_length=60, verbose_name='说明')),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='建立时间')),
                ],
                options={
                    'verbose_name': '系列场次',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='Shift',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, verbose_name='岗位名称')),
                    ('content', models.TextField(max_length=500, verbose_name='服务内容')),
                    ('venue', models.CharField(max_length=60, verbose_name='集合地点')),
                    ('starts_at', models.DateTimeField(verbose_name='开始时间')),
                    ('ends_at', models.DateTimeField(verbose_name='结束时间')),
                    ('places', models.PositiveIntegerField(verbose_name='招募人数')),
                    ('taken', models.PositiveIntegerField(default=0, editable=False, verbose_name='已报名')),
                    ('skills', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('first_aid', '急救'), ('medicine', '医疗护理'), ('law', '法律'), ('psychology', '心理'), ('teaching', '教学辅导'), ('art', '文艺'), ('sport', '体育'), ('repair', '家电维修'), ('hair', '理发'), ('driving', '驾驶'), ('photo', '摄影宣传'), ('computer', '电脑手机'), ('water', '水上救援'), ('care', '陪护'), ('other', '其他')], max_length=20), blank=True, default=list, size=None, verbose_name='所需技能')),
                    ('minimum_age', models.PositiveSmallIntegerField(default=14, verbose_name='最低年龄')),
                    ('risk', models.TextField(help_text='招募时须说明；没有特别风险的写明“无特别风险”', max_length=500, verbose_name='可能的风险')),
                    ('is_dangerous', models.BooleanField(default=False, verbose_name='可能发生人身危险')),
                    ('insurance', models.CharField(blank=True, max_length=60, verbose_name='人身意外险保单号')),
                    ('token', models.CharField(default=services.models.activity.public_token, editable=False, max_length=24, unique=True)),
                    ('state', models.CharField(choices=[('draft', '草稿'), ('published', '招募中'), ('done', '已结束'), ('cancelled', '已取消')], default='draft', editable=False, max_length=20, verbose_name='状态')),
                ],
                options={
                    'verbose_name': '志愿班次',
                    'ordering': ['-starts_at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='ShiftEvent',
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
                name='ShiftSignUp',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('signed_in_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='签到时间')),
                    ('signed_out_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='签退时间')),
                    ('grade', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='评价（1–5星）')),
                    ('comment', models.CharField(blank=True, max_length=200, verbose_name='评语')),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='报名时间')),
                    ('state', models.CharField(choices=[('signed_up', '已报名'), ('signed_in', '已签到'), ('signed_out', '已签退'), ('absent', '未到'), ('cancelled', '已取消')], default='signed_up', editable=False, max_length=20, verbose_name='状态')),
                ],
                options={
                    'verbose_name': '班次报名',
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='ShiftSignUpEvent',
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
                name='StarApplication',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('star', models.PositiveSmallIntegerField(verbose_name='申请星级')),
                    ('hours', models.DecimalField(decimal_places=1, editable=False, max_digits=8, verbose_name='申请时时长（小时）')),
                    ('publicity_ends_on', models.DateField(blank=True, editable=False, null=True, verbose_name='公示截止')),
                    ('barred_until', models.DateField(blank=True, editable=False, null=True, verbose_name='不得申请至')),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='申请时间')),
                    ('state', models.CharField(choices=[('submitted', '待审核'), ('publicised', '公示中'), ('awarded', '已评定'), ('rejected', '未通过'), ('revoked', '已撤销')], default='submitted', editable=False, max_length=20, verbose_name='状态')),
                ],
                options={
                    'verbose_name': '星级申请',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='StarApplicationEvent',
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
                name='StreetDay',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('street', models.CharField(max_length=60, verbose_name='街道（地点）')),
                    ('starts_at', models.DateTimeField(verbose_name='开始时间')),
                    ('ends_at', models.DateTimeField(verbose_name='结束时间')),
                    ('state', models.CharField(choices=[('planned', '待举办'), ('held', '已举办'), ('cancelled', '已取消')], default='planned', editable=False, max_length=20, verbose_name='状态')),
                ],
                options={
                    'verbose_name': '志愿服务一条街',
                    'ordering': ['-starts_at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='StreetDayEvent',
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
                name='StreetDuty',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('served', models.PositiveIntegerField(blank=True, null=True, verbose_name='服务人数')),
                ],
                options={
                    'verbose_name': '轮值',
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='Summary',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('process', models.TextField(blank=True, max_length=5000, verbose_name='活动过程')),
                    ('goal_result', models.CharField(blank=True, choices=[('met', '达成'), ('mostly', '基本达成'), ('missed', '未达成')], max_length=20, verbose_name='目标达成')),
                    ('goals', models.TextField(blank=True, max_length=2000, verbose_name='目标达成说明')),
                    ('problems', models.TextField(blank=True, max_length=2000, verbose_name='问题与改进')),
                    ('cost', models.DecimalField(decimal_places=2, default=Decimal('0.00'), max_digits=14, verbose_name='本场费用')),
                    ('audience', models.JSONField(blank=True, default=dict, verbose_name='未实名人员类别')),
                    ('due_on', models.DateField(editable=False, verbose_name='应提交日期')),
                    ('submitted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='提交时间')),
                    ('version', models.PositiveIntegerField(default=0, editable=False)),
                    ('state', models.CharField(choices=[('draft', '草稿'), ('submitted', '待审核'), ('returned', '已退回'), ('approved', '已通过')], default='draft', editable=False, max_length=20, verbose_name='状态')),
                ],
                options={
                    'verbose_name': '活动总结',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='SummaryEvent',
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
                name='SummaryPhoto',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('file', models.FileField(upload_to='files/%Y/%m/', verbose_name='文件')),
                    ('name', models.CharField(max_length=120, verbose_name='文件名')),
                    ('size', models.PositiveBigIntegerField(editable=False, verbose_name='大小（字节）')),
                    ('sha256', models.CharField(editable=False, max_length=64, verbose_name='校验值')),
                    ('uploaded_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='上传时间')),
                    ('caption', models.CharField(blank=True, max_length=60, verbose_name='说明')),
                    ('thumbnail', models.FileField(editable=False, upload_to='files/%Y/%m/', verbose_name='缩略图')),
                    ('width', models.PositiveIntegerField(editable=False, verbose_name='宽')),
                    ('height', models.PositiveIntegerField(editable=False, verbose_name='高')),
                ],
                options={
                    'verbose_name': '活动照片',
                    'ordering': ['pk'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Team',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, verbose_name='队伍名称')),
                    ('kind', models.CharField(choices=[('service', '志愿服务队'), ('rescue', '应急救援队'), ('art', '文艺轻骑兵'), ('skill', '专业服务队')], max_length=20, verbose_name='类型')),
                    ('leader', models.CharField(max_length=60, verbose_name='负责人')),
                    ('phone', core.crypto.EncryptedField(blank=True, default='', verbose_name='联系电话')),
                    ('founded_on', models.DateField(blank=True, null=True, verbose_name='成立日期')),
                    ('formal_members', models.PositiveIntegerField(default=0, verbose_name='正式队员')),
                    ('equipment', models.TextField(blank=True, max_length=500, verbose_name='装备')),
                    ('qualification', models.CharField(blank=True, max_length=120, verbose_name='应急资质')),
                    ('has_badge', models.BooleanField(default=False, verbose_name='有会徽标识')),
                    ('is_active', models.BooleanField(default=True, verbose_name='活动中')),
                ],
                options={
                    'verbose_name': '队伍',
                    'ordering': ['organization', 'name'],
                },
            ),
            migrations.CreateModel(
                name='TeamEvent',
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
                name='Training',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, verbose_name='培训名称')),
                    ('held_on', models.DateField(verbose_name='培训日期')),
                    ('hours', models.DecimalField(decimal_places=1, max_digits=4, verbose_name='培训时长（小时）')),
                    ('lecturer', models.CharField(blank=True, max_length=60, verbose_name='主讲人')),
                ],
                options={
                    'verbose_name': '志愿者培训',
                    'ordering': ['-held_on', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='TrainingRecord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(auto_now_add=True, verbose_name='登记时间')),
                ],
                options={
                    'verbose_name': '培训记录',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='TrialLecture',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('topic', models.CharField(max_length=60, verbose_name='试讲题目')),
                    ('held_on', models.DateField(verbose_name='试讲日期')),
                    ('score', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='得分')),
                    ('is_passed', models.BooleanField(editable=False, verbose_name='通过')),
                    ('comment', models.TextField(blank=True, max_length=500, verbose_name='评语')),
                ],
                options={
                    'verbose_name': '试讲',
                    'ordering': ['-held_on', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='Volunteer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(editable=False, max_length=20, unique=True, verbose_name='志愿者编号')),
                    ('national_number', models.CharField(blank=True, max_length=30, verbose_name='全国系统编号')),
                    ('skills', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('first_aid', '急救'), ('medicine', '医疗护理'), ('law', '法律'), ('psychology', '心理'), ('teaching', '教学辅导'), ('art', '文艺'), ('sport', '体育'), ('repair', '家电维修'), ('hair', '理发'), ('driving', '驾驶'), ('photo', '摄影宣传'), ('computer', '电脑手机'), ('water', '水上救援'), ('care', '陪护'), ('other', '其他')], max_length=20), blank=True, default=list, size=None, verbose_name='技能')),
                    ('intention', models.CharField(blank=True, max_length=120, verbose_name='服务意向')),
                    ('area', models.CharField(blank=True, max_length=60, verbose_name='居住区域')),
                    ('guardian_name', models.CharField(blank=True, max_length=60, verbose_name='监护人')),
                    ('guardian_phone', core.crypto.EncryptedField(blank=True, default='', verbose_name='监护人电话')),
                    ('guardian_consented_on', models.DateField(blank=True, null=True, verbose_name='监护人同意日期')),
                    ('agrees_to_ranking', models.BooleanField(default=False, verbose_name='同意列入排行')),
                    ('registered_on', models.DateField(verbose_name='登记日期')),
                    ('hours', models.DecimalField(decimal_places=1, default=0, editable=False, max_digits=8, verbose_name='服务时长（小时）')),
                    ('stars', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='星级')),
                    ('state', models.CharField(choices=[('pending', '待审核'), ('active', '在册'), ('paused', '暂停'), ('left', '已退出')], default='pending', editable=False, max_length=20, verbose_name='状态')),
                ],
                options={
                    'verbose_name': '志愿者',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='VolunteerAward',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=60, verbose_name='表彰奖励')),
                    ('awarded_by', models.CharField(max_length=60, verbose_name='授予单位')),
                    ('awarded_on', models.DateField(verbose_name='授予日期')),
                ],
                options={
                    'verbose_name': '志愿者表彰',
                    'ordering': ['-awarded_on', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='VolunteerEvent',
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
                model_name='activity',
                name='asks_location',
                field=models.BooleanField(default=False, help_text='只记录在场内或场外，不保存位置', verbose_name='签到核对位置'),
            ),
            migrations.AddField(
                model_name='activity',
                name='expected_people',
                field=models.PositiveIntegerField(blank=True, null=True, verbose_name='预计人数（每场）'),
            ),
            migrations.AddField(
                model_name='activity',
                name='groups',
                field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('employee', '在职职工'), ('migrant', '农民工'), ('new_form', '新就业形态劳动者'), ('woman', '女职工'), ('hardship', '困难职工'), ('retired', '退休职工'), ('unemployed', '下岗失业人员'), ('disabled', '残疾职工'), ('model', '劳模工匠'), ('single', '单身职工'), ('family', '职工家属'), ('elder', '老年居民'), ('minority', '少数民族'), ('resident', '社区居民')], max_length=20), blank=True, default=list, size=None, verbose_name='服务对象'),
            ),
            migrations.AddField(
                model_name='activity',
                name='hold_hours',
                field=models.PositiveSmallIntegerField(default=24, help_text='候补递补后请本人在此时限内确认；填0则直接转正', verbose_name='候补保留时限（小时）'),
            ),
            migrations.AddField(
                model_name='activity',
                name='is_dangerous',
                field=models.BooleanField(default=False, help_text='涉水、登高、剧烈运动、使用器械等；须投保并写明安全应急预案', verbose_name='有人身危险'),
            ),
            migrations.AddField(
                model_name='activity',
                name='is_template',
                field=models.BooleanField(default=False, editable=False, verbose_name='活动模板'),
            ),
            migrations.AddField(
                model_name='activity',
                name='minimum_age',
                field=models.PositiveSmallIntegerField(blank=True, help_text='按活动当天算；填0则只问出生日期，不限年龄；都不需要的留空', null=True, verbose_name='最低年龄'),
            ),
            migrations.AddField(
                model_name='activity',
                name='needs_approval',
                field=models.BooleanField(default=False, verbose_name='报名须审核'),
            ),
            migrations.AddField(
                model_name='activity',
                name='priority_groups',
                field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('employee', '在职职工'), ('migrant', '农民工'), ('new_form', '新就业形态劳动者'), ('woman', '女职工'), ('hardship', '困难职工'), ('retired', '退休职工'), ('unemployed', '下岗失业人员'), ('disabled', '残疾职工'), ('model', '劳模工匠'), ('single', '单身职工'), ('family', '职工家属'), ('elder', '老年居民'), ('minority', '少数民族'), ('resident', '社区居民')], max_length=20), blank=True, default=list, size=None, verbose_name='优先对象'),
            ),
            migrations.AddField(
                model_name='activity',
                name='scale',
                field=models.CharField(choices=[('large', '大型'), ('medium', '中型'), ('small', '小型')], default='small', max_length=10, verbose_name='规模'),
            ),
            migrations.AddField(
                model_name='activity',
                name='takes_groups',
                field=models.BooleanField(default=False, help_text='单位在公开页面一次提交名单', verbose_name='接受单位集体报名'),
            ),
            migrations.AddField(
                model_name='activity',
                name='verifies_phone',
                field=models.BooleanField(default=False, verbose_name='报名须短信验证手机号'),
            ),
            migrations.AddField(
                model_name='attendance',
                name='inside',
                field=models.BooleanField(blank=True, editable=False, null=True, verbose_name='在场内'),
            ),
            migrations.AddField(
                model_name='attendance',
                name='is_counted',
                field=models.BooleanField(default=True, editable=False, verbose_name='计入人次'),
            ),
            migrations.AddField(
                model_name='attendance',
                name='nonce',
                field=models.CharField(blank=True, editable=False, max_length=36, null=True, unique=True, verbose_name='扫码编号'),
            ),
            migrations.AddField(
                model_name='attendance',
                name='online_minutes',
                field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='线上停留（分钟）'),
            ),
            migrations.AddField(
                model_name='attendance',
                name='original',
                field=models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='services.attendance'),
            ),
            migrations.AddField(
                model_name='attendance',
                name='recorded_at',
                field=models.DateTimeField(default=core.clock.now, editable=False, verbose_name='登记时间'),
            ),
            migrations.AddField(
                model_name='registration',
                name='answers',
                field=core.crypto.EncryptedField(blank=True, default='', verbose_name='报名表'),
            ),
            migrations.AddField(
                model_name='registration',
                name='guardian_consented_at',
                field=models.DateTimeField(blank=True, null=True, verbose_name='监护人同意时间'),
            ),
            migrations.AddField(
                model_name='registration',
                name='guardian_name',
                field=models.CharField(blank=True, max_length=60, verbose_name='监护人'),
            ),
            migrations.AddField(
                model_name='registration',
                name='guardian_phone',
                field=core.crypto.EncryptedField(blank=True, default='', verbose_name='监护人电话'),
            ),
            migrations.AddField(
                model_name='registration',
                name='offered_until',
                field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='保留至'),
            ),
            migrations.AddField(
                model_name='registration',
                name='phone_verified_at',
                field=models.DateTimeField(blank=True, null=True, verbose_name='手机号验证时间'),
            ),
            migrations.AddField(
                model_name='registration',
                name='priority',
                field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='优先'),
            ),
            migrations.AddField(
                model_name='session',
                name='is_online',
                field=models.BooleanField(default=False, verbose_name='线上'),
            ),
            migrations.AddField(
                model_name='session',
                name='offered',
                field=models.PositiveIntegerField(default=0, editable=False, verbose_name='待确认'),
            ),
            migrations.AddField(
                model_name='session',
                name='place',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='orgs.venue', verbose_name='阵地'),
            ),
            migrations.AddField(
                model_name='session',
                name='topic',
                field=models.CharField(blank=True, max_length=60, verbose_name='本场主题'),
            ),
            migrations.AddField(
                model_name='session',
                name='waiting',
                field=models.PositiveIntegerField(default=0, editable=False, verbose_name='候补'),
            ),
            migrations.AddField(
                model_name='session',
                name='workers',
                field=models.ManyToManyField(blank=True, related_name='sessions', to=settings.AUTH_USER_MODEL, verbose_name='到场社工'),
            ),
            migrations.AlterField(
                model_name='activity',
                name='state',
                field=models.CharField(choices=[('draft', '草稿'), ('submitted', '待审批'), ('approved', '已审批'), ('published', '已发布'), ('done', '已办结'), ('cancelled', '已取消')], default='draft', editable=False, max_length=20, verbose_name='状态'),
            ),
            migrations.AlterField(
                model_name='attendance',
                name='method',
                field=models.CharField(choices=[('qr', '扫码'), ('personal', '出示二维码'), ('voice', '口令'), ('staff', '代签'), ('online', '线上'), ('headcount', '点数'), ('correction', '冲正')], max_length=20, verbose_name='签到方式'),
            ),
            migrations.AlterField(
                model_name='registration',
                name='state',
                field=models.CharField(choices=[('pending', '待审核'), ('waiting', '候补'), ('offered', '待确认'), ('registered', '已报名'), ('rejected', '未通过'), ('expired', '逾期未确认'), ('cancelled', '已取消')], default='registered', editable=False, max_length=20, verbose_name='状态'),
            ),
            migrations.AlterField(
                model_name='session',
                name='state',
                field=models.CharField(choices=[('planned', '待举办'), ('postponed', '已延期'), ('held', '已举办'), ('cancelled', '已取消')], default='planned', editable=False, max_length=20, verbose_name='状态'),
            ),
            migrations.AddField(
                model_name='activityplan',
                name='activity',
                field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='plan', to='services.activity', verbose_name='活动'),
            ),
            migrations.AddField(
                model_name='callout',
                name='organization',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='call_outs', to='orgs.organization', verbose_name='事发社区'),
            ),
            migrations.AddField(
                model_name='calloutevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='calloutevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='services.callout'),
            ),
            migrations.AddField(
                model_name='catalogueitem',
                name='organization',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='catalogue_items', to='orgs.organization', verbose_name='提供单位'),
            ),
            migrations.AddField(
                model_name='catalogueitem',
                name='project',
                field=models.ForeignKey(blank=True, help_text='选了项目的，只有项目的实施社区可以点单', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='catalogue_items', to='projects.project', verbose_name='所属项目'),
            ),
            migrations.AddField(
                model_name='catalogueitemevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='catalogueitemevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='services.catalogueitem'),
            ),
            migrations.AddField(
                model_name='certificate',
                name='attendance',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='services.attendance', verbose_name='签到'),
            ),
            migrations.AddField(
                model_name='certificate',
                name='handled_by',
                field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='certificate',
                name='organization',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='orgs.organization', verbose_name='出具单位'),
            ),
            migrations.AddField(
                model_name='certificate',
                name='person',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='orgs.person', verbose_name='人员'),
            ),
            migrations.AddField(
                model_name='certificate',
                name='requested_by',
                field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请人'),
            ),
            migrations.AddField(
                model_name='certificateevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='certificateevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='services.certificate'),
            ),
            migrations.AddField(
                model_name='checkout',
                name='attendance',
                field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='check_out', to='services.attendance', verbose_name='签到'),
            ),
            migrations.AddField(
                model_name='checkout',
                name='by',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='followup',
                name='created_by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
            ),
            migrations.AddField(
                model_name='followup',
                name='need',
                field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follow_up', to='projects.need', verbose_name='形成的需求'),
            ),
            migrations.AddField(
                model_name='followup',
                name='person',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='orgs.person', verbose_name='人员'),
            ),
            migrations.AddField(
                model_name='followup',
                name='responsible',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='责任人'),
            ),
            migrations.AddField(
                model_name='followup',
                name='session',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='services.session', verbose_name='场次'),
            ),
            migrations.AddField(
                model_name='followupevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='followupevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='services.followup'),
            ),
            migrations.AddField(
                model_name='formfield',
                name='activity',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='form_fields', to='services.activity', verbose_name='活动'),
            ),
            migrations.AddField(
                model_name='groupsignup',
                name='by',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='groupsignup',
                name='session',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='group_sign_ups', to='services.session', verbose_name='场次'),
            ),
            migrations.AddField(
                model_name='registration',
                name='group',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='services.groupsignup', verbose_name='单位报名'),
            ),
            migrations.AddField(
                model_name='hourclaim',
                name='claimed_by',
                field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
            ),
            migrations.AddField(
                model_name='hourclaim',
                name='duplicate_of',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duplicates', to='services.hourclaim', verbose_name='与此记录重复'),
            ),
            migrations.AddField(
                model_name='hourclaim',
                name='organization',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.organization', verbose_name='记录组织'),
            ),
            migrations.AddField(
                model_name='hourclaim',
                name='project',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hour_claims', to='projects.project', verbose_name='项目'),
            ),
            migrations.AddField(
                model_name='hourclaim',
                name='session',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hour_claims', to='services.session', verbose_name='场次'),
            ),
            migrations.AddField(
                model_name='hourclaimevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='hourclaimevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='services.hourclaim'),
            ),
            migrations.AddField(
                model_name='hourcorrection',
                name='claim',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='services.hourclaim', verbose_name='服务时长'),
            ),
            migrations.AddField(
                model_name='hourcorrection',
                name='decided_by',
                field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='复核人'),
            ),
            migrations.AddField(
                model_name='hourcorrection',
                name='proposed_by',
                field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出人'),
            ),
            migrations.AddField(
                model_name='hourcorrectionevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='hourcorrectionevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='services.hourcorrection'),
            ),
            migrations.AddField(
                model_name='hourentry',
                name='by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='hourentry',
                name='claim',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='services.hourclaim', verbose_name='服务时长'),
            ),
            migrations.AddField(
                model_name='insurance',
                name='activity',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='insurances', to='services.activity', verbose_name='活动'),
            ),
            migrations.AddField(
                model_name='insurance',
                name='uploaded_by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人'),
            ),
            migrations.AddField(
                model_name='lecturer',
                name='organization',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lecturers', to='orgs.organization', verbose_name='推荐单位'),
            ),
            migrations.AddField(
                model_name='session',
                name='lecturer',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='services.lecturer', verbose_name='讲师'),
            ),
            migrations.AddField(
                model_name='lecturerevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='lecturerevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='services.lecturer'),
            ),
            migrations.AddField(
                model_name='merchant',
                name='organization',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merchants', to='orgs.organization', verbose_name='所在社区'),
            ),
            migrations.AddField(
                model_name='merchantevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='merchantevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='services.merchant'),
            ),
            migrations.AddField(
                model_name='notice',
                name='organization',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='orgs.organization', verbose_name='发布组织'),
            ),
            migrations.AddField(
                model_name='noticeevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='noticeevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='services.notice'),
            ),
            migrations.AddField(
                model_name='order',
                name='created_by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='点单人'),
            ),
            migrations.AddField(
                model_name='order',
                name='item',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='services.catalogueitem', verbose_name='服务'),
            ),
            migrations.AddField(
                model_name='order',
                name='lecturer',
                field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='services.lecturer', verbose_name='讲师'),
            ),
            migrations.AddField(
                model_name='order',
                name='organization',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='orgs.organization', verbose_name='点单组织'),
            ),
            migrations.AddField(
                model_name='order',
                name='session',
                field=models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='order', to='services.session', verbose_name='场次'),
            ),
            migrations.AddField(
                model_name='orderevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='orderevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='services.order'),
            ),
            migrations.AddField(
                model_name='plancost',
                name='activity',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='costs', to='services.activity'),
            ),
            migrations.AddField(
                model_name='planobjective',
                name='activity',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='objectives', to='services.activity'),
            ),
            migrations.AddField(
                model_name='planobjective',
                name='indicator',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='projects.indicator', verbose_name='对应指标'),
            ),
            migrations.AddField(
                model_name='planobjective',
                name='need',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='projects.need', verbose_name='对应需求'),
            ),
            migrations.AddField(
                model_name='planstep',
                name='activity',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='services.activity'),
            ),
            migrations.AddField(
                model_name='scan',
                name='attendance',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='services.attendance', verbose_name='签到'),
            ),
            migrations.AddField(
                model_name='scan',
                name='by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='scan',
                name='session',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='services.session', verbose_name='场次'),
            ),
            migrations.AddField(
                model_name='series',
                name='activity',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='series', to='services.activity', verbose_name='活动'),
            ),
            migrations.AddField(
                model_name='series',
                name='by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='建立人'),
            ),
            migrations.AddField(
                model_name='session',
                name='series',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='services.series', verbose_name='系列'),
            ),
            migrations.AddField(
                model_name='shift',
                name='lead',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='带队社工'),
            ),
            migrations.AddField(
                model_name='shift',
                name='organization',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='orgs.organization', verbose_name='服务社区'),
            ),
            migrations.AddField(
                model_name='shift',
                name='project',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='projects.project', verbose_name='所属项目'),
            ),
            migrations.AddField(
                model_name='shift',
                name='session',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='services.session', verbose_name='服务场次'),
            ),
            migrations.AddField(
                model_name='shiftevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='shiftevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='services.shift'),
            ),
            migrations.AddField(
                model_name='shiftsignup',
                name='shift',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sign_ups', to='services.shift', verbose_name='班次'),
            ),
            migrations.AddField(
                model_name='hourclaim',
                name='sign_up',
                field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claim', to='services.shiftsignup', verbose_name='班次'),
            ),
            migrations.AddField(
                model_name='shiftsignupevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='shiftsignupevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='services.shiftsignup'),
            ),
            migrations.AddField(
                model_name='starapplication',
                name='by',
                field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='starapplicationevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='starapplicationevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='services.starapplication'),
            ),
            migrations.AddField(
                model_name='streetday',
                name='organization',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='street_days', to='orgs.organization', verbose_name='社区'),
            ),
            migrations.AddField(
                model_name='streetdayevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='streetdayevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='services.streetday'),
            ),
            migrations.AddField(
                model_name='streetduty',
                name='day',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='services.streetday', verbose_name='日期'),
            ),
            migrations.AddField(
                model_name='streetduty',
                name='merchant',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='services.merchant', verbose_name='商户'),
            ),
            migrations.AddField(
                model_name='summary',
                name='approved_by',
                field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审核人'),
            ),
            migrations.AddField(
                model_name='summary',
                name='session',
                field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='summary', to='services.session', verbose_name='场次'),
            ),
            migrations.AddField(
                model_name='summary',
                name='written_by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='填报人'),
            ),
            migrations.AddField(
                model_name='summaryevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='summaryevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='services.summary'),
            ),
            migrations.AddField(
                model_name='summaryphoto',
                name='summary',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='services.summary', verbose_name='活动总结'),
            ),
            migrations.AddField(
                model_name='summaryphoto',
                name='uploaded_by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人'),
            ),
            migrations.AddField(
                model_name='team',
                name='organization',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='orgs.organization', verbose_name='挂靠组织'),
            ),
            migrations.AddField(
                model_name='callout',
                name='team',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='call_outs', to='services.team', verbose_name='队伍'),
            ),
            migrations.AddField(
                model_name='teamevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='teamevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='services.team'),
            ),
            migrations.AddField(
                model_name='training',
                name='by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
            ),
            migrations.AddField(
                model_name='training',
                name='organization',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trainings', to='orgs.organization', verbose_name='培训单位'),
            ),
            migrations.AddField(
                model_name='shift',
                name='training',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='services.training', verbose_name='须先参加的培训'),
            ),
            migrations.AddField(
                model_name='trainingrecord',
                name='by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
            ),
            migrations.AddField(
                model_name='trainingrecord',
                name='training',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='services.training', verbose_name='培训'),
            ),
            migrations.AddField(
                model_name='triallecture',
                name='by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
            ),
            migrations.AddField(
                model_name='triallecture',
                name='lecturer',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trials', to='services.lecturer', verbose_name='讲师'),
            ),
            migrations.AddField(
                model_name='volunteer',
                name='organization',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='volunteers', to='orgs.organization', verbose_name='登记组织'),
            ),
            migrations.AddField(
                model_name='volunteer',
                name='person',
                field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='volunteer', to='orgs.person', verbose_name='人员'),
            ),
            migrations.AddField(
                model_name='volunteer',
                name='team',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='volunteers', to='services.team', verbose_name='所在队伍'),
            ),
            migrations.AddField(
                model_name='trainingrecord',
                name='volunteer',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trainings', to='services.volunteer', verbose_name='志愿者'),
            ),
            migrations.AddField(
                model_name='starapplication',
                name='volunteer',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='star_applications', to='services.volunteer', verbose_name='志愿者'),
            ),
            migrations.AddField(
                model_name='shiftsignup',
                name='volunteer',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sign_ups', to='services.volunteer', verbose_name='志愿者'),
            ),
            migrations.AddField(
                model_name='hourentry',
                name='volunteer',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='services.volunteer', verbose_name='志愿者'),
            ),
            migrations.AddField(
                model_name='hourclaim',
                name='volunteer',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='services.volunteer', verbose_name='志愿者'),
            ),
            migrations.AddField(
                model_name='certificate',
                name='volunteer',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='services.volunteer', verbose_name='志愿者'),
            ),
            migrations.AddField(
                model_name='callout',
                name='members',
                field=models.ManyToManyField(blank=True, related_name='call_outs', to='services.volunteer', verbose_name='出动志愿者'),
            ),
            migrations.AddField(
                model_name='volunteeraward',
                name='by',
                field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='volunteeraward',
                name='volunteer',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='services.volunteer', verbose_name='志愿者'),
            ),
            migrations.AddField(
                model_name='volunteerevent',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
            ),
            migrations.AddField(
                model_name='volunteerevent',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='services.volunteer'),
            ),
        ),
        Together(
            migrations.AddIndex(
                model_name='attendance',
                index=models.Index(condition=models.Q(('original__isnull', False)), fields=['original'], name='attendance_corrections'),
            ),
            migrations.AddConstraint(
                model_name='activity',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'approved', 'published', 'done', 'cancelled'])), name='activity_state'),
            ),
            migrations.AddConstraint(
                model_name='attendance',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('headcount', 1), ('person__isnull', False), ('reverses', None)), models.Q(('headcount__gte', 1), ('person', None), ('reverses', None)), models.Q(('person', None), ('reverses__isnull', False), models.Q(('headcount', 0), _negated=True)), _connector='OR'), name='attendance_named_or_headcount'),
            ),
            migrations.AddConstraint(
                model_name='certificatecounter',
                constraint=models.UniqueConstraint(fields=('kind', 'year'), name='certificate_counter_once'),
            ),
            migrations.AddIndex(
                model_name='registration',
                index=models.Index(condition=models.Q(('state', 'waiting')), fields=['session', '-priority', 'id'], name='registration_waiting'),
            ),
            migrations.AddIndex(
                model_name='registration',
                index=models.Index(condition=models.Q(('state', 'offered')), fields=['offered_until'], name='registration_offered'),
            ),
            migrations.AddConstraint(
                model_name='registration',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'waiting', 'offered', 'registered', 'rejected', 'expired', 'cancelled'])), name='registration_state'),
            ),
            migrations.AddConstraint(
                model_name='registration',
                constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('pending', 'waiting', 'offered', 'registered'))), fields=('session', 'person'), name='registration_live_once'),
            ),
            migrations.AddConstraint(
                model_name='registration',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'offered'), _negated=True), ('offered_until__isnull', False), _connector='OR'), name='registration_offer_has_an_end'),
            ),
            migrations.AddConstraint(
                model_name='session',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'postponed', 'held', 'cancelled'])), name='session_state'),
            ),
            migrations.AddConstraint(
                model_name='session',
                constraint=models.CheckConstraint(condition=models.Q(('registered__lte', django.db.models.expressions.CombinedExpression(models.F('capacity'), '-', models.F('offered')))), name='session_not_overbooked'),
            ),
            migrations.AddConstraint(
                model_name='catalogueitem',
                constraint=models.CheckConstraint(condition=models.Q(('minutes__gte', 1)), name='catalogue_item_minutes'),
            ),
            migrations.AddConstraint(
                model_name='catalogueitem',
                constraint=models.CheckConstraint(condition=models.Q(('people_max__gte', models.F('people_min')), ('people_min__gte', 1)), name='catalogue_item_people'),
            ),
            migrations.AddConstraint(
                model_name='catalogueitem',
                constraint=models.UniqueConstraint(fields=('organization', 'name'), name='catalogue_item_once'),
            ),
            migrations.AddIndex(
                model_name='followup',
                index=models.Index(fields=['state', 'due_on'], name='follow_up_due'),
            ),
            migrations.AddConstraint(
                model_name='followup',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'need', 'done'])), name='follow_up_state'),
            ),
            migrations.AddConstraint(
                model_name='followup',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'need'), _negated=True), ('need__isnull', False), _connector='OR'), name='follow_up_need'),
            ),
            migrations.AddConstraint(
                model_name='formfield',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['text', 'number', 'choice', 'choices', 'yes_no'])), name='form_field_kind'),
            ),
            migrations.AddConstraint(
                model_name='hourcorrection',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'approved', 'rejected'])), name='hour_correction_state'),
            ),
            migrations.AddConstraint(
                model_name='hourcorrection',
                constraint=models.CheckConstraint(condition=models.Q(('new_ends_at__gt', models.F('new_starts_at'))), name='hour_correction_period'),
            ),
            migrations.AddConstraint(
                model_name='hourcorrection',
                constraint=models.CheckConstraint(condition=models.Q(('decided_by', models.F('proposed_by')), _negated=True), name='hour_correction_by_two'),
            ),
            migrations.AddConstraint(
                model_name='hourcorrection',
                constraint=models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('claim',), name='hour_correction_one_open'),
            ),
            migrations.AddConstraint(
                model_name='insurance',
                constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='insurance_period'),
            ),
            migrations.AddConstraint(
                model_name='insurance',
                constraint=models.UniqueConstraint(condition=models.Q(('is_void', False)), fields=('activity', 'policy_number'), name='insurance_once'),
            ),
            migrations.AddConstraint(
                model_name='merchant',
                constraint=models.UniqueConstraint(fields=('organization', 'name'), name='merchant_name_once'),
            ),
            migrations.AddConstraint(
                model_name='notice',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'published', 'withdrawn'])), name='notice_state'),
            ),
            migrations.AddConstraint(
                model_name='notice',
                constraint=models.CheckConstraint(condition=models.Q(('shown_until', None), ('shown_until__gte', models.F('shown_from')), _connector='OR'), name='notice_period'),
            ),
            migrations.AddIndex(
                model_name='order',
                index=models.Index(fields=['organization', 'state'], name='order_organization'),
            ),
            migrations.AddConstraint(
                model_name='order',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['submitted', 'scheduled', 'dispatched', 'done', 'feedback', 'rejected', 'cancelled'])), name='order_state'),
            ),
            migrations.AddConstraint(
                model_name='order',
                constraint=models.CheckConstraint(condition=models.Q(('people__gte', 1)), name='order_people'),
            ),
            migrations.AddConstraint(
                model_name='order',
                constraint=models.CheckConstraint(condition=models.Q(('score', None), models.Q(('score__gte', 1), ('score__lte', 5)), _connector='OR'), name='order_score_range'),
            ),
            migrations.AddConstraint(
                model_name='order',
                constraint=models.CheckConstraint(condition=models.Q(('session__isnull', False), ('state__in', ('submitted', 'rejected', 'cancelled')), _connector='OR'), name='order_scheduled_has_session'),
            ),
            migrations.AddConstraint(
                model_name='order',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'feedback'), _negated=True), ('score__isnull', False), _connector='OR'), name='order_feedback_has_score'),
            ),
            migrations.AddConstraint(
                model_name='plancost',
                constraint=models.UniqueConstraint(fields=('activity', 'number'), name='plan_cost_once'),
            ),
            migrations.AddConstraint(
                model_name='plancost',
                constraint=models.CheckConstraint(condition=models.Q(('quantity__gt', 0), ('unit_price__gt', 0)), name='plan_cost_positive'),
            ),
            migrations.AddConstraint(
                model_name='planobjective',
                constraint=models.UniqueConstraint(fields=('activity', 'number'), name='plan_objective_once'),
            ),
            migrations.AddConstraint(
                model_name='planstep',
                constraint=models.UniqueConstraint(fields=('activity', 'number'), name='plan_step_once'),
            ),
            migrations.AddConstraint(
                model_name='streetday',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'held', 'cancelled'])), name='street_day_state'),
            ),
            migrations.AddConstraint(
                model_name='streetday',
                constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='street_day_period'),
            ),
            migrations.AddConstraint(
                model_name='streetday',
                constraint=models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('organization', 'street', 'starts_at'), name='street_day_once'),
            ),
            migrations.AddConstraint(
                model_name='streetduty',
                constraint=models.UniqueConstraint(fields=('day', 'merchant'), name='street_duty_once'),
            ),
            migrations.AddIndex(
                model_name='summary',
                index=models.Index(fields=['state', 'due_on'], name='summary_due'),
            ),
            migrations.AddConstraint(
                model_name='summary',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'returned', 'approved'])), name='summary_state'),
            ),
            migrations.AddConstraint(
                model_name='summary',
                constraint=models.CheckConstraint(condition=models.Q(('cost__gte', 0)), name='summary_cost_not_negative'),
            ),
            migrations.AddConstraint(
                model_name='summary',
                constraint=models.CheckConstraint(condition=models.Q(('approved_by', models.F('written_by')), _negated=True), name='summary_approved_by_another'),
            ),
            migrations.AddConstraint(
                model_name='summary',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), ('approved_by__isnull', False), _connector='OR'), name='summary_approved_by'),
            ),
            migrations.AddConstraint(
                model_name='summaryphoto',
                constraint=models.UniqueConstraint(fields=('summary', 'sha256'), name='summary_photo_once'),
            ),
            migrations.AddConstraint(
                model_name='team',
                constraint=models.UniqueConstraint(fields=('organization', 'name'), name='team_name_once'),
            ),
            migrations.AddConstraint(
                model_name='training',
                constraint=models.CheckConstraint(condition=models.Q(('hours__gt', 0)), name='training_hours_positive'),
            ),
            migrations.AddIndex(
                model_name='shift',
                index=models.Index(fields=['-starts_at', '-id'], name='shift_newest'),
            ),
            migrations.AddConstraint(
                model_name='shift',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'published', 'done', 'cancelled'])), name='shift_state'),
            ),
            migrations.AddConstraint(
                model_name='shift',
                constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='shift_period'),
            ),
            migrations.AddConstraint(
                model_name='shift',
                constraint=models.CheckConstraint(condition=models.Q(('places__gte', 1)), name='shift_places_positive'),
            ),
            migrations.AddConstraint(
                model_name='shift',
                constraint=models.CheckConstraint(condition=models.Q(('taken__lte', models.F('places'))), name='shift_not_overbooked'),
            ),
            migrations.AddConstraint(
                model_name='shift',
                constraint=models.CheckConstraint(condition=models.Q(('insurance', ''), ('is_dangerous', True), ('state', 'published'), _negated=True), name='shift_insured'),
            ),
            migrations.AddConstraint(
                model_name='triallecture',
                constraint=models.CheckConstraint(condition=models.Q(('score__gte', 0), ('score__lte', 100)), name='trial_score_range'),
            ),
            migrations.AddConstraint(
                model_name='volunteer',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'active', 'paused', 'left'])), name='volunteer_state'),
            ),
            migrations.AddConstraint(
                model_name='volunteer',
                constraint=models.CheckConstraint(condition=models.Q(('hours__gte', 0)), name='volunteer_hours_not_negative'),
            ),
            migrations.AddConstraint(
                model_name='volunteer',
                constraint=models.CheckConstraint(condition=models.Q(('stars__lte', 5)), name='volunteer_stars_range'),
            ),
            migrations.AddConstraint(
                model_name='trainingrecord',
                constraint=models.UniqueConstraint(fields=('training', 'volunteer'), name='training_record_once'),
            ),
            migrations.AddConstraint(
                model_name='starapplication',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['submitted', 'publicised', 'awarded', 'rejected', 'revoked'])), name='star_application_state'),
            ),
            migrations.AddConstraint(
                model_name='starapplication',
                constraint=models.CheckConstraint(condition=models.Q(('star__gte', 1), ('star__lte', 5)), name='star_application_star_range'),
            ),
            migrations.AddConstraint(
                model_name='starapplication',
                constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['submitted', 'publicised'])), fields=('volunteer',), name='star_application_one_open'),
            ),
            migrations.AddConstraint(
                model_name='shiftsignup',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['signed_up', 'signed_in', 'signed_out', 'absent', 'cancelled'])), name='shift_sign_up_state'),
            ),
            migrations.AddConstraint(
                model_name='shiftsignup',
                constraint=models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('shift', 'volunteer'), name='shift_sign_up_live_once'),
            ),
            migrations.AddConstraint(
                model_name='shiftsignup',
                constraint=models.CheckConstraint(condition=models.Q(('signed_out_at', None), ('signed_out_at__gt', models.F('signed_in_at')), _connector='OR'), name='shift_sign_up_period'),
            ),
            migrations.AddConstraint(
                model_name='shiftsignup',
                constraint=models.CheckConstraint(condition=models.Q(('grade', None), models.Q(('grade__gte', 1), ('grade__lte', 5)), _connector='OR'), name='shift_sign_up_grade_range'),
            ),
            migrations.AddConstraint(
                model_name='hourentry',
                constraint=models.CheckConstraint(condition=models.Q(('hours', 0), _negated=True), name='hour_entry_not_zero'),
            ),
            migrations.AddIndex(
                model_name='hourclaim',
                index=models.Index(condition=models.Q(('state', 'confirmed')), fields=['served_on'], include=('volunteer', 'organization', 'project', 'hours'), name='hour_claim_confirmed'),
            ),
            migrations.AddConstraint(
                model_name='hourclaim',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'confirmed', 'void'])), name='hour_claim_state'),
            ),
            migrations.AddConstraint(
                model_name='hourclaim',
                constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='hour_claim_period'),
            ),
            migrations.AddConstraint(
                model_name='hourclaim',
                constraint=models.CheckConstraint(condition=models.Q(('hours__gte', 0)), name='hour_claim_hours_not_negative'),
            ),
            migrations.AddConstraint(
                model_name='hourclaim',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('sign_up__isnull', False), ('source', 'shift')), models.Q(models.Q(('source', 'shift'), _negated=True), ('sign_up', None)), _connector='OR'), name='hour_claim_of_a_shift'),
            ),
            migrations.AddConstraint(
                model_name='hourclaim',
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('state', 'confirmed')), expressions=[(models.Func(models.F('volunteer'), models.F('volunteer'), models.Value('[]'), function='int8range'), '&&'), ('counted', '&&')], name='hour_claim_counted_once'),
            ),
            migrations.AddConstraint(
                model_name='certificate',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['requested', 'issued', 'revoked', 'rejected'])), name='certificate_state'),
            ),
            migrations.AddConstraint(
                model_name='certificate',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('attendance__isnull', False), ('kind', 'attendance'), ('volunteer', None)), models.Q(('attendance', None), ('kind', 'volunteer'), ('volunteer__isnull', False)), _connector='OR'), name='certificate_of_one_thing'),
            ),
            migrations.AddConstraint(
                model_name='certificate',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('issued', 'revoked')), _negated=True), models.Q(('issued_on__isnull', False), ('number__isnull', False)), _connector='OR'), name='certificate_numbered_on_issue'),
            ),
            migrations.AddConstraint(
                model_name='certificate',
                constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='certificate_period'),
            ),
            migrations.AddConstraint(
                model_name='certificate',
                constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('requested', 'issued'))), fields=('attendance',), name='certificate_live_once_per_attendance'),
            ),
            migrations.AddConstraint(
                model_name='callout',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'reported', 'confirmed'])), name='call_out_state'),
            ),
            migrations.AddConstraint(
                model_name='callout',
                constraint=models.CheckConstraint(condition=models.Q(('departed_at', None), ('departed_at__gte', models.F('alarm_at')), _connector='OR'), name='call_out_departed_after_alarm'),
            ),
            migrations.AddConstraint(
                model_name='callout',
                constraint=models.CheckConstraint(condition=models.Q(('arrived_at', None), ('arrived_at__gte', models.F('departed_at')), _connector='OR'), name='call_out_arrived_after_departure'),
            ),
            migrations.AddConstraint(
                model_name='callout',
                constraint=models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('arrived_at')), _connector='OR'), name='call_out_ended_after_arrival'),
            ),
            migrations.AddConstraint(
                model_name='callout',
                constraint=models.CheckConstraint(condition=models.Q(('state', 'open'), models.Q(('ended_at__isnull', False), ('people__gte', 1)), _connector='OR'), name='call_out_complete'),
            ),
        ),
        migrations.RunSQL(RECORDED_WHEN_IT_HAPPENED, migrations.RunSQL.noop),
        Together(
            pgtrigger.migrations.AddTrigger(
                model_name='activity',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{approved:cancelled,approved:draft,approved:published,draft:cancelled,draft:published,draft:submitted,published:cancelled,published:done,submitted:approved,submitted:cancelled,submitted:draft}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='10bc16d9372ee9fb45b9dd61b16d00f5c0123195', operation='UPDATE', pgid='pgtrigger_guarded_states_b037f', table='services_activity', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='attendance',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF TG_OP = 'UPDATE'\n        AND to_jsonb(NEW) - 'person_id' = to_jsonb(OLD) - 'person_id'\n        AND NEW.person_id = (SELECT merged_into_id FROM orgs_person WHERE id = OLD.person_id)\n    THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;\n", hash='70aaeece30c9b254744e5b4e4e3fc48ecb3d3c62', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d3761', table='services_attendance', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='attendance',
                trigger=pgtrigger.compiler.Trigger(name='follow_merged_person', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NEW.person_id IS NOT NULL THEN\n        SELECT COALESCE(merged_into_id, id) INTO NEW.person_id FROM orgs_person WHERE id = NEW.person_id FOR KEY SHARE;\n        IF NOT FOUND THEN\n            RAISE EXCEPTION 'no such person' USING ERRCODE = 'foreign_key_violation';\n        END IF;\n    END IF;\n    RETURN NEW;\n", hash='97d6e1f53d49e927621015497ec0eaf7eb613d63', operation='INSERT', pgid='pgtrigger_follow_merged_person_6f05f', table='services_attendance', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='attendance',
                trigger=pgtrigger.compiler.Trigger(name='follow_original', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NEW.reverses_id IS NULL THEN\n        NEW.original_id := NULL;\n        RETURN NEW;\n    END IF;\n    SELECT COALESCE(original_id, id), is_counted INTO NEW.original_id, NEW.is_counted FROM services_attendance\n    WHERE id = NEW.reverses_id AND session_id = NEW.session_id AND role = NEW.role AND headcount = -NEW.headcount;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION 'a correction is the opposite of the row it reverses'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'attendance_opposite';\n    END IF;\n    RETURN NEW;\n", hash='a661eb4a77796eac79b728a8bd32e477034b52dc', operation='INSERT', pgid='pgtrigger_follow_original_c491b', table='services_attendance', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='attendance',
                trigger=pgtrigger.compiler.Trigger(name='add_to_session', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NEW.role = 'participant' AND NEW.is_counted THEN\n        UPDATE services_session SET\n            person_times = person_times + NEW.headcount,\n            named_times = named_times + CASE\n                WHEN NEW.person_id IS NOT NULL THEN 1\n                WHEN NEW.original_id IS NULL THEN 0\n                ELSE NEW.headcount * (\n                    SELECT count(*) FROM services_attendance WHERE id = NEW.original_id AND person_id IS NOT NULL\n                )\n            END\n        WHERE id = NEW.session_id;\n    END IF;\n    RETURN NULL;\n", hash='3f4a023f1aa860d5460cd5a743ca65472e5b9673', operation='INSERT', pgid='pgtrigger_add_to_session_99104', table='services_attendance', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='registration',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{offered:cancelled,offered:expired,offered:registered,pending:cancelled,pending:registered,pending:rejected,pending:waiting,registered:cancelled,waiting:cancelled,waiting:offered,waiting:registered,waiting:rejected}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='0414d526481256a1802aa2fa688197abf636b97e', operation='UPDATE', pgid='pgtrigger_guarded_states_8d1d6', table='services_registration', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='registration',
                trigger=pgtrigger.compiler.Trigger(name='follow_merged_person', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NEW.person_id IS NOT NULL THEN\n        SELECT COALESCE(merged_into_id, id) INTO NEW.person_id FROM orgs_person WHERE id = NEW.person_id FOR KEY SHARE;\n        IF NOT FOUND THEN\n            RAISE EXCEPTION 'no such person' USING ERRCODE = 'foreign_key_violation';\n        END IF;\n    END IF;\n    RETURN NEW;\n", hash='32f26fba477742460f919a8fd94a79e0b1a30301', operation='INSERT', pgid='pgtrigger_follow_merged_person_fa892', table='services_registration', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='registration',
                trigger=pgtrigger.compiler.Trigger(name='count_places', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    IF TG_OP = \'UPDATE\' AND OLD.session_id <> NEW.session_id THEN\n        RAISE EXCEPTION \'a registration stays with its session\';\n    END IF;\n    UPDATE services_session SET\n        registered = registered\n            + CASE WHEN TG_OP <> \'DELETE\' AND NEW."state" = \'registered\' THEN 1 ELSE 0 END\n            - CASE WHEN TG_OP <> \'INSERT\' AND OLD."state" = \'registered\' THEN 1 ELSE 0 END,\n        offered = offered\n            + CASE WHEN TG_OP <> \'DELETE\' AND NEW."state" = \'offered\' THEN 1 ELSE 0 END\n            - CASE WHEN TG_OP <> \'INSERT\' AND OLD."state" = \'offered\' THEN 1 ELSE 0 END,\n        waiting = waiting\n            + CASE WHEN TG_OP <> \'DELETE\' AND NEW."state" = \'waiting\' THEN 1 ELSE 0 END\n            - CASE WHEN TG_OP <> \'INSERT\' AND OLD."state" = \'waiting\' THEN 1 ELSE 0 END\n    WHERE id = CASE WHEN TG_OP = \'DELETE\' THEN OLD.session_id ELSE NEW.session_id END;\n    RETURN NULL;\n', hash='428c94ef1dc5e6f36fe428a88b93508111726173', operation='INSERT OR UPDATE OF "state", "session_id" OR DELETE', pgid='pgtrigger_count_places_246bc', table='services_registration', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='session',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{planned:cancelled,planned:held,planned:postponed,postponed:cancelled,postponed:planned}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='370162db6aa48e633e3f35e25a81c01e14dcab1a', operation='UPDATE', pgid='pgtrigger_guarded_states_633f6', table='services_session', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='session',
                trigger=pgtrigger.compiler.Trigger(name='written_by_triggers_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF pg_trigger_depth() < 2 AND (NEW.registered IS DISTINCT FROM OLD.registered OR NEW.offered IS DISTINCT FROM OLD.offered OR NEW.waiting IS DISTINCT FROM OLD.waiting OR NEW.person_times IS DISTINCT FROM OLD.person_times OR NEW.named_times IS DISTINCT FROM OLD.named_times) THEN\n                RAISE EXCEPTION '%: totals are kept by triggers', TG_TABLE_NAME\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'written_by_triggers_only';\n            END IF;\n            RETURN NEW;\n        ", hash='7629ebfe9a942b6fcc9b65974815440e13b82ffc', operation='UPDATE', pgid='pgtrigger_written_by_triggers_only_8ed20', table='services_session', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='calloutevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='92cc9b8aa611b055a581e7ace513e9fcca3f89e1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a8194', table='services_calloutevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='catalogueitemevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ca59e0995c6a473015d6aba1d3ea72230724cd04', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3af3d', table='services_catalogueitemevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='certificateevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f72a1c6e172320119cafb4b40afc97a9a4029eb5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_908ea', table='services_certificateevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='checkout',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f1d5eb3d33bef3201384163f100483f72365e2bb', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f0f08', table='services_checkout', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='followup',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{open:done,open:need}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='c028b0cc907e89392860832e2cf4c71426556438', operation='UPDATE', pgid='pgtrigger_guarded_states_2ce3d', table='services_followup', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='followupevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9a40a46b4f47db8b7aa6696ed4d40782425a7c27', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_11318', table='services_followupevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='hourclaimevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b60dcb0d51ab8ec4d3e7bc8fa1726a8985cf6602', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e8896', table='services_hourclaimevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='hourcorrection',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{proposed:approved,proposed:rejected}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='1d0ad703760d3913a82ab96e3465e60efc2c551d', operation='UPDATE', pgid='pgtrigger_guarded_states_a0946', table='services_hourcorrection', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='hourcorrectionevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3738db624346a1982cd6691a4379e6397ac7ac81', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_60333', table='services_hourcorrectionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='lecturerevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='cbf3e229b7f1851a0b8579992e7f2b28f2d08534', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_acaa5', table='services_lecturerevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='merchantevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9fe7a2385c7f8902af8f85a920806c6fda80e4e9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_fcff6', table='services_merchantevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='notice',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:published,published:withdrawn,withdrawn:published}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='cb135e78234f91bae51e9302d9400a8137d8fd1d', operation='UPDATE', pgid='pgtrigger_guarded_states_a17c3', table='services_notice', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='noticeevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='cc8d0c12f69ba348241fbdde1dec091701fe71f0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_87c0e', table='services_noticeevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='order',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{dispatched:cancelled,dispatched:done,dispatched:scheduled,done:feedback,scheduled:cancelled,scheduled:dispatched,scheduled:scheduled,submitted:cancelled,submitted:rejected,submitted:scheduled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='02b0cd26bb04fd4aa7a9db5dda68b800efa1ed26', operation='UPDATE', pgid='pgtrigger_guarded_states_a1f70', table='services_order', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='orderevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e0e409979814494abbf933e7fd77da51f3b55ad0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_03a0c', table='services_orderevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='scan',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='70371cd64e47f1fa912d88dc46b7acd1c3b3a1a7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bda60', table='services_scan', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='shiftevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f64504fabd28634c9ec376ea47a84f16dbb1f101', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c5443', table='services_shiftevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='shiftsignupevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2c9f46a8deba4caddde2921f527c68cbdc5c558c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9231c', table='services_shiftsignupevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='starapplicationevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a878667b0757f25c3d1ab034725c0cf619649180', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ed7ee', table='services_starapplicationevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='streetday',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{planned:cancelled,planned:held}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='7727637d4f593d62edb1660a53f36d25237f87c8', operation='UPDATE', pgid='pgtrigger_guarded_states_3b970', table='services_streetday', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='streetdayevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='63747e4e6134e25d64a565d0c160ee65a35a570e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_46638', table='services_streetdayevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='summary',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:submitted,returned:submitted,submitted:approved,submitted:returned}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='92d5bef05bc1826f39f606010fadf62280051942', operation='UPDATE', pgid='pgtrigger_guarded_states_1eed4', table='services_summary', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='summaryevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ad5f812857307282e0e4ea2971ae65f1d3f9f0cf', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_72b91', table='services_summaryevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='teamevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6226e8cdee1a1d3f8558894ed4da9090a454b770', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ac408', table='services_teamevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='shift',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:cancelled,draft:published,published:cancelled,published:done}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='a57306657d2ca60091965a856dae17160158c05f', operation='UPDATE', pgid='pgtrigger_guarded_states_6b9b0', table='services_shift', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='shift',
                trigger=pgtrigger.compiler.Trigger(name='written_by_triggers_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF pg_trigger_depth() < 2 AND (NEW.taken IS DISTINCT FROM OLD.taken) THEN\n                RAISE EXCEPTION '%: totals are kept by triggers', TG_TABLE_NAME\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'written_by_triggers_only';\n            END IF;\n            RETURN NEW;\n        ", hash='52443d1883509588b7026e49ee6726077364f42a', operation='UPDATE', pgid='pgtrigger_written_by_triggers_only_02dc2', table='services_shift', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='triallecture',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2117a7d3c3bea61e15e2961b7c781397e4d264d7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_713d3', table='services_triallecture', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='volunteer',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{active:left,active:paused,left:active,paused:active,paused:left,pending:active,pending:left}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='d7532e6ceaeb6174d99d82db22eccbc343fb59e6', operation='UPDATE', pgid='pgtrigger_guarded_states_18974', table='services_volunteer', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='volunteer',
                trigger=pgtrigger.compiler.Trigger(name='written_by_triggers_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF pg_trigger_depth() < 2 AND (NEW.hours IS DISTINCT FROM OLD.hours) THEN\n                RAISE EXCEPTION '%: totals are kept by triggers', TG_TABLE_NAME\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'written_by_triggers_only';\n            END IF;\n            RETURN NEW;\n        ", hash='1018007f6752d21c312f5336bf76d733a33d4d64', operation='UPDATE', pgid='pgtrigger_written_by_triggers_only_05112', table='services_volunteer', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='trainingrecord',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e846a5c6e7fa930cc02c91f53033e7c3676b95b5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b8985', table='services_trainingrecord', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='starapplication',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{awarded:revoked,publicised:awarded,publicised:rejected,submitted:publicised,submitted:rejected}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='572e8ef4386e27efb75e4182424b64030fc49799', operation='UPDATE', pgid='pgtrigger_guarded_states_c8348', table='services_starapplication', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='shiftsignup',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{absent:signed_in,signed_in:signed_out,signed_up:absent,signed_up:cancelled,signed_up:signed_in}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='9f46df4396b1d7914ae70fabf5fc0a86dcdd2142', operation='UPDATE', pgid='pgtrigger_guarded_states_816f3', table='services_shiftsignup', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='shiftsignup',
                trigger=pgtrigger.compiler.Trigger(name='count_taken', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    UPDATE services_shift SET taken = taken\n        + CASE WHEN TG_OP <> \'DELETE\' AND NEW."state" NOT IN (\'cancelled\', \'absent\') THEN 1 ELSE 0 END\n        - CASE WHEN TG_OP <> \'INSERT\' AND OLD."state" NOT IN (\'cancelled\', \'absent\') THEN 1 ELSE 0 END\n    WHERE id = CASE WHEN TG_OP = \'DELETE\' THEN OLD.shift_id ELSE NEW.shift_id END;\n    RETURN NULL;\n', hash='e13ef65c78d1b5959777b4fa5a21630124f404d2', operation='INSERT OR UPDATE OF "state" OR DELETE', pgid='pgtrigger_count_taken_ea3d1', table='services_shiftsignup', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='hourentry',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='dab339ea0ab30a46aca2d42150c09faf0b76a8a6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_25681', table='services_hourentry', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='hourentry',
                trigger=pgtrigger.compiler.Trigger(name='add_hours', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    UPDATE services_volunteer SET hours = hours + NEW.hours WHERE id = NEW.volunteer_id;\n    RETURN NULL;\n', hash='d79574c7bb75613b5ef73163191c1edb2ee22911', operation='INSERT', pgid='pgtrigger_add_hours_1c089', table='services_hourentry', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='hourclaim',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{confirmed:void,pending:confirmed,pending:void}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='307ec8ac37931a7d4b82eb478cfc18e3afc26189', operation='UPDATE', pgid='pgtrigger_guarded_states_a4849', table='services_hourclaim', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='certificate',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{issued:revoked,requested:issued,requested:rejected}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='02755801cc1703696b4856455c1955bbc67df333', operation='UPDATE', pgid='pgtrigger_guarded_states_f886a', table='services_certificate', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='certificate',
                trigger=pgtrigger.compiler.Trigger(name='frozen_once_issued', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    IF OLD."state" IN (\'requested\', \'rejected\') AND TG_OP = \'UPDATE\' THEN\n        RETURN NEW;\n    END IF;\n    IF TG_OP = \'UPDATE\'\n        AND to_jsonb(NEW) - \'state\' - \'handled_by_id\' - \'person_id\'\n            = to_jsonb(OLD) - \'state\' - \'handled_by_id\' - \'person_id\'\n        AND (NEW.person_id = OLD.person_id\n            OR NEW.person_id = (SELECT merged_into_id FROM orgs_person WHERE id = OLD.person_id))\n    THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION \'pgtrigger: an issued certificate is frozen\';\n', hash='fa8a9b4b1f44266e234e9f4bc7056a8db0d05541', operation='UPDATE OR DELETE', pgid='pgtrigger_frozen_once_issued_018b4', table='services_certificate', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='callout',
                trigger=pgtrigger.compiler.Trigger(name='guarded_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{open:reported,reported:confirmed,reported:open}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='7b671a017ac504963065fb7ae096b1d122e05395', operation='UPDATE', pgid='pgtrigger_guarded_states_8700e', table='services_callout', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='volunteeraward',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9a24022ca9b51bbe798455d3aa68d18ca610854b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6aa0f', table='services_volunteeraward', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='volunteerevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='634fffa99ff1b8641d5ad0167178c9695d45438f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_de939', table='services_volunteerevent', when='BEFORE')),
            ),
        ),
    ]
