"""Make the tables of what is in the way of a pledge, of offers of help, thanks and three lines. Old code ignores them."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("pledges", "0012_watched_words"),
        ('stories', '0006_hidden_after_a_report'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Snag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('since', models.DateTimeField()),
                ('hosts_asked_at', models.DateTimeField(blank=True, null=True)),
                ('partner_asked_at', models.DateTimeField(blank=True, null=True)),
                ('letter', models.TextField(blank=True, help_text="To whoever can say yes, in its maker's words.")),
                ('letter_sent_at', models.DateTimeField(blank=True, null=True)),
                ('heard_at', models.DateTimeField(blank=True, help_text='When a person first answered.', null=True)),
                ('smaller_asked_at', models.DateTimeField(blank=True, help_text='Smaller, or let it go? Asked once.', null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='pledges.answer')),
                ('pledge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='snags', to='pledges.pledge')),
            ],
        ),
        migrations.CreateModel(
            name='HelpOffer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('words', models.CharField(max_length=500)),
                ('who', models.CharField(blank=True, help_text='Somebody who said yes to being named, and how.', max_length=160)),
                ('offered_at', models.DateTimeField()),
                ('is_used', models.BooleanField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('snag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offers', to='pledges.snag')),
            ],
            options={
                'ordering': ['offered_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Thanks',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.CharField(blank=True, max_length=200)),
                ('said_at', models.DateTimeField()),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pledge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='thanks', to='pledges.pledge')),
            ],
            options={
                'verbose_name_plural': 'thanks',
            },
        ),
        migrations.CreateModel(
            name='ThreeLines',
            fields=[
                ('pledge', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='three_lines', serialize=False, to='pledges.pledge')),
                ('happened', models.TextField(blank=True)),
                ('changed', models.TextField(blank=True)),
                ('would_tell', models.TextField(blank=True)),
                ('written_at', models.DateTimeField()),
                ('story', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='stories.story')),
            ],
        ),
        migrations.AddIndex(
            model_name='snag',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['since'], name='snag_open'),
        ),
        migrations.AddConstraint(
            model_name='snag',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('pledge',), name='one_open_snag'),
        ),
        migrations.AddConstraint(
            model_name='snag',
            constraint=models.CheckConstraint(condition=models.Q(('letter_sent_at', None), models.Q(('letter', ''), _negated=True), _connector='OR'), name='sent_letters_say_something'),
        ),
        migrations.AddConstraint(
            model_name='helpoffer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('is_used', None)), models.Q(('answered_at__isnull', False), ('is_used__isnull', False)), _connector='OR'), name='answered_offers_say_what'),
        ),
        migrations.AddIndex(
            model_name='thanks',
            index=models.Index(condition=models.Q(('told_at', None)), fields=['said_at'], name='thanks_untold'),
        ),
        migrations.AddConstraint(
            model_name='thanks',
            constraint=models.UniqueConstraint(fields=('pledge', 'by'), name='thanked_once'),
        ),
    ]
