"""Add what people need to take part, and the totals of it. Old code knows of neither table."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("events", "0023_questions"),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessNeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('needs', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('way-in', 'A way in without steps'), ('seat', 'A seat that suits me'), ('hearing', 'A hearing loop'), ('signer', 'A sign language interpreter'), ('language', 'Another language'), ('print', 'Large print'), ('quiet', 'A quiet place to go to'), ('food', 'Food I can eat'), ('travel', 'Help to get there')], max_length=10), blank=True, default=list)),
                ('words', models.TextField(blank=True, max_length=500)),
                ('met', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('way-in', 'A way in without steps'), ('seat', 'A seat that suits me'), ('hearing', 'A hearing loop'), ('signer', 'A sign language interpreter'), ('language', 'Another language'), ('print', 'Large print'), ('quiet', 'A quiet place to go to'), ('food', 'Food I can eat'), ('travel', 'Help to get there'), ('words', 'words')], max_length=10), blank=True, default=list)),
                ('wording', models.PositiveSmallIntegerField(help_text="The number of the consent's words, in WORDINGS.")),
                ('agreed_at', models.DateTimeField()),
                ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                ('signup', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='events.signup')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('taken_back_at', None), models.Q(('met', []), ('needs', []), ('words', '')), _connector='OR'), name='what_is_taken_back_is_blank')],
            },
        ),
        migrations.CreateModel(
            name='AccessTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('need', models.CharField(max_length=10)),
                ('asked', models.PositiveIntegerField(default=0)),
                ('met', models.PositiveIntegerField(default=0)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='access_totals', to='events.event')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('event', 'need'), name='one_total_a_need')],
            },
        ),
    ]
