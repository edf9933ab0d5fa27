"""Make the table of edited pages. Old code shows the pages of its release and never looks here."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("commons", "0002_network_colours"),
    ]

    operations = [
        migrations.CreateModel(
            name='PageVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(choices=[('about', 'About us'), ('help', 'Help'), ('house-rules', 'House rules'), ('privacy', 'How we look after your details'), ('accessibility', 'Accessibility statement')], max_length=20)),
                ('number', models.PositiveIntegerField()),
                ('lede', models.CharField(blank=True, max_length=300)),
                ('text', models.TextField(help_text='Markdown, a small part of it.')),
                ('at', models.DateTimeField()),
                ('by', models.UUIDField(help_text="The member's uuid.", null=True)),
                ('brought_back', models.PositiveIntegerField(help_text='The version whose words these are again.', null=True)),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.AddConstraint(
            model_name='pageversion',
            constraint=models.UniqueConstraint(fields=('page', 'number'), name='one_version_a_number'),
        ),
        migrations.AddConstraint(
            model_name='pageversion',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='versions_count_from_one'),
        ),
    ]
