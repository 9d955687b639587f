from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("packs", "0002_sound")]

    operations = [
        migrations.AddField(model_name="taken", name="expired_seen_at", field=models.DateTimeField(null=True))
    ]
