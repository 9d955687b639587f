from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]

    operations = [
        migrations.AddField(model_name="packet", name="lost_there_at", field=models.DateTimeField(null=True)),
    ]
