"""Administration divided into three, and the office's rules about who gets in."""

from django.db import migrations, models

from wuzha.database.security import secure

ROLES = ["clerk", "leader", "liaison", "worker", "admin", "security", "auditor"]


class Migration(migrations.Migration):
    dependencies = [("web", "0002_security")]

    operations = [
        migrations.CreateModel(
            name="Policy",
            fields=[
                ("district_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("three_roles", models.BooleanField(default=False, help_text="administration divided into three")),
            ],
            options={"db_table": "web_policy"},
        ),
        migrations.AddField(
            model_name="user",
            name="prepared_by",
            field=models.BigIntegerField(
                help_text="who made it, until another administrator grants it", null=True
            ),
        ),
        migrations.AlterField(
            model_name="user",
            name="role",
            field=models.CharField(choices=[(role, role) for role in ROLES], max_length=10),
        ),
        secure("web_policy", update=True),
    ]
