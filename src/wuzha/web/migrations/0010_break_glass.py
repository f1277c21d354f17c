"""Until when a password gets in although another server is the only way."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('web', '0009_standing_in'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='glass_until',
            field=models.DateTimeField(help_text='until then the password gets in even where another server is the only way', null=True),
        ),
    ]
