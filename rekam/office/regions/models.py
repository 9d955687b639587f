from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    PROVINCE = "province", _("Province")
    REGENCY = "regency", _("Regency")
    DISTRICT = "district", _("District")
    VILLAGE = "village", _("Village")


class Kind(models.TextChoices):
    DESA = "desa", _("Desa")
    KELURAHAN = "kelurahan", _("Kelurahan")


class Area(models.Model):
    """A Kemendagri area. Codes are text with dots and never BPS codes: 64, 64.08, 64.08.04, 64.08.04.2001."""

    code = models.CharField(max_length=13, unique=True)
    name = models.CharField(max_length=100)
    level = models.CharField(max_length=8, choices=Level)
    kind = models.CharField(max_length=9, choices=Kind, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    aliases = models.JSONField(default=list)
    lat = models.FloatField(null=True, blank=True, help_text="degrees north of a point inside the area")
    lon = models.FloatField(null=True, blank=True, help_text="degrees east of a point inside the area")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Boundary(models.Model):
    """The outline of an area, when one was imported. Kept apart from it: nearly every page names areas,
    hardly any draws them, and an outline is a thousand times as long as a name.
    """

    area = models.OneToOneField(Area, on_delete=models.CASCADE, primary_key=True)
    geometry = models.JSONField(help_text="GeoJSON Polygon or MultiPolygon, degrees")

    def __str__(self) -> str:
        return f"boundary of area {self.pk}"


class Office(models.Model):
    """The one office that this database belongs to."""

    regency = models.ForeignKey(Area, on_delete=models.PROTECT)
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    head_name = models.CharField(max_length=150, blank=True)
    head_nip = models.CharField(max_length=30, blank=True)
    is_demo = models.BooleanField(default=False)
    # Permendagri 95/2019 article 96: a NIK not recorded five years after 17 is deactivated for the time
    # being.
    deactivated_after_years = models.PositiveSmallIntegerField(default=5)
    # Below this many people a cell under kecamatan level is not published (UU 27/2022: as little as
    # possible).
    publish_threshold = models.PositiveSmallIntegerField(default=10)
    # Grows with every import of areas or boundaries: what was made of their names and points is made anew.
    areas_revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_office")]

    def __str__(self) -> str:
        return self.name
