from django.db import migrations, models
from django.db.models import CASCADE, PROTECT


class Migration(migrations.Migration):
    dependencies = [("sync", "0004_sums_of_a_closing")]

    operations = [
        migrations.CreateModel(
            name="Counted",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place_code", models.CharField(blank=True, max_length=200)),
                ("recorded", models.PositiveIntegerField()),
                ("sequences", models.JSONField(help_text="the numbers of their packets")),
                (
                    "closing",
                    models.ForeignKey(on_delete=CASCADE, related_name="counted", to="sync.dayclosing"),
                ),
                (
                    "epoch",
                    models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to="stations.epoch"),
                ),
                (
                    "visit",
                    models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to="visits.visit"),
                ),
            ],
        ),
    ]
