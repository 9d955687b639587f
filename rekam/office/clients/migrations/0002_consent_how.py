from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="contact",
            name="contact_consent_with_when_and_by_whom",
        ),
        migrations.AddField(
            model_name="contact",
            name="consent_how",
            field=models.CharField(
                blank=True,
                choices=[
                    ("letter", "By letter"),
                    ("form", "On a form"),
                    ("spoken", "Spoken, face to face"),
                    ("telephone", "By telephone"),
                    ("message", "By message"),
                ],
                max_length=9,
                verbose_name="How they said so",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("consent_at", None), ("consent_by", None), ("consent_how", ""), ("consents", None)
                    ),
                    models.Q(
                        ("consent_at__isnull", False),
                        ("consent_by__isnull", False),
                        ("consents__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="contact_consent_with_when_and_by_whom",
            ),
        ),
    ]
