"""The list of erased people, by keyed hash. A new table; old code ignores it, so this may ship ahead."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("commons", "0006_log_is_found"),
    ]

    operations = [
        migrations.CreateModel(
            name='ErasedPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.CharField(help_text='Keyed hash of their uuid.', max_length=48, unique=True)),
                ('address', models.CharField(blank=True, help_text='Keyed hash of their email; empty for those who asked to go.', max_length=48)),
                ('erased_at', models.DateTimeField()),
                ('returned_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('address', ''), _negated=True), fields=['address'], name='erased_address')],
                'constraints': [models.CheckConstraint(condition=models.Q(('address__regex', '^([0-9a-f]{48})?$'), ('person__regex', '^[0-9a-f]{48}$')), name='erased_people_are_hashes')],
            },
        ),
    ]
