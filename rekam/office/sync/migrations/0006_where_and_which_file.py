from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sync", "0005_where_it_was_counted")]

    operations = [
        migrations.AddField(
            "recorded",
            "file",
            models.CharField(
                blank=True,
                default="",
                help_text="the import that told of its session before",
                max_length=60,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "recorded",
            "place_area",
            models.CharField(blank=True, default="", max_length=13),
            preserve_default=False,
        ),
    ]
