"""Add who was rung about what. Old code does not know of the table."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0030_access_needs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('about', models.CharField(choices=[('place', 'they have a place'), ('waiting', 'they are on the waiting list'), ('promoted', 'a place came free, and it is theirs'), ('offered', 'a place came free, and is held for them'), ('cancelled', 'this date is cancelled'), ('week', 'it is a week away: are they still coming?'), ('day', 'it is tomorrow')], max_length=10)),
                ('turn', models.PositiveSmallIntegerField(help_text="The sign-up's: whoever comes back is told anew.")),
                ('rung_at', models.DateTimeField()),
                ('rung_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signup', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='events.signup')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('signup', 'turn', 'about'), name='one_call_a_reason')],
            },
        ),
    ]
