# Licences of pictures.

from django.db import migrations, models

LICENCES = [
    ("reserved", "All rights reserved"),
    ("cc0", "CC0"),
    ("cc-by-4.0", "CC BY 4.0"),
    ("cc-by-sa-4.0", "CC BY-SA 4.0"),
    ("cc-by-nd-4.0", "CC BY-ND 4.0"),
    ("cc-by-nc-4.0", "CC BY-NC 4.0"),
    ("cc-by-nc-sa-4.0", "CC BY-NC-SA 4.0"),
    ("cc-by-nc-nd-4.0", "CC BY-NC-ND 4.0"),
    ("cc-by-3.0", "CC BY 3.0"),
    ("cc-by-sa-3.0", "CC BY-SA 3.0"),
    ("cc-by-2.0", "CC BY 2.0"),
    ("cc-by-sa-2.0", "CC BY-SA 2.0"),
    ("public-domain", "Public domain"),
]


class Migration(migrations.Migration):

    dependencies = [("newsroom", "0005_running")]

    operations = [
        migrations.AddField(
            model_name="newsimage",
            name="licence",
            field=models.CharField(
                blank=True, choices=LICENCES, default="", help_text="Readers see it behind the credit.",
                max_length=30, verbose_name="licence",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="newsimage",
            name="licence_words",
            field=models.CharField(
                blank=True, default="",
                help_text="Where the list does not have it. It takes the place of the one chosen above.",
                max_length=200, verbose_name="licence in other words",
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="newsimage",
            name="credit",
            field=models.CharField(
                blank=True, help_text="Who made it. Readers see it under the picture.", max_length=500,
                verbose_name="credit",
            ),
        ),
    ]
