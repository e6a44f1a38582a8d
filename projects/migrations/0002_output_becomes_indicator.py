"""An output is an indicator: the contract's word for the same promise."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]

    operations = [migrations.RenameModel("Output", "Indicator")]
