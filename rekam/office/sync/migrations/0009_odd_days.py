from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sync", "0008_who_took_it")]

    operations = [
        migrations.AlterField(
            "case",
            "kind",
            models.CharField(
                choices=[
                    ("two_people", "One NIK, two bodies"),
                    ("one_body", "Two NIKs, one body"),
                    ("not_compared", "Recorded twice, nothing to compare"),
                    ("no_nik", "Recorded without a NIK"),
                    ("gone", "Has moved away or died, as the register knows"),
                    ("before_birth", "Recorded before the birth, as the register knows"),
                    ("under_age", "Recorded under the age of 16, as the register knows"),
                    ("cloned", "A cloned laptop"),
                    ("revoked", "Sealed with keys that were revoked"),
                    ("same_id", "Two packets with one id"),
                    ("clash", "Two corrections that contradict each other"),
                ],
                max_length=12,
            ),
        ),
    ]
