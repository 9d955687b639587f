from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stations", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="carried",
            name="token",
            field=models.CharField(db_index=True, max_length=32),
        ),
        migrations.AddConstraint(
            model_name="carried",
            constraint=models.UniqueConstraint(fields=("pack", "token"), name="one_token_in_a_pack"),
        ),
    ]
