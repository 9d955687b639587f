from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("counter", "0002_where_it_was_made")]

    operations = [
        migrations.AddField("shot", "operator", models.CharField(blank=True, max_length=64)),
        migrations.AddField("made", "is_simulated", models.BooleanField(default=False)),
    ]
