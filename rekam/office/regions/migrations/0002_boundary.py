import django.db.models.deletion
from django.db import migrations, models

COPY = """
    INSERT INTO regions_boundary (area_id, geometry)
    SELECT id, boundary FROM regions_area WHERE boundary IS NOT NULL
"""
BACK = """
    UPDATE regions_area
    SET boundary = (SELECT b.geometry FROM regions_boundary b WHERE b.area_id = regions_area.id)
"""


class Migration(migrations.Migration):
    dependencies = [("regions", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Boundary",
            fields=[
                (
                    "area",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="regions.area",
                    ),
                ),
                ("geometry", models.JSONField(help_text="GeoJSON Polygon or MultiPolygon, degrees")),
            ],
        ),
        migrations.RunSQL(COPY, BACK),
    ]
