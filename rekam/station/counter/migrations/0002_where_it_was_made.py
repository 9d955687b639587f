from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("counter", "0001_initial")]

    operations = [
        migrations.AddField("made", "visit", models.CharField(max_length=200, null=True)),
        migrations.AddField("made", "place_code", models.CharField(blank=True, max_length=200)),
    ]
