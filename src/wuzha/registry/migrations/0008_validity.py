"""The register stands on a day: what has ended before it or begins after it does not count. Versions keep both days."""

from django.db import migrations, models

from wuzha.database.security import grant

# Without a day everything that has a last day counts as ended, and nothing as still to come.
_DAY = """
CREATE FUNCTION registry_day(district bigint) RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce((SELECT d.day FROM registry_district AS d WHERE d.id = district), 'infinity')
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0007_areas_of_imports")]

    operations = [
        migrations.AddField(
            "district",
            "day",
            models.DateField(null=True, help_text="the day on which the register stands (registry.day)"),
        ),
        migrations.AddField(
            "entry",
            "valid_from",
            models.DateField(null=True, help_text="approved with it: from that day on it counts"),
        ),
        migrations.AddField(
            "entry",
            "valid_to",
            models.DateField(null=True, help_text="approved with it: the last day on which it counts"),
        ),
        migrations.AddField("pending", "valid_from", models.DateField(null=True)),
        migrations.AddField("pending", "valid_to", models.DateField(null=True)),
        grant("registry_district", "UPDATE (day)"),
        migrations.RunSQL(_DAY, "DROP FUNCTION registry_day(bigint)"),
    ]
