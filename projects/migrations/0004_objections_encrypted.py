"""What an objection says is encrypted like the name under it."""

from django.db import migrations

import core.crypto


def encrypt(apps, schema_editor):
    for objection in apps.get_model("projects", "Objection").objects.only("plain").iterator():
        objection.text = objection.plain
        objection.save(update_fields=["text"])


class Migration(migrations.Migration):
    dependencies = [("projects", "0003_purchase_of_services")]

    operations = [
        migrations.RenameField("objection", "text", "plain"),
        migrations.AddField("objection", "text", core.crypto.EncryptedField(default="", verbose_name="异议内容")),
        migrations.RunPython(encrypt),
        migrations.RemoveField("objection", "plain"),
    ]
