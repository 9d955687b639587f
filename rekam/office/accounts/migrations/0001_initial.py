import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "username",
                    models.CharField(
                        max_length=40,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9][a-z0-9._-]{2,39}\\Z",
                                "3 to 40 small letters, digits, dots, dashes or underscores.",
                            )
                        ],
                        verbose_name="user name",
                    ),
                ),
                ("full_name", models.CharField(max_length=150, verbose_name="full name")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("head", "Head of office"),
                            ("planner", "Planner"),
                            ("registrar", "Registrar"),
                            ("operator", "Operator"),
                            ("technician", "Technician"),
                            ("district_staff", "District staff"),
                            ("auditor", "Auditor"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                (
                    "area_code",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=13,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(\\d{2}(\\.\\d{2}(\\.\\d{2}(\\.\\d{4})?)?)?)?\\Z",
                                "An area code looks like 64.08.04, with dots.",
                            )
                        ],
                        verbose_name="area",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "language",
                    models.CharField(
                        choices=[("id", "Bahasa Indonesia"), ("en", "English")],
                        default="id",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("must_change_password", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("last_seen_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["full_name", "username"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "head",
                                    "planner",
                                    "registrar",
                                    "operator",
                                    "technician",
                                    "district_staff",
                                    "auditor",
                                    "administrator",
                                ],
                            )
                        ),
                        name="user_role_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "district_staff"), _negated=True),
                            ("area_code__regex", "^.{8,}$"),
                            _connector="OR",
                        ),
                        name="user_district_staff_has_area",
                        violation_error_message="District staff need their district, for example 64.08.04.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Token",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("starts_with", models.CharField(max_length=12)),
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("head", "Head of office"),
                            ("planner", "Planner"),
                            ("registrar", "Registrar"),
                            ("operator", "Operator"),
                            ("technician", "Technician"),
                            ("district_staff", "District staff"),
                            ("auditor", "Auditor"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                (
                    "area_code",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=13,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(\\d{2}(\\.\\d{2}(\\.\\d{2}(\\.\\d{4})?)?)?)?\\Z",
                                "An area code looks like 64.08.04, with dots.",
                            )
                        ],
                        verbose_name="area",
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(verbose_name="valid until")),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "head",
                                    "planner",
                                    "registrar",
                                    "operator",
                                    "technician",
                                    "district_staff",
                                    "auditor",
                                    "administrator",
                                ],
                            )
                        ),
                        name="token_role_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "district_staff"), _negated=True),
                            ("area_code__regex", "^.{8,}$"),
                            _connector="OR",
                        ),
                        name="token_district_staff_has_area",
                        violation_error_message="District staff need their district, for example 64.08.04.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))),
                        name="token_expires_after_it_was_made",
                    ),
                ],
            },
        ),
    ]
