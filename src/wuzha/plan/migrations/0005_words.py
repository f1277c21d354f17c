"""Words that an office gives the reader: appended, never changed."""

from django.db import migrations, models

from wuzha.database.security import secure


class Migration(migrations.Migration):
    dependencies = [("plan", "0004_desk_security")]

    operations = [
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("district_id", models.BigIntegerField()),
                ("list", models.CharField(help_text="which list of the vocabulary, e.g. places.bank", max_length=40)),
                ("word", models.CharField(max_length=24)),
                ("known", models.BooleanField(help_text="whether plans are read with it from here on")),
                ("at", models.DateTimeField()),
                ("by", models.BigIntegerField()),
                ("author", models.CharField(max_length=80)),
            ],
            options={
                "db_table": "plan_word",
                "indexes": [models.Index(fields=["district_id", "id"], name="plan_word_district")],
            },
        ),
        secure("plan_word"),
    ]
