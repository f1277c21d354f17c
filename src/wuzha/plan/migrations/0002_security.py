"""Plans are read by everybody of the district; a version is never changed but for its confirmation."""

from django.db import migrations

from wuzha.database.security import grant, secure


class Migration(migrations.Migration):
    dependencies = [("plan", "0001_initial")]

    operations = [
        secure("plan_plan"),
        secure("plan_version"),
        grant("plan_version", "UPDATE (confirmed_at, confirmed_by)"),
        secure("plan_measure"),
    ]
