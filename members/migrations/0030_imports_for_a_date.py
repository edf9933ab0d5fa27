"""Add Import.about, the date that a list of people is for. Old code makes lists without one, as before."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0021_rows_said_twice"),
    ]

    operations = [
        migrations.AddField(
            model_name='import',
            name='about',
            field=models.UUIDField(db_index=True, help_text='The date whose people these are; else empty.', null=True),
        ),
        migrations.AlterField(
            model_name='import',
            name='kind',
            field=models.CharField(choices=[('people', 'People'), ('organisations', 'Organisations'), ('sign-ups', 'People who come to a date')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='import',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('about__isnull', False), ('kind', 'sign-ups')), models.Q(models.Q(('kind', 'sign-ups'), _negated=True), ('about', None)), _connector='OR'), name='sign_ups_are_for_a_date'),
        ),
    ]
