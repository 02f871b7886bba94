# Working together: review steps, remarks, agreements, appointments, notices.

import django.db.models.deletion
import django.utils.timezone
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0006_pictures'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=64)),
                ('mark', models.CharField(max_length=64)),
                ('at', models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=5)),
                ('at', models.DateTimeField()),
                ('names', models.CharField(blank=True, max_length=320)),
                ('mark', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Happening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('published', 'published'), ('withdrawn', 'taken down'), ('refused', 'not done')], max_length=10)),
                ('due', models.DateTimeField()),
                ('at', models.DateTimeField(db_index=True)),
                ('reason', models.TextField(blank=True)),
            ],
            options={
                'ordering': ('-at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('block', models.CharField(blank=True, max_length=64)),
                ('excerpt', models.CharField(blank=True, max_length=161)),
                ('text', models.TextField(max_length=4000, verbose_name='remark')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('resolved_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'remark',
                'verbose_name_plural': 'remarks',
                'ordering': ('at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
                ('language', models.CharField(blank=True, help_text='Only articles in this language. Empty: all languages.', max_length=10, verbose_name='language')),
            ],
            options={
                'verbose_name': 'review step',
                'verbose_name_plural': 'review steps',
            },
            bases=('wagtailcore.task',),
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(editable=False, max_length=64, unique=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('known_title', models.CharField(editable=False, max_length=500)),
                ('topics', models.JSONField(default=list, editable=False)),
                ('title', models.CharField(max_length=500, verbose_name='what the notice calls the article')),
                ('text', wagtail.fields.RichTextField(blank=True, verbose_name='why, in your words')),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
            },
        ),
        migrations.AlterField(
            model_name='journalrow',
            name='approved_by',
            field=models.CharField(max_length=320),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['-last_published_at'], name='article_last_published'),
        ),
        migrations.AddField(
            model_name='agreement',
            name='account',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='agreement',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to='newsroom.article'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='appointments', to='newsroom.article'),
        ),
        migrations.AddField(
            model_name='happening',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='happenings', to='newsroom.article'),
        ),
        migrations.AddField(
            model_name='remark',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='newsroom.article'),
        ),
        migrations.AddField(
            model_name='remark',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='remark',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='newsroom.remark'),
        ),
        migrations.AddField(
            model_name='remark',
            name='resolved_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='review',
            name='reviewers',
            field=models.ManyToManyField(blank=True, help_text='Nobody chosen: any editor. An administrator may always step in.', related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who reviews'),
        ),
        migrations.AddField(
            model_name='review',
            name='topic',
            field=models.ForeignKey(blank=True, help_text='Only articles about this topic, in any language. Empty: all topics.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='newsroom.topic', verbose_name='topic'),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='article',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='withdrawal', to='newsroom.article'),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='confirmed_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.UniqueConstraint(fields=('article', 'account', 'words'), name='one_agreement_an_account'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.UniqueConstraint(fields=('article', 'kind'), name='one_appointment_a_kind'),
        ),
        migrations.AddIndex(
            model_name='remark',
            index=models.Index(condition=models.Q(('parent__isnull', True), ('resolved_at__isnull', True)), fields=['article'], name='remark_open'),
        ),
    ]
