from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("queue", "0003_what_the_machine_counted")]

    operations = [
        migrations.AddField(model_name="ticket", name="came_again", field=models.BooleanField(default=False))
    ]
