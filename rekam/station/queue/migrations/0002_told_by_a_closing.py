from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("queue", "0001_initial")]

    operations = [
        migrations.AddField(model_name="ticket", name="is_closed", field=models.BooleanField(default=False))
    ]
