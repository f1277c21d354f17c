"""Apps that show one-time passwords, recovery codes, and of whom a district asks a second factor."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuzha.database.security import grant


class Migration(migrations.Migration):

    dependencies = [
        ('web', '0006_narrow_keys'),
    ]

    operations = [
        migrations.CreateModel(
            name='Totp',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to=settings.AUTH_USER_MODEL)),
                ('sealed', models.TextField(help_text="the secret, encrypted with the installation's own")),
                ('last_step', models.BigIntegerField(help_text='of the last code taken; none up to it is taken again')),
                ('since', models.DateTimeField()),
            ],
            options={
                'db_table': 'web_totp',
            },
        ),
        migrations.AddField(
            model_name='policy',
            name='second_factor',
            field=models.CharField(choices=[('nobody', 'nobody'), ('administrators', 'administrators'), ('everybody', 'everybody')], default='nobody', max_length=16),
        ),
        migrations.CreateModel(
            name='RecoveryCode',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64)),
                ('used_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'web_recovery_code',
                'constraints': [models.UniqueConstraint(fields=('user', 'digest'), name='web_recovery_code_once')],
            },
        ),
        grant("web_totp", "SELECT, INSERT, UPDATE, DELETE"),
        grant("web_recovery_code", "SELECT, INSERT, UPDATE, DELETE"),
    ]
