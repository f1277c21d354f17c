"""Corrections, confirmations and decisions of the plan desk."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plan', '0002_security'),
    ]

    operations = [
        # A foreign key cannot be checked on a table that hides its rows from its owner: 0004 hides them again.
        migrations.RunSQL(
            "ALTER TABLE plan_version NO FORCE ROW LEVEL SECURITY; ALTER TABLE plan_plan NO FORCE ROW LEVEL SECURITY;",
            migrations.RunSQL.noop,
        ),
        migrations.AddField(
            model_name='version',
            name='author',
            field=models.CharField(default='', max_length=80),
        ),
        migrations.AddField(
            model_name='version',
            name='confirmer',
            field=models.CharField(default='', max_length=80),
        ),
        migrations.AddField(
            model_name='version',
            name='edit',
            field=models.JSONField(help_text='what was corrected', null=True),
        ),
        migrations.AddField(
            model_name='version',
            name='layout',
            field=models.JSONField(default=dict, help_text='tables and headings of the document, as stretches of the text'),
        ),
        migrations.AddField(
            model_name='version',
            name='parent',
            field=models.ForeignKey(help_text='the version this one corrects', null=True, on_delete=django.db.models.deletion.PROTECT, to='plan.version'),
        ),
        migrations.AddField(
            model_name='version',
            name='written',
            field=models.BooleanField(default=False, help_text='made in the typed form; the text is written from it'),
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('district_id', models.BigIntegerField()),
                ('key', models.TextField(help_text='what makes the problem the same one in another version')),
                ('state', models.CharField(max_length=10)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('decided_at', models.DateTimeField()),
                ('decided_by', models.BigIntegerField()),
                ('author', models.CharField(max_length=80)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='plan.plan')),
                ('version', models.ForeignKey(help_text='the version that was looked at', on_delete=django.db.models.deletion.PROTECT, to='plan.version')),
            ],
            options={
                'db_table': 'plan_decision',
                'indexes': [models.Index(fields=['plan', 'id'], name='plan_decision_plan')],
            },
        ),
    ]
