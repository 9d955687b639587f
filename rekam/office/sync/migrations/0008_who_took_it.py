from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sync", "0007_packet_by_digest")]

    operations = [
        migrations.AddField(
            "image",
            "operator",
            models.CharField(
                blank=True,
                default="",
                help_text="who took it, where another one finished the recording",
                max_length=150,
            ),
            preserve_default=False,
        ),
    ]
