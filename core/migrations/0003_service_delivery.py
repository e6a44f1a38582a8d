"""Text messages wait in an outbox until the gateway has them."""

import core.crypto
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='TextMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phone', core.crypto.EncryptedField(verbose_name='手机号')),
                ('body', models.CharField(max_length=300, verbose_name='内容')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='发送次数')),
                ('claimed_at', models.DateTimeField(blank=True, null=True, verbose_name='领取时间')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='发出时间')),
            ],
            options={
                'verbose_name': '短信',
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('sent_at', None)), fields=['created_at'], name='text_message_unsent')],
            },
        ),
    ]
