# Four eyes for everything that reaches readers: what was saved waits for a second account. And the quarantine's order.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("newsroom", "0011_sources")]

    operations = [
        # What an editor has to decide first stands first in the quarantine.
        migrations.RemoveIndex("finding", "finding_waiting"),
        migrations.AddIndex("finding", models.Index(fields=["state", "-kind", "id"], name="finding_turn")),
        migrations.CreateModel(
            name="Waiting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("key", models.CharField(max_length=64)),
                ("op", models.CharField(max_length=8)),
                ("value", models.TextField(null=True)),
                ("digest", models.CharField(max_length=64)),
                ("base", models.BigIntegerField(default=0)),
                ("savers", models.JSONField(default=list)),
                ("at", models.DateTimeField(db_index=True)),
                ("mark", models.CharField(max_length=64)),
                ("title", models.CharField(blank=True, max_length=500)),
                ("language", models.CharField(blank=True, max_length=10)),
                ("before", models.JSONField(default=dict)),
                ("seconded", models.CharField(blank=True, max_length=64)),
                (
                    "seconded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "change that waits",
                "verbose_name_plural": "changes that wait",
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="one_waiting_a_key")],
            },
        ),
        migrations.CreateModel(
            name="Touch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=10)),
                ("key", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "hand on a picture or source",
                "verbose_name_plural": "hands on pictures and sources",
                "constraints": [models.UniqueConstraint(fields=("kind", "key", "account"), name="one_touch_a_hand")],
            },
        ),
    ]
