"""A report belongs to its unit; the office, seeing all units, sees every report."""

from django.db import migrations

from wuzha.database.security import in_range, secure


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [
        secure("reports_report", in_range("unit_pos", "own"), update=True),
        secure("reports_snapshot", in_range("unit_pos", "own")),
    ]
