from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="import",
            name="decided",
            field=models.JSONField(default=dict, help_text="what a person decided about rows in doubt"),
        ),
    ]
