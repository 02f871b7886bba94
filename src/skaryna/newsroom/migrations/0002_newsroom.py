# Everything else of the newsroom.

import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import modelsearch.index
import skaryna.newsroom.models.shared
import taggit.managers
import uuid
import wagtail.fields
import wagtail.images.models
import wagtail.models.media
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0001_account'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='Masthead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(editable=False, max_length=10, unique=True, verbose_name='language')),
                ('title', models.CharField(max_length=200, verbose_name='name of the publication')),
                ('tagline', models.CharField(blank=True, max_length=300, verbose_name='a few words under it')),
                ('description', models.TextField(blank=True, help_text='One sentence for search engines and feeds.', verbose_name='description')),
                ('contact', models.EmailField(blank=True, help_text='An e-mail address that readers may see.', max_length=254, verbose_name='contact')),
                ('licence', models.TextField(blank=True, verbose_name='terms for whoever copies')),
                ('appeal_title', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('appeal_text', wagtail.fields.RichTextField(blank=True, verbose_name='text')),
                ('appeal_link_text', models.CharField(blank=True, help_text='It leads to the page whose role is Support.', max_length=200, verbose_name='words of the link')),
            ],
            options={
                'verbose_name': 'masthead',
                'verbose_name_plural': 'mastheads',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('live', models.BooleanField(default=False, editable=False, verbose_name='live')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('locked', models.BooleanField(default=False, editable=False, verbose_name='locked')),
                ('locked_at', models.DateTimeField(editable=False, null=True, verbose_name='locked at')),
                ('public_id', models.CharField(default=skaryna.newsroom.models.shared.new_id, editable=False, max_length=64, unique=True)),
                ('group', models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                ('title', models.CharField(max_length=500, verbose_name='title')),
                ('slug', models.CharField(blank=True, help_text='Left empty, it is made from the title. After the first publication the address stays.', max_length=80, verbose_name='word in the address')),
                ('lead', models.TextField(blank=True, help_text='The teaser: in lists and, once, on top of the article.', verbose_name='lead')),
                ('body', wagtail.fields.StreamField([('paragraph', 0), ('heading', 3), ('figure', 8), ('quotation', 11), ('list', 15), ('table', 17), ('source', 23), ('embed', 28), ('code', 29)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'article-link', 'superscript', 'subscript', 'strikethrough', 'code'], 'icon': 'pilcrow', 'label': 'Paragraph'}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 500}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('2', 'Section'), ('3', 'Part of a section'), ('4', 'Part of a part')], 'label': 'Level'}), 3: ('wagtail.blocks.StructBlock', [[('text', 1), ('level', 2)]], {}), 4: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Picture', 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'help_text': 'Say what is in the picture, as you would on the telephone.', 'label': 'Description for those who cannot see it', 'max_length': 1000, 'required': False}), 6: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'article-link', 'superscript', 'subscript', 'strikethrough', 'code'], 'label': 'Caption', 'required': False}), 7: ('wagtail.blocks.CharBlock', (), {'help_text': "Left empty, the picture's own credit is shown.", 'label': 'Credit', 'max_length': 500, 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('image', 4), ('alt', 5), ('caption', 6), ('credit', 7)]], {}), 9: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'article-link', 'superscript', 'subscript', 'strikethrough', 'code'], 'label': 'Quotation'}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'Who said it', 'max_length': 500, 'required': False}), 11: ('wagtail.blocks.StructBlock', [[('text', 9), ('attribution', 10)]], {}), 12: ('wagtail.blocks.BooleanBlock', (), {'label': 'Numbered', 'required': False}), 13: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'article-link', 'superscript', 'subscript', 'strikethrough', 'code'], 'label': 'Point'}), 14: ('wagtail.blocks.ListBlock', (13,), {'label': 'Points'}), 15: ('wagtail.blocks.StructBlock', [[('ordered', 12), ('items', 14)]], {}), 16: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'article-link', 'superscript', 'subscript', 'strikethrough', 'code'], 'label': 'Text'}), 17: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 16)]], {'icon': 'table', 'label': 'Table', 'required': False}), 18: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 1000}), 19: ('skaryna.newsroom.body.LinkBlock', (), {'label': 'Address', 'required': False}), 20: ('wagtail.blocks.CharBlock', (), {'label': 'Publisher', 'max_length': 500, 'required': False}), 21: ('wagtail.blocks.CharBlock', (), {'help_text': 'As the source gives it.', 'label': 'Date', 'max_length': 200, 'required': False}), 22: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'article-link', 'superscript', 'subscript', 'strikethrough', 'code'], 'label': 'Note', 'required': False}), 23: ('wagtail.blocks.StructBlock', [[('title', 18), ('address', 19), ('publisher', 20), ('date', 21), ('note', 22)]], {}), 24: ('skaryna.newsroom.body.LinkBlock', (), {'label': 'Address'}), 25: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 500}), 26: ('wagtail.blocks.CharBlock', (), {'label': 'Where it is', 'max_length': 200, 'required': False}), 27: ('wagtail.blocks.CharBlock', (), {'label': 'Description', 'max_length': 2000, 'required': False}), 28: ('wagtail.blocks.StructBlock', [[('address', 24), ('title', 25), ('provider', 26), ('description', 27)]], {}), 29: ('wagtail.blocks.TextBlock', (), {'help_text': 'Lines and spaces stay as you type them: a poem, a listing.', 'icon': 'code', 'label': 'Fixed text'})}, verbose_name='text')),
                ('lead_alt', models.CharField(blank=True, max_length=1000, verbose_name='description for those who cannot see it')),
                ('lead_caption', wagtail.fields.RichTextField(blank=True, verbose_name='caption')),
                ('lead_credit', models.CharField(blank=True, max_length=500, verbose_name='credit')),
                ('published_at', models.DateTimeField(blank=True, help_text='Left empty, it is set when you publish.', null=True, verbose_name='first published')),
                ('date_unknown', models.BooleanField(default=False, help_text='For rescued articles: no day is invented.', verbose_name='nobody knows the day any more')),
                ('updated_at', models.DateTimeField(blank=True, help_text='Only when the article says something new; readers see it.', null=True, verbose_name='updated')),
                ('legacy_reads', models.PositiveIntegerField(blank=True, help_text='What its counter said.', null=True, verbose_name='reads on an earlier site')),
                ('old_addresses', models.TextField(blank=True, help_text='One a line, without the domain: /2019/03/09/title/', verbose_name='old addresses')),
                ('address', models.CharField(blank=True, editable=False, max_length=90, verbose_name='address')),
                ('marks', models.JSONField(blank=True, default=list, editable=False, verbose_name='to check')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
                ('locked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='locked_%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='locked by')),
            ],
            options={
                'verbose_name': 'article',
                'verbose_name_plural': 'articles',
                'ordering': ('-pk',),
                'abstract': False,
            },
            bases=(wagtail.models.preview.PreviewableMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('text', wagtail.fields.RichTextField(verbose_name='what was wrong')),
                ('article', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='newsroom.article')),
            ],
            options={
                'verbose_name': 'correction',
                'ordering': ('at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='JournalRow',
            fields=[
                ('seq', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('key', models.CharField(max_length=64)),
                ('op', models.CharField(max_length=8)),
                ('value', models.TextField(null=True)),
                ('digest', models.CharField(max_length=64)),
                ('approved_by', models.CharField(max_length=150)),
                ('at', models.CharField(max_length=40)),
                ('chain', models.CharField(max_length=64)),
            ],
            options={
                'db_table': 'journal',
                'indexes': [models.Index(fields=['kind', 'key', '-seq'], name='journal_latest')],
            },
        ),
        migrations.CreateModel(
            name='NewsImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', upload_to=wagtail.images.models.get_upload_to, verbose_name='file', width_field='width')),
                ('description', models.CharField(blank=True, default='', max_length=255, verbose_name='description')),
                ('width', models.IntegerField(editable=False, verbose_name='width')),
                ('height', models.IntegerField(editable=False, verbose_name='height')),
                ('created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='created at')),
                ('focal_point_x', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_y', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_width', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_height', models.PositiveIntegerField(blank=True, null=True)),
                ('file_size', models.PositiveIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, db_index=True, editable=False, max_length=40)),
                ('digest', models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                ('media_type', models.CharField(blank=True, editable=False, max_length=20)),
                ('alt', models.CharField(blank=True, help_text='Say what is in the picture, as you would on the telephone. Articles may say it differently.', max_length=1000, verbose_name='description for those who cannot see it')),
                ('caption', models.CharField(blank=True, max_length=1000, verbose_name='caption')),
                ('credit', models.CharField(blank=True, help_text='Who made it, and under which licence it may be shown.', max_length=500, verbose_name='credit')),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='uploaded by user')),
            ],
            options={
                'verbose_name': 'picture',
                'verbose_name_plural': 'pictures',
                'abstract': False,
            },
            bases=(wagtail.images.models.ImageFileMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.AddField(
            model_name='article',
            name='lead_image',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='newsroom.newsimage', verbose_name='picture'),
        ),
        migrations.CreateModel(
            name='NewsRendition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filter_spec', models.CharField(db_index=True, max_length=255)),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', storage=wagtail.images.models.get_rendition_storage, upload_to=wagtail.images.models.get_rendition_upload_to, width_field='width')),
                ('width', models.IntegerField(editable=False)),
                ('height', models.IntegerField(editable=False)),
                ('focal_point_key', models.CharField(blank=True, default='', editable=False, max_length=16)),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renditions', to='newsroom.newsimage')),
            ],
            bases=(wagtail.images.models.ImageFileMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('public_id', models.CharField(default=skaryna.newsroom.models.shared.new_id, editable=False, max_length=64, unique=True)),
                ('group', models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                ('slug', models.CharField(blank=True, help_text='Lower-case Latin letters, digits and hyphens; left empty, it is made from the name.', max_length=80, verbose_name='word in the address')),
                ('name', models.CharField(help_text='The name over the articles, as readers see it.', max_length=200, verbose_name='name')),
                ('pseudonymous', models.BooleanField(default=False, help_text='The newsroom keeps no other name. Do not write it anywhere in here.', verbose_name='a pen name')),
                ('bio', wagtail.fields.RichTextField(blank=True, verbose_name='about the author')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
                ('portrait', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='newsroom.newsimage', verbose_name='portrait')),
            ],
            options={
                'verbose_name': 'author',
                'verbose_name_plural': 'authors',
                'ordering': ('name', 'pk'),
                'abstract': False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='ArticleByline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('role', models.CharField(blank=True, help_text='Where it is not "by": photographs, translation.', max_length=100, verbose_name='role')),
                ('article', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='bylines', to='newsroom.article')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bylines', to='newsroom.person', verbose_name='author')),
            ],
            options={
                'verbose_name': 'byline',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.TextField(verbose_name='source')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('fingerprint', models.CharField(blank=True, db_index=True, max_length=64)),
                ('received_at', models.DateTimeField(auto_now_add=True, verbose_name='received')),
                ('problem', models.TextField(blank=True)),
                ('article', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='rescued_from', to='newsroom.article')),
            ],
            options={
                'verbose_name': 'source',
                'verbose_name_plural': 'sources',
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('intruder', 'intruder'), ('house', "the house's own"), ('unsure', 'unsure')], max_length=10, verbose_name='kind')),
                ('reason', models.TextField(verbose_name='why')),
                ('signals', models.JSONField(default=list)),
                ('text', models.TextField()),
                ('markup', models.TextField(blank=True)),
                ('links', models.JSONField(default=list)),
                ('place', models.TextField(blank=True, verbose_name='where')),
                ('position', models.PositiveIntegerField(default=0)),
                ('state', models.CharField(choices=[('held', 'waiting'), ('released', 'put back'), ('kept out', 'kept out')], db_index=True, default='held', max_length=10, verbose_name='state')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('article', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='findings', to='newsroom.article', verbose_name='article')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='newsroom.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'finding',
                'verbose_name_plural': 'findings',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='StandingPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('public_id', models.CharField(default=skaryna.newsroom.models.shared.new_id, editable=False, max_length=64, unique=True)),
                ('group', models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                ('slug', models.CharField(blank=True, help_text='Lower-case Latin letters, digits and hyphens; left empty, it is made from the name.', max_length=80, verbose_name='word in the address')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('body', wagtail.fields.StreamField([('paragraph', 0), ('heading', 3), ('figure', 8), ('quotation', 11), ('list', 15), ('table', 17), ('source', 23), ('embed', 28), ('code', 29)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'article-link', 'superscript', 'subscript', 'strikethrough', 'code'], 'icon': 'pilcrow', 'label': 'Paragraph'}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 500}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('2', 'Section'), ('3', 'Part of a section'), ('4', 'Part of a part')], 'label': 'Level'}), 3: ('wagtail.blocks.StructBlock', [[('text', 1), ('level', 2)]], {}), 4: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Picture', 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'help_text': 'Say what is in the picture, as you would on the telephone.', 'label': 'Description for those who cannot see it', 'max_length': 1000, 'required': False}), 6: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'article-link', 'superscript', 'subscript', 'strikethrough', 'code'], 'label': 'Caption', 'required': False}), 7: ('wagtail.blocks.CharBlock', (), {'help_text': "Left empty, the picture's own credit is shown.", 'label': 'Credit', 'max_length': 500, 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('image', 4), ('alt', 5), ('caption', 6), ('credit', 7)]], {}), 9: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'article-link', 'superscript', 'subscript', 'strikethrough', 'code'], 'label': 'Quotation'}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'Who said it', 'max_length': 500, 'required': False}), 11: ('wagtail.blocks.StructBlock', [[('text', 9), ('attribution', 10)]], {}), 12: ('wagtail.blocks.BooleanBlock', (), {'label': 'Numbered', 'required': False}), 13: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'article-link', 'superscript', 'subscript', 'strikethrough', 'code'], 'label': 'Point'}), 14: ('wagtail.blocks.ListBlock', (13,), {'label': 'Points'}), 15: ('wagtail.blocks.StructBlock', [[('ordered', 12), ('items', 14)]], {}), 16: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'article-link', 'superscript', 'subscript', 'strikethrough', 'code'], 'label': 'Text'}), 17: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 16)]], {'icon': 'table', 'label': 'Table', 'required': False}), 18: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 1000}), 19: ('skaryna.newsroom.body.LinkBlock', (), {'label': 'Address', 'required': False}), 20: ('wagtail.blocks.CharBlock', (), {'label': 'Publisher', 'max_length': 500, 'required': False}), 21: ('wagtail.blocks.CharBlock', (), {'help_text': 'As the source gives it.', 'label': 'Date', 'max_length': 200, 'required': False}), 22: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'article-link', 'superscript', 'subscript', 'strikethrough', 'code'], 'label': 'Note', 'required': False}), 23: ('wagtail.blocks.StructBlock', [[('title', 18), ('address', 19), ('publisher', 20), ('date', 21), ('note', 22)]], {}), 24: ('skaryna.newsroom.body.LinkBlock', (), {'label': 'Address'}), 25: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 500}), 26: ('wagtail.blocks.CharBlock', (), {'label': 'Where it is', 'max_length': 200, 'required': False}), 27: ('wagtail.blocks.CharBlock', (), {'label': 'Description', 'max_length': 2000, 'required': False}), 28: ('wagtail.blocks.StructBlock', [[('address', 24), ('title', 25), ('provider', 26), ('description', 27)]], {}), 29: ('wagtail.blocks.TextBlock', (), {'help_text': 'Lines and spaces stay as you type them: a poem, a listing.', 'icon': 'code', 'label': 'Fixed text'})}, verbose_name='text')),
                ('role', models.CharField(blank=True, choices=[('about', 'About us'), ('support', 'Support us: appeals lead here')], max_length=10, verbose_name='role')),
                ('in_menu', models.BooleanField(default=True, verbose_name='in the menu')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='place in the menu')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
            ],
            options={
                'verbose_name': 'page',
                'verbose_name_plural': 'pages',
                'ordering': ('order', 'pk'),
                'abstract': False,
            },
            bases=(wagtail.models.preview.PreviewableMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('public_id', models.CharField(default=skaryna.newsroom.models.shared.new_id, editable=False, max_length=64, unique=True)),
                ('group', models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                ('slug', models.CharField(blank=True, help_text='Lower-case Latin letters, digits and hyphens; left empty, it is made from the name.', max_length=80, verbose_name='word in the address')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('description', models.TextField(blank=True, help_text='One or two sentences for its page.', verbose_name='description')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
            ],
            options={
                'verbose_name': 'topic',
                'verbose_name_plural': 'topics',
                'ordering': ('name', 'pk'),
                'abstract': False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='ArticleTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('article', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='topic_links', to='newsroom.article')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='article_links', to='newsroom.topic', verbose_name='topic')),
            ],
            options={
                'verbose_name': 'topic',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['title'], name='article_title'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['locale', '-published_at'], name='article_newest'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['live', 'id', 'live_revision'], name='article_live'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.UniqueConstraint(condition=models.Q(('address', ''), _negated=True), fields=('locale', 'address'), name='one_article_an_address'),
        ),
        migrations.AlterUniqueTogether(
            name='article',
            unique_together={('translation_key', 'locale')},
        ),
        migrations.AlterUniqueTogether(
            name='newsrendition',
            unique_together={('image', 'filter_spec', 'focal_point_key')},
        ),
        migrations.AlterUniqueTogether(
            name='person',
            unique_together={('translation_key', 'locale')},
        ),
        migrations.AlterUniqueTogether(
            name='standingpage',
            unique_together={('translation_key', 'locale')},
        ),
        migrations.AlterUniqueTogether(
            name='topic',
            unique_together={('translation_key', 'locale')},
        ),
    ]
