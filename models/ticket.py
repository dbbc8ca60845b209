"""What a citizen asked a person for: the number and the day of its acknowledgement, never a word of it."""

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class Asked(StrEnum):
    """For what."""

    PERSON = "person_asked"
    LETTER = "letter_asked"


class Ticket(Model):
    """One request, acknowledged once. Of an address, as long as nobody knows whose it is. Times are UTC."""

    id = fields.BigIntField(primary_key=True)
    town = fields.CharField(max_length=64)
    # « 2026-48291 », said on the telephone. It opens nothing.
    reference = fields.CharField(max_length=16)
    asked = fields.CharEnumField(Asked, max_length=16)
    citizen_id = fields.BigIntField(null=True)
    address_id = fields.BigIntField()
    asked_at = fields.DatetimeField()
    answered_at = fields.DatetimeField(null=True)

    class Meta:
        """Names of the table and its constraints."""

        table = "ticket"
        unique_together = (("town", "reference"),)
        indexes = (
            Index(fields=("town", "citizen_id")),
            Index(fields=("town", "address_id")),
            Index(fields=("town", "asked_at")),
        )
