"""Make the first tables of outbox. Nothing came before them, so no old code is running."""

import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='OutgoingEmail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('purpose', models.CharField(help_text='What it is for, such as pledges.reminder.', max_length=60)),
                ('key', models.CharField(help_text='Whose and which; with the purpose it is unique.', max_length=120)),
                ('to', models.EmailField(max_length=254)),
                ('to_name', models.CharField(blank=True, max_length=120)),
                ('subject', models.CharField(max_length=200)),
                ('text', models.TextField()),
                ('html', models.TextField(blank=True)),
                ('calendar', models.TextField(blank=True, help_text='A calendar file to go with it.')),
                ('unsubscribe_url', models.URLField(blank=True, max_length=500)),
                ('is_secret', models.BooleanField(default=False, help_text='A code to sign in with: shown to nobody.')),
                ('state', models.CharField(choices=[('due', 'Due'), ('claimed', 'Claimed'), ('sent', 'Sent'), ('retry', 'Retry'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='due', max_length=10)),
                ('written_at', models.DateTimeField(auto_now_add=True)),
                ('due_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('token', models.UUIDField(null=True, unique=True)),
                ('leased_until', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('last_error', models.CharField(blank=True, help_text="A class and a code, never the server's words.", max_length=80)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ['due', 'retry', 'claimed'])), fields=['-is_secret', 'due_at'], name='email_unsent')],
                'constraints': [models.UniqueConstraint(fields=('purpose', 'key'), name='one_email_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at', None)), _connector='OR'), name='sent_emails_say_when'), models.CheckConstraint(condition=models.Q(models.Q(('leased_until__isnull', False), ('state', 'claimed'), ('token__isnull', False)), models.Q(models.Q(('state', 'claimed'), _negated=True), ('leased_until', None), ('token', None)), _connector='OR'), name='claimed_emails_have_a_lease')],
            },
        ),
    ]
