"""What campaigns need to know of findings, and what undoing a release needs to know of the draft."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0007_together")]

    operations = [
        migrations.AddField("finding", "hosts", models.JSONField(default=list)),
        migrations.AddField(
            "finding", "first_seen", models.DateTimeField(blank=True, null=True, verbose_name="in copies since")
        ),
        migrations.AddField("finding", "last_absent", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("finding", "identity", models.CharField(blank=True, db_index=True, max_length=64)),
        migrations.AddField("finding", "put_back", models.JSONField(blank=True, default=list)),
    ]
