from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("stations", "0003_numbers_that_are_lost"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Readmission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("station_key", models.CharField(max_length=32)),
                ("number", models.PositiveIntegerField()),
                ("sign_public", models.BinaryField()),
                (
                    "name",
                    models.CharField(
                        help_text="of the station, where it is gone too", max_length=100, verbose_name="name"
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("is_refused", models.BooleanField(default=False)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True, on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "ordering": ["-proposed_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(decided_at=None),
                        fields=("station_key", "number"),
                        name="one_readmission_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=Q(decided_at=None) | Q(is_refused=True) | ~Q(decided_by=F("proposed_by")),
                        name="readmission_by_two_people",
                    ),
                ],
            },
        ),
    ]
