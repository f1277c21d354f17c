"""Which vacant doors were found so at the door. The present leaves are counted anew by the next recount."""

from importlib import import_module

from django.db import migrations, models

from wuzha.database.security import grant

_VIEW = "oversight_ladder"
_before = import_module("wuzha.oversight.migrations.0004_freezing_security")
_found = models.IntegerField(default=0, help_text="of the vacant, those found so at the door, not by the roster")
_COLUMNS = f"{_before.LADDER}, found_vacant"
_TABLES = ("oversight_coverage_leaf", "oversight_frozen_ladder")


class Migration(migrations.Migration):
    dependencies = [("oversight", "0004_freezing_security"), ("registry", "0004_versions_security")]

    operations = [
        migrations.RunSQL(f"DROP VIEW {_VIEW}", migrations.RunSQL.noop),
        migrations.AddField("coverageleaf", "found_vacant", _found, preserve_default=False),
        migrations.AddField("frozenladder", "found_vacant", _found, preserve_default=False),
        _before.view(_VIEW, _COLUMNS, *_TABLES),
        grant(_VIEW, "SELECT"),
    ]
