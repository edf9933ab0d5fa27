"""Make the table of people asked to stand beside a pledge. Old code does not know it."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0031_organisation_key_with_name'),
        ("pledges", "0006_backer_and_wall"),
    ]

    operations = [
        migrations.CreateModel(
            name='PartnerAsk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('role', models.CharField(choices=[('partner', 'partner'), ('backer', 'backer')], max_length=7)),
                ('asked_at', models.DateTimeField()),
                ('lapses_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('said_yes', models.BooleanField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('pledge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partner_asks', to='pledges.pledge')),
                ('to_contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='members.contact')),
            ],
            options={
                'ordering': ['asked_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('pledge', 'role'), name='one_partner_a_role'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('said_yes', None)), models.Q(('answered_at__isnull', False), ('said_yes__isnull', False)), _connector='OR'), name='answered_partners_say_what'), models.CheckConstraint(condition=models.Q(('said_yes', None), ('to_contact__isnull', False), _connector='OR'), name='who_answers_has_a_name'), models.CheckConstraint(condition=models.Q(models.Q(('said_yes', False), _negated=True), ('ended_at__isnull', False), _connector='OR'), name='after_a_no_it_is_over')],
            },
        ),
    ]
