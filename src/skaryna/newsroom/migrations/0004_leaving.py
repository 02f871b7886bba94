# What left the house, and mistakes in articles.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def learn_names(apps, _editor):
    """The names that readers were given before this table was: from the journal, which is the one that knows."""
    from skaryna.newsroom import recording

    recording.learn_all(apps.get_model('newsroom', 'JournalRow'), apps.get_model('newsroom', 'KnownName'))


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0003_accounts'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='Checked',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='newsroom.article')),
                ('rules', models.PositiveIntegerField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('by', models.CharField(max_length=150)),
                ('at', models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name='KnownName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('name', models.CharField(max_length=320)),
                ('twin', models.CharField(blank=True, db_index=True, max_length=320)),
                ('seq', models.BigIntegerField()),
                ('at', models.CharField(max_length=40)),
                ('first_kind', models.CharField(max_length=20)),
                ('first_key', models.CharField(max_length=64)),
                ('approved_by', models.CharField(max_length=320)),
            ],
        ),
        migrations.CreateModel(
            name='Leaving',
            fields=[
                ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('key', models.CharField(max_length=64)),
                ('title', models.CharField(max_length=500)),
                ('language', models.CharField(max_length=10)),
                ('op', models.CharField(max_length=10)),
                ('approved_by', models.CharField(max_length=320)),
                ('confirmed_by', models.CharField(blank=True, max_length=150)),
                ('at', models.DateTimeField()),
                ('how', models.CharField(choices=[('quiet', 'nothing to look at'), ('confirmed', 'looked at, and confirmed'), ('scheduled', 'looked at when it was scheduled'), ('unasked', 'nobody was asked: it came by a command')], max_length=10)),
                ('is_warned', models.BooleanField(default=False)),
                ('warned', models.PositiveIntegerField(default=0)),
                ('report', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='LinkTo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.CharField(db_index=True, max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Mistake',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('dead link', 'a link to an article that readers do not have'), ('no alt', 'a picture without a description'), ('no credit', 'a picture without a credit'), ('long title', 'a title too long for search results and feeds'), ('same title', 'two articles with the same title'), ('no lead', 'no lead'), ('no topic', 'no topic'), ('no address', 'a source without an address'), ('empty heading', 'an empty heading')], max_length=20, verbose_name='kind')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('is_live', models.BooleanField()),
                ('block', models.CharField(blank=True, max_length=64)),
                ('detail', models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('has_unpublished_changes', True)), fields=['-latest_revision'], name='article_drafts'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('expire_at__isnull', False)), fields=['expire_at'], name='article_expires'),
        ),
        migrations.AddIndex(
            model_name='finding',
            index=models.Index(fields=['state', 'kind'], name='finding_counted'),
        ),
        migrations.AddField(
            model_name='confirmation',
            name='revision',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.revision'),
        ),
        migrations.AddConstraint(
            model_name='knownname',
            constraint=models.UniqueConstraint(fields=('kind', 'name'), name='one_known_name'),
        ),
        migrations.AddField(
            model_name='leaving',
            name='looked_by',
            field=models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='linkto',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links_to', to='newsroom.article'),
        ),
        migrations.AddField(
            model_name='mistake',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mistakes', to='newsroom.article'),
        ),
        migrations.AddIndex(
            model_name='leaving',
            index=models.Index(fields=['is_warned', 'how', '-at'], name='leaving_warned'),
        ),
        migrations.AddIndex(
            model_name='leaving',
            index=models.Index(fields=['seq', 'approved_by', 'is_warned'], name='leaving_summed'),
        ),
        migrations.AddIndex(
            model_name='mistake',
            index=models.Index(fields=['is_live', 'kind', 'language', '-article'], name='mistake_listed'),
        ),
        migrations.AddIndex(
            model_name='mistake',
            index=models.Index(fields=['kind', 'detail'], name='mistake_of'),
        ),
        migrations.RunPython(learn_names, migrations.RunPython.noop, elidable=True),
    ]
