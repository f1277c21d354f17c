"""A duty is seen by the unit accountable for it and by the unit that does it, on their own ground."""

from django.db import migrations

from wuzha.database.security import grant, identity, in_range, secure


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_initial")]

    operations = [
        identity("duties_duty"),
        secure("duties_binding", update=True),
        secure("duties_stage"),
        grant("duties_stage", "UPDATE (retired_at)"),
        secure(
            "duties_duty",
            in_range("area_pos", "area"),
            f"({in_range('unit_pos', 'unit')} OR {in_range('doer_pos', 'unit')})",
        ),
    ]
