"""Add the backer of a pledge, and the table of a wall's switches; both empty at first. Old code ignores them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0071_held_at_all_after'),
        ('members', '0031_organisation_key_with_name'),
        ('pledges', '0005_hand_overs'),
    ]

    operations = [
        migrations.CreateModel(
            name='Wall',
            fields=[
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='events.event')),
                ('checks_first', models.BooleanField(default=False, help_text="Each patch waits for the host's look.")),
                ('is_paused', models.BooleanField(default=False, help_text="The projector's picture stands still.")),
            ],
        ),
        migrations.AddField(
            model_name='pledge',
            name='backer',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='members.contact'),
        ),
    ]
