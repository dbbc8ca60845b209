"""The families that a town knows: households, the adults with an account, the children."""

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class Household(Model):
    """A postal address and those who live there."""

    id = fields.BigIntField(primary_key=True)
    town = fields.CharField(max_length=64)
    external_id = fields.CharField(max_length=64)
    street = fields.CharField(max_length=200, default="")
    postcode = fields.CharField(max_length=16, default="")
    city = fields.CharField(max_length=100, default="")

    class Meta:
        """Names of the table and its constraints."""

        table = "household"
        unique_together = (("town", "external_id"),)


class MailState(StrEnum):
    """What became of the mails to this person, in five words."""

    UNKNOWN = "unknown"
    DELIVERED = "delivered"
    ABSENT = "absent"
    REFUSED = "refused"
    FAILED = "failed"


class Citizen(Model):
    """An adult for whom the town created a personal space. The login is unique in its town, a mail is not."""

    id = fields.BigIntField(primary_key=True)
    town = fields.CharField(max_length=64)
    household: fields.ForeignKeyRelation[Household] = fields.ForeignKeyField(
        "models.Household", related_name="adults", on_delete=fields.RESTRICT
    )
    household_id: int
    external_id = fields.CharField(max_length=64)
    login = fields.CharField(max_length=64)
    civility = fields.CharField(max_length=16, default="")
    given_name = fields.CharField(max_length=100)
    family_name = fields.CharField(max_length=100)
    birth_date = fields.DateField(null=True)
    mail = fields.CharField(max_length=254, default="")
    mail_state = fields.CharEnumField(MailState, default=MailState.UNKNOWN, max_length=16)
    phone = fields.CharField(max_length=32, default="")
    created_at = fields.DatetimeField()
    # Which temporary password is the newest one issued; 0 when none was.
    issue = fields.IntField(default=0)
    activated_at = fields.DatetimeField(null=True)
    activated_by = fields.CharField(max_length=16, default="")
    password_hash = fields.CharField(max_length=255, default="")
    identifiers_set_at = fields.DatetimeField(null=True)
    frozen_at = fields.DatetimeField(null=True)
    frozen_why = fields.CharField(max_length=32, default="")
    failures = fields.IntField(default=0)
    last_failure_at = fields.DatetimeField(null=True)
    last_sign_in_at = fields.DatetimeField(null=True)
    # Messages that we begin stop here; answers to what the citizen writes never do.
    stopped_at = fields.DatetimeField(null=True)

    class Meta:
        """Names of the table and its constraints."""

        table = "citizen"
        unique_together = (("town", "login"), ("town", "external_id"))
        indexes = (Index(fields=("town", "mail")),)


class Child(Model):
    """A child in the care of the town."""

    id = fields.BigIntField(primary_key=True)
    town = fields.CharField(max_length=64)
    external_id = fields.CharField(max_length=64)
    given_name = fields.CharField(max_length=100)
    family_name = fields.CharField(max_length=100)
    birth_date = fields.DateField(null=True)
    school = fields.CharField(max_length=100, default="")
    school_class = fields.CharField(max_length=50, default="")

    class Meta:
        """Names of the table and its constraints."""

        table = "child"
        unique_together = (("town", "external_id"),)


class Guardianship(Model):
    """An adult who answers for a child: two separated parents each have their own line."""

    id = fields.BigIntField(primary_key=True)
    town = fields.CharField(max_length=64)
    child: fields.ForeignKeyRelation[Child] = fields.ForeignKeyField(
        "models.Child", related_name="guardians", on_delete=fields.CASCADE
    )
    child_id: int
    citizen: fields.ForeignKeyRelation[Citizen] = fields.ForeignKeyField(
        "models.Citizen", related_name="wards", on_delete=fields.CASCADE
    )
    citizen_id: int

    class Meta:
        """Names of the table and its constraints."""

        table = "guardianship"
        unique_together = (("child_id", "citizen_id"),)
