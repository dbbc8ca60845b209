"""What was done with the data of people: by whom, why, how much; and the proof kept apart."""

from enum import StrEnum
from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class Deed(StrEnum):
    """What staff did about one person or after a restoration, or what the program purged."""

    EXPORT = "export"
    ERASE = "erase"
    PURGE = "purge"
    RESEND = "resend"
    UNLOCK = "unlock"
    UNLINK = "unlink"
    RESTORE = "restore"
    PAPER = "paper"


class StaffAct(Model):
    """One deed, never changed once it is finished. `counts` says how much of what, never which."""

    id = fields.BigIntField(primary_key=True)
    at = fields.DatetimeField()
    town = fields.CharField(max_length=64)
    deed = fields.CharEnumField(Deed, max_length=16)
    # None for a purge or a restoration, which are about nobody.
    citizen_id = fields.BigIntField(null=True)
    by = fields.CharField(max_length=64)
    reason = fields.CharField(max_length=255, default="")
    counts: Any = fields.JSONField(default=dict)
    # None while it is under way, and for one that was stopped in the middle.
    finished_at = fields.DatetimeField(null=True)

    class Meta:
        """Names of the table and its constraints."""

        table = "staff_act"
        indexes = (
            Index(fields=("town", "deed", "at")),
            Index(fields=("town", "citizen_id", "at")),
        )


class KeptIdentity(Model):
    """Whose the kept proof is (terms, invoices, requests), once the account has been erased."""

    id = fields.BigIntField(primary_key=True)
    town = fields.CharField(max_length=64)
    citizen_id = fields.BigIntField()
    external_id = fields.CharField(max_length=64)
    login = fields.CharField(max_length=64)
    civility = fields.CharField(max_length=16, default="")
    given_name = fields.CharField(max_length=100)
    family_name = fields.CharField(max_length=100)
    erased_at = fields.DatetimeField()

    class Meta:
        """Names of the table and its constraints."""

        table = "kept_identity"
        unique_together = (("town", "citizen_id"),)
        indexes = (Index(fields=("town", "login")),)
