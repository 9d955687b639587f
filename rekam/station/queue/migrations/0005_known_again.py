from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("queue", "0004_who_came_again")]

    operations = [
        migrations.AddField(
            model_name="ticket", name="marks", field=models.CharField(blank=True, default="", max_length=100)
        )
    ]
