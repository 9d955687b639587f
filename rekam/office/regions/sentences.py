"""What is said about a file of areas or boundaries, and about each row of it that could not be taken."""

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rekam import files
from rekam.domain.trouble import RuleBroken
from rekam.files import FileProblem

Words = tuple[str | Promise, str | Promise]

SENTENCES: dict[str, Words] = {
    "area.doubled": (
        _("The code stands in the file twice; the first row was taken."),
        _("Remove one of the two rows."),
    ),
    "area.long_name": (_("The name is longer than 100 letters."), _("Shorten it.")),
    "area.malformed_code": (
        _("This is not a Kemendagri code with dots."),
        _("Write it as 64, 64.08, 64.08.04 or 64.08.04.2001. Codes of BPS do not fit."),
    ),
    "area.no_name": (_("The area has no name."), _("Fill in its name.")),
    "area.no_such_point": (
        _("The point is not on Earth: degrees north between −90 and 90, east between −180 and 180."),
        _("Correct both or leave both empty."),
    ),
    "area.unknown": (
        _("No area has this code."),
        _("Correct the code, or bring in the area first."),
    ),
    "areas.missing_column": (
        _("The file needs the columns code (kode) and name (nama)."),
        _("Name the columns in the first row and upload it again."),
    ),
    "boundaries.no_polygon": (
        _("There is no polygon in degrees of longitude and latitude."),
        _("Export it as Polygon or MultiPolygon in WGS 84 (EPSG:4326)."),
    ),
    "boundaries.not_geojson": (
        _("This is not a GeoJSON FeatureCollection."),
        _("Export the boundaries as GeoJSON, one feature for each area, with its code as id or “code”."),
    ),
    "file.too_large": (
        _("The file is %(size)s; at most %(limit)s can be read. Nothing was kept."),
        _("Bring in one province at a time, or simplify the boundaries."),
    ),
}


def row(code: str) -> Words:
    """Why a row was not taken, and what to do."""
    return SENTENCES[code] if code in SENTENCES else files.say(code, get_language() or "id")


def tell(trouble: RuleBroken | FileProblem) -> tuple[str, str]:
    """Why a file was not taken, and what to do."""
    if trouble.code in SENTENCES and isinstance(trouble, RuleBroken):
        what, todo = SENTENCES[trouble.code]
        return str(what) % trouble.values if trouble.values else str(what), str(todo)
    values = trouble.params if isinstance(trouble, FileProblem) else trouble.values
    return files.say(trouble.code, get_language() or "id", **values)
