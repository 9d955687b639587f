from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("queue", "0002_told_by_a_closing")]

    operations = [
        migrations.AddField("ticket", "given_tick", models.CharField(blank=True, max_length=60)),
        migrations.AddField("ticket", "seated_tick", models.CharField(blank=True, max_length=60)),
        migrations.AddField("ticket", "ended_tick", models.CharField(blank=True, max_length=60)),
        migrations.AddField("ticket", "turn", models.PositiveIntegerField(null=True)),
    ]
