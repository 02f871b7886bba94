from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("newsroom", "0009_translations")]

    operations = [
        migrations.CreateModel(
            name="Front",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(editable=False, max_length=10, unique=True, verbose_name="language")),
                ("arrangement", models.TextField(editable=False)),
            ],
            options={"verbose_name": "home page", "verbose_name_plural": "home pages", "ordering": ("pk",)},
        ),
    ]
