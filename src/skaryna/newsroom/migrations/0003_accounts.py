# Sessions that end, invitations, and accounts that name nobody.

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def empty_names(apps, _editor):
    """Earlier versions had a field for a mail; nothing was ever sent to it."""
    accounts = apps.get_model("newsroom", "Account").objects
    accounts.exclude(first_name="", last_name="", email="").update(first_name="", last_name="", email="")


def end_old_sessions(apps, _editor):
    """They are kept in another table now; everybody logs in once more."""
    apps.get_model("sessions", "Session").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('newsroom', '0002_newsroom'),
        ('sessions', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(empty_names, migrations.RunPython.noop),
        migrations.RunPython(end_old_sessions, migrations.RunPython.noop),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('role', models.CharField(blank=True, max_length=20, verbose_name='role')),
                ('is_reset', models.BooleanField(default=False)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made')),
                ('expires_at', models.DateTimeField(db_index=True, verbose_name='works until')),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('device', models.CharField(blank=True, max_length=60, verbose_name='device')),
                ('began_at', models.DateTimeField(null=True, verbose_name='since')),
                ('seen_at', models.DateTimeField(verbose_name='last seen')),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
            },
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(('email', ''), ('first_name', ''), ('last_name', '')), name='no_name_and_no_mail_of_a_person'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='account',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='invitation',
            name='made_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='session',
            name='account',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL, verbose_name='account'),
        ),
    ]
