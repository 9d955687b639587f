from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sync", "0009_odd_days")]

    operations = [
        migrations.AddField(
            "recorded",
            "again",
            models.CharField(
                blank=True,
                default="",
                help_text="why once more on that day",
                max_length=300,
            ),
            preserve_default=False,
        ),
    ]
