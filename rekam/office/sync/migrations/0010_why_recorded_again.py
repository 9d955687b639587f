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
                help_text="why it was made, where the counter had recorded them that day",
                max_length=300,
            ),
            preserve_default=False,
        ),
    ]
