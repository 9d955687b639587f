from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recordings", "0003_why_recorded_again")]

    operations = [
        migrations.AddField(
            "status",
            "said",
            models.TextField(
                blank=True,
                db_default="",
                help_text="to the letter; blank: the office's own, or kept before it was",
            ),
        ),
        migrations.AlterField(
            "session",
            "status",
            models.CharField(blank=True, help_text="the code of the latest report", max_length=40),
        ),
    ]
