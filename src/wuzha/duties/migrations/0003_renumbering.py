"""A stage that a newer version asks for again is told by that version's number and title."""

from django.db import migrations

from wuzha.database.security import grant


class Migration(migrations.Migration):
    dependencies = [("duties", "0002_security")]

    operations = [grant("duties_stage", "UPDATE (measure_id, ordinal, clause, title)")]
