from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recordings", "0002_what_was_known_when")]

    operations = [
        migrations.AddField(
            "session",
            "again",
            models.CharField(
                blank=True,
                db_default="",
                help_text="why they were recorded once more on that day",
                max_length=300,
            ),
        ),
    ]
