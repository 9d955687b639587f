from django.db import models


class Taken(models.Model):
    """The pack in use, one row, with everything but its residents."""

    version = models.PositiveIntegerField(primary_key=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    place_code = models.CharField(max_length=200)
    place = models.CharField(max_length=200)
    area = models.CharField(max_length=200)
    visit = models.CharField(max_length=200, blank=True)  # the visit's id; empty at a place of its own
    visit_title = models.CharField(max_length=200, blank=True)
    body = models.BinaryField()  # the pack without its residents, as the wire has it
    expired_seen_at = models.DateTimeField(null=True)  # since when it was seen that it has expired
    ring = models.BinaryField()  # hash of the keyring that belongs to it

    class Meta:
        ordering = ["-version"]


class Resident(models.Model):
    """Whom one may meet here: only what the counter needs."""

    id = models.PositiveIntegerField(primary_key=True)  # its place in the pack, and in the index of sounds
    token = models.CharField(max_length=200, unique=True)
    nik = models.CharField(max_length=16, db_index=True)
    kk = models.CharField(max_length=16, db_index=True)
    name = models.CharField(max_length=200)
    sound = models.CharField(max_length=200)
    born = models.DateField(null=True)
    birth_place = models.CharField(max_length=200, blank=True)
    sex = models.CharField(max_length=20)
    area = models.CharField(max_length=20)
    village = models.CharField(max_length=200)
    address = models.CharField(max_length=200, blank=True)
    rt = models.CharField(max_length=10, blank=True)
    rw = models.CharField(max_length=10, blank=True)
    blood = models.CharField(max_length=10, blank=True)
    religion = models.CharField(max_length=50, blank=True)
    marital = models.CharField(max_length=50, blank=True)
    standing = models.CharField(max_length=20)
    is_expected = models.BooleanField(default=False)

    class Meta:
        # In it the names of a year lie side by side; in the table, on nearly as many pages as they are.
        indexes = [models.Index(fields=["born", "sound", "id"], name="sounds_of_a_year")]

    def __str__(self) -> str:
        return self.name
