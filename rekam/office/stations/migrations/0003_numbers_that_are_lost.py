from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("stations", "0002_tokens_of_summonses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Lost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first", models.PositiveBigIntegerField()),
                ("last", models.PositiveBigIntegerField()),
                ("why", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "epoch",
                    models.ForeignKey(on_delete=PROTECT, related_name="lost", to="stations.epoch"),
                ),
            ],
            options={
                "verbose_name_plural": "lost",
                "ordering": ["epoch", "first"],
                "constraints": [
                    models.CheckConstraint(condition=Q(last__gte=F("first")), name="lost_from_to")
                ],
            },
        ),
    ]
