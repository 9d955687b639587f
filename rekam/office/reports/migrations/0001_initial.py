import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import rekam.office.reports.numbering


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Emblem",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("png", "PNG"), ("jpeg", "JPEG")], max_length=4)),
                (
                    "picture",
                    models.BinaryField(validators=[django.core.validators.MaxLengthValidator(400000)]),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Issued",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=80, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("monthly", "Monthly report"), ("daily", "Daily report")], max_length=7
                    ),
                ),
                ("area_code", models.CharField(max_length=13)),
                ("start", models.DateField(help_text="the first day of the period")),
                ("on", models.DateField(help_text="its last day, on which the figures stand")),
                ("known", models.DateField(help_text="the figures are as they were known on this day")),
                ("dated", models.DateField(help_text="the date on the paper")),
                ("year", models.PositiveSmallIntegerField()),
                ("sequence", models.PositiveIntegerField()),
                (
                    "edition",
                    models.PositiveSmallIntegerField(
                        default=1, help_text="1 for the first report of a period"
                    ),
                ),
                ("content", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("posting", models.BigIntegerField()),
                ("revision", models.BigIntegerField()),
                ("last_session", models.BigIntegerField()),
                ("issued_at", models.DateTimeField()),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="reports.issued",
                    ),
                ),
            ],
            options={
                "ordering": ["-dated", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Letterhead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("government", models.CharField(blank=True, max_length=150, verbose_name="Government")),
                ("postal_code", models.CharField(blank=True, max_length=10, verbose_name="Postal code")),
                ("telephone", models.CharField(blank=True, max_length=60, verbose_name="Telephone")),
                ("email", models.CharField(blank=True, max_length=120, verbose_name="E-mail or site")),
                ("place", models.CharField(blank=True, max_length=80, verbose_name="Place of signing")),
                (
                    "signer_title",
                    models.CharField(blank=True, max_length=120, verbose_name="Title of who signs"),
                ),
                (
                    "signer_rank",
                    models.CharField(blank=True, max_length=120, verbose_name="Rank of who signs"),
                ),
                (
                    "number_pattern",
                    models.CharField(
                        default="470/{urut}/{bulan}/{tahun}",
                        max_length=60,
                        validators=[rekam.office.reports.numbering.validate],
                        verbose_name="Pattern of numbers",
                    ),
                ),
                (
                    "emblem",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="reports.emblem",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="reports.issued",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="issued",
            constraint=models.UniqueConstraint(fields=("year", "sequence"), name="report_number_once_a_year"),
        ),
        migrations.AddConstraint(
            model_name="issued",
            constraint=models.UniqueConstraint(
                fields=("kind", "area_code", "start", "on", "edition"), name="report_one_edition"
            ),
        ),
        migrations.AddConstraint(
            model_name="issued",
            constraint=models.CheckConstraint(
                condition=models.Q(("start__lte", models.F("on"))), name="report_period_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="issued",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("edition", 1), ("replaces", None)),
                    models.Q(("edition__gt", 1), ("replaces__isnull", False)),
                    _connector="OR",
                ),
                name="report_later_edition_replaces",
            ),
        ),
        migrations.AddConstraint(
            model_name="letterhead",
            constraint=models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_letterhead"),
        ),
    ]
