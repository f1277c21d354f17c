"""Proofs of the ledger that were asked for on pages."""

from django.db import migrations, models

from wuzha.database.security import secure


class Migration(migrations.Migration):

    dependencies = [
        ('web', '0010_break_glass'),
    ]

    operations = [
        migrations.CreateModel(
            name='Proof',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('district_id', models.BigIntegerField()),
                ('since', models.DateField(null=True)),
                ('until', models.DateField(null=True)),
                ('audit', models.BooleanField(default=False, help_text='with the audit log of these days')),
                ('asked_by', models.BigIntegerField()),
                ('asker', models.CharField(max_length=80)),
                ('asked_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('head', models.CharField(blank=True, max_length=200)),
                ('size', models.BigIntegerField(default=0, help_text='bytes')),
                ('failure', models.CharField(blank=True, help_text='the code of the problem', max_length=10)),
            ],
            options={
                'db_table': 'web_proof',
            },
        ),
        secure("web_proof", update=True),
    ]
