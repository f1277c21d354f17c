"""Deputies in absence, and areas seen besides one's own: made and ended, never changed."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuzha.database.security import grant, secure

_USER: dict[str, Any] = {"on_delete": django.db.models.deletion.PROTECT, "to": settings.AUTH_USER_MODEL}
_ENDED = models.DateTimeField(help_text="taken back before its last day", null=True)


class Migration(migrations.Migration):
    dependencies = [("web", "0008_passkeys")]

    operations = [
        migrations.CreateModel(
            name="Deputation",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("district_id", models.BigIntegerField()),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.BigIntegerField()),
                ("author", models.CharField(max_length=80)),
                ("ended_at", _ENDED),
                ("absent", models.ForeignKey(related_name="absences", **_USER)),
                ("deputy", models.ForeignKey(related_name="deputations", **_USER)),
            ],
            options={"db_table": "web_deputation"},
        ),
        migrations.CreateModel(
            name="Sight",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("district_id", models.BigIntegerField()),
                ("area_id", models.BigIntegerField()),
                ("area", models.CharField(help_text="its path, as it was given", max_length=200)),
                ("lo", models.BigIntegerField()),
                ("hi", models.BigIntegerField()),
                ("last", models.DateField()),
                ("reason", models.CharField(max_length=200)),
                ("given_at", models.DateTimeField()),
                ("given_by", models.BigIntegerField()),
                ("author", models.CharField(max_length=80)),
                ("ended_at", models.DateTimeField(help_text="taken back before its last day", null=True)),
                ("user", models.ForeignKey(related_name="sights", **_USER)),
            ],
            options={"db_table": "web_sight"},
        ),
        secure("web_deputation"),
        grant("web_deputation", "UPDATE (ended_at)"),
        secure("web_sight"),
        grant("web_sight", "UPDATE (ended_at)"),
    ]
