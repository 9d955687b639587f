from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sync", "0010_why_recorded_again")]

    operations = [
        migrations.AddField(
            "steptime",
            "operator",
            models.CharField(
                blank=True,
                default="",
                help_text="who did it, where another one finished the recording",
                max_length=150,
            ),
            preserve_default=False,
        ),
    ]
