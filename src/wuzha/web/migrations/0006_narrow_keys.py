"""Keys that reach less than their account, that expire, and of which one knows when they were used last."""

import django.contrib.postgres.fields
from django.db import migrations, models

import wuzha.web.models


class Migration(migrations.Migration):

    dependencies = [
        ('web', '0005_notices'),
    ]

    operations = [
        migrations.AddField(
            model_name='apikey',
            name='reach',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=wuzha.web.models.everything, help_text='read, record, or names of lists', size=None),
        ),
        migrations.AddField(
            model_name='apikey',
            name='area_id',
            field=models.BigIntegerField(help_text='the ground that it is narrowed to', null=True),
        ),
        migrations.AddField(
            model_name='apikey',
            name='area_lo',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='apikey',
            name='area_hi',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='apikey',
            name='expires_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='apikey',
            name='last_used_at',
            field=models.DateTimeField(null=True),
        ),
    ]
