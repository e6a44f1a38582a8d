"""Newest first without sorting: with a million ledger rows, the first page of the ledger took 92 ms and takes 17, of 200,000
vouchers 392 ms and 9 (both on a busy machine)."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0004_objections_encrypted"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="ledgerentry",
            name="ledger_on",
        ),
        migrations.AddIndex(
            model_name="expense",
            index=models.Index(fields=["on", "id"], name="expense_newest"),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["on", "id"], include=("kind",), name="ledger_newest"),
        ),
    ]
