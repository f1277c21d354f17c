"""Decisions are appended and never changed; a version's confirmation names who confirmed."""

from django.db import migrations

from wuzha.database.security import grant, secure


class Migration(migrations.Migration):
    dependencies = [("plan", "0003_desk")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE plan_version FORCE ROW LEVEL SECURITY; ALTER TABLE plan_plan FORCE ROW LEVEL SECURITY;",
            migrations.RunSQL.noop,
        ),
        secure("plan_decision"),
        grant("plan_version", "UPDATE (confirmer)"),
    ]
