from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    OPERATOR = "operator", _("Operator")
    SUPERVISOR = "supervisor", _("Supervisor")


class Operator(models.Model):
    """One who may work here, as the pack names them. What unlocks the store is in no table."""

    id = models.CharField(primary_key=True, max_length=64)
    login = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=30, choices=Role, default=Role.OPERATOR)
    sign_public = models.BinaryField()
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=2, default="id")

    def __str__(self) -> str:
        return self.name


class Passkey(models.Model):
    """Stands in for a password at this station. *sign_public*: the key it brings; a new password ends it."""

    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="passkeys")
    credential = models.BinaryField(unique=True)
    salt = models.BinaryField()
    wrapped = models.BinaryField()
    sign_public = models.BinaryField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at"]
