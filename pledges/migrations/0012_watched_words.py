"""Make the table of words that a host looks at first, with no row. Old code does not know it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("pledges", "0011_alone_and_recorded_by"),
    ]

    operations = [
        migrations.CreateModel(
            name='WatchedWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(blank=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_row_of_watched_words')],
            },
        ),
    ]
