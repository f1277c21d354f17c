"""Leaf tables carry the same scopes as the rows they count."""

from django.db import migrations

from wuzha.database.security import in_range, secure


class Migration(migrations.Migration):
    dependencies = [("oversight", "0001_initial")]

    operations = [
        secure(
            "oversight_coverage_leaf",
            in_range("area_pos", "area"),
            in_range("unit_pos", "unit"),
            update=True,
            delete=True,
        ),
        secure(
            "oversight_duty_leaf",
            in_range("area_pos", "area"),
            f"({in_range('unit_pos', 'unit')} OR {in_range('doer_pos', 'unit')})",
            update=True,
            delete=True,
        ),
        secure("oversight_touched", delete=True),
    ]
