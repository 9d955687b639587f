import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import rekam.office.places.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("regions", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(unique=True)),
                ("name", models.CharField(max_length=150)),
                (
                    "is_collective",
                    models.BooleanField(default=False, help_text="collective leave (cuti bersama)"),
                ),
                ("stays_open", models.BooleanField(default=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["on"],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("district_office", "District office"),
                            ("head_office", "Head office"),
                            ("company", "Company"),
                            ("school", "School"),
                            ("village", "Village hall"),
                            ("market", "Market"),
                            ("prison", "Prison"),
                            ("event", "Event"),
                        ],
                        max_length=15,
                        verbose_name="Kind",
                    ),
                ),
                ("lat", models.FloatField(blank=True, null=True, verbose_name="Latitude")),
                ("lon", models.FloatField(blank=True, null=True, verbose_name="Longitude")),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="Address")),
                ("contact_name", models.CharField(blank=True, max_length=150, verbose_name="Contact person")),
                ("contact_phone", models.CharField(blank=True, max_length=40, verbose_name="Telephone")),
                (
                    "access",
                    models.CharField(
                        choices=[
                            ("road", "By road"),
                            ("river", "By river"),
                            ("dry_season", "By road, in the dry season only"),
                        ],
                        default="road",
                        max_length=10,
                        verbose_name="How to get there",
                    ),
                ),
                (
                    "power",
                    models.CharField(
                        choices=[
                            ("grid", "From the grid"),
                            ("generator", "From a generator"),
                            ("none", "No power"),
                        ],
                        default="grid",
                        max_length=9,
                        verbose_name="Power",
                    ),
                ),
                (
                    "network",
                    models.CharField(
                        choices=[("good", "Good network"), ("weak", "Weak network"), ("none", "No network")],
                        default="good",
                        max_length=4,
                        verbose_name="Network",
                    ),
                ),
                (
                    "counters",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="Counters",
                    ),
                ),
                ("opens_on", models.DateField(blank=True, null=True, verbose_name="First day")),
                ("closes_on", models.DateField(blank=True, null=True, verbose_name="Last day")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="Note")),
                (
                    "feed_key",
                    models.CharField(
                        default=rekam.office.places.models.new_feed_key,
                        editable=False,
                        max_length=43,
                        unique=True,
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="places", to="regions.area"
                    ),
                ),
            ],
            options={
                "ordering": ["area__code", "name"],
            },
        ),
        migrations.CreateModel(
            name="SpecialDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField()),
                ("ranges", models.JSONField(default=list)),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="special_days",
                        to="places.place",
                    ),
                ),
            ],
            options={
                "ordering": ["place", "on"],
            },
        ),
        migrations.CreateModel(
            name="Timetable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField()),
                ("week", models.JSONField()),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="timetables",
                        to="places.place",
                    ),
                ),
            ],
            options={
                "ordering": ["place", "since"],
            },
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("name"),
                models.F("area"),
                name="place_named_once_in_an_area",
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lat", None), ("lon", None)),
                    models.Q(
                        ("lat__isnull", False),
                        ("lat__range", (-90, 90)),
                        ("lon__isnull", False),
                        ("lon__range", (-180, 180)),
                    ),
                    _connector="OR",
                ),
                name="place_point_whole_and_on_earth",
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("opens_on", None),
                    ("closes_on", None),
                    ("opens_on__lte", models.F("closes_on")),
                    _connector="OR",
                ),
                name="place_dates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(("counters__gte", 1)), name="place_has_a_counter"
            ),
        ),
        migrations.AddIndex(
            model_name="specialday",
            index=models.Index(fields=["on"], name="special_day_on"),
        ),
        migrations.AddConstraint(
            model_name="specialday",
            constraint=models.UniqueConstraint(fields=("place", "on"), name="place_one_special_day"),
        ),
        migrations.AddConstraint(
            model_name="timetable",
            constraint=models.UniqueConstraint(
                fields=("place", "since"), name="place_one_week_from_a_day_on"
            ),
        ),
    ]
