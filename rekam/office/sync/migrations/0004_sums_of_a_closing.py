from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sync", "0003_unfinished")]

    operations = [
        migrations.AddField(
            model_name="dayclosing",
            name="sums",
            field=models.JSONField(
                default=dict, help_text="queue, quality and time by step, as the laptop added up"
            ),
        )
    ]
