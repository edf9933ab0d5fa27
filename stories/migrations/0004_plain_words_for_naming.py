"""Plainer words for how somebody is named. Nothing is stored in another way, so old code goes on beside it."""
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0003_story_is_moderated'),
    ]

    operations = [
        migrations.AlterField(
            model_name='consent',
            name='naming',
            field=models.CharField(choices=[('name-role-organisation', 'Name, role and organisation'), ('role-sector', 'Role and sector, no name'), ('place', 'Place only'), ('made-up', 'A made-up name'), ('none', 'Not named at all')], default='name-role-organisation', max_length=24),
        ),
        migrations.AlterField(
            model_name='personinstory',
            name='settled',
            field=models.CharField(choices=[('open', 'not asked yet'), ('agreed', 'asked, and agreed'), ('disguised', 'changed, so that nobody knows them'), ('public-role', 'named for a public job only'), ('not-needed', 'nobody could recognise them')], default='open', max_length=12),
        ),
        migrations.AlterField(
            model_name='quote',
            name='naming',
            field=models.CharField(choices=[('name-role-organisation', 'Name, role and organisation'), ('role-sector', 'Role and sector, no name'), ('place', 'Place only'), ('made-up', 'A made-up name'), ('none', 'Not named at all')], default='none', max_length=24),
        ),
    ]
