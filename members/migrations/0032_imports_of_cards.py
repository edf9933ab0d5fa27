"""Let a list be of a date's pledge cards. Old code makes none, and shows those that new code made."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0031_organisation_key_with_name'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='import',
            name='sign_ups_are_for_a_date',
        ),
        migrations.AlterField(
            model_name='import',
            name='kind',
            field=models.CharField(choices=[('people', 'People'), ('organisations', 'Organisations'), ('sign-ups', 'People who come to a date'), ('cards', 'Pledge cards of a date')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='import',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('about__isnull', False), ('kind__in', ['sign-ups', 'cards'])), models.Q(models.Q(('kind__in', ['sign-ups', 'cards']), _negated=True), ('about', None)), _connector='OR'), name='some_lists_are_for_a_date'),
        ),
    ]
