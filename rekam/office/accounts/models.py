"""The people of the office who sign in, and the keys that other systems use."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rekam.office.accounts import rights

LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]

username_form = RegexValidator(
    r"^[a-z0-9][a-z0-9._-]{2,39}\Z",
    _("3 to 40 small letters, digits, dots, dashes or underscores."),
)
area_form = RegexValidator(
    rf"^({rights.AREA_CODE.pattern})?\Z", _("An area code looks like 64.08.04, with dots.")
)
# A kecamatan's code has eight characters; "64" or "64.08" would give them more than their own.
NAMED_WHEN_DISTRICT = ~Q(role=rights.Role.DISTRICT_STAFF) | Q(area_code__regex=r"^.{8,}$")
DISTRICT_NEEDED = _("District staff need their district, for example 64.08.04.")


class People(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").lower())


class User(AbstractBaseUser):
    """A person with a role. People are never deleted: the audit trail names them for ever."""

    username = models.CharField(_("user name"), max_length=40, unique=True, validators=[username_form])
    full_name = models.CharField(_("full name"), max_length=150)
    role = models.CharField(_("role"), max_length=20, choices=rights.Role.choices)
    # The code, not the area itself: accounts exist before any area was brought in.
    area_code = models.CharField(_("area"), max_length=13, blank=True, default="", validators=[area_form])
    is_active = models.BooleanField(_("active"), default=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="id")
    must_change_password = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name", "role"]
    objects = People()

    class Meta:
        ordering = ["full_name", "username"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=rights.Role.values), name="user_role_known"),
            models.CheckConstraint(
                condition=NAMED_WHEN_DISTRICT,
                name="user_district_staff_has_area",
                violation_error_message=DISTRICT_NEEDED,
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split(" ")[0]


class Token(models.Model):
    """A key for the API, with a role and an area of its own. Only its hash is kept."""

    name = models.CharField(_("name"), max_length=80)
    # The first characters, so that a key found in a configuration file can be recognised in the list.
    starts_with = models.CharField(max_length=12)
    secret_hash = models.CharField(max_length=64, unique=True)
    role = models.CharField(_("role"), max_length=20, choices=rights.Role.choices)
    area_code = models.CharField(_("area"), max_length=13, blank=True, default="", validators=[area_form])
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("valid until"))
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=rights.Role.values), name="token_role_known"),
            models.CheckConstraint(
                condition=NAMED_WHEN_DISTRICT,
                name="token_district_staff_has_area",
                violation_error_message=DISTRICT_NEEDED,
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("made_at")), name="token_expires_after_it_was_made"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def username(self) -> str:
        """How the audit trail names what was done with this key."""
        return f"key:{self.name}"[:80]

    @property
    def is_active(self) -> bool:
        return self.revoked_at is None
