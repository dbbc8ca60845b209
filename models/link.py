"""What opens a door once: invitations, page links, codes. The token itself is derived, never stored."""

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class Purpose(StrEnum):
    """What a link is good for."""

    INVITATION = "invitation"
    BINDING = "binding"
    IDENTIFIERS = "identifiers"
    RESET = "reset"
    TEMPORARY = "temporary"
    TERMS = "terms"
    PROOF = "proof"
    READY = "ready"
    PERSON = "person"
    LETTER = "letter"


class PageLink(Model):
    """One issue of a link. Opening it uses nothing up, success does. Times are UTC."""

    id = fields.BigIntField(primary_key=True)
    town = fields.CharField(max_length=64)
    purpose = fields.CharEnumField(Purpose, max_length=16)
    citizen_id = fields.BigIntField(null=True)
    conversation_id = fields.BigIntField(null=True)
    # The chat that opened it; for a page, the one where it was given.
    address_id = fields.BigIntField(null=True)
    # Until when that chat may say yes; null once it did.
    opened_until = fields.DatetimeField(null=True)
    issue = fields.IntField(default=0)
    # Keyed hash of the short code that a person types; empty where only the long token is used.
    code_hash = fields.CharField(max_length=64, default="")
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)
    used_by = fields.CharField(max_length=16, default="")
    revoked_at = fields.DatetimeField(null=True)
    revoked_why = fields.CharField(max_length=16, default="")
    failures = fields.IntField(default=0)
    # When it would have expired, had a backup not come back: it is closed until somebody decides.
    held_until = fields.DatetimeField(null=True)

    class Meta:
        """Names of the table and its constraints."""

        table = "link"
        indexes = (
            Index(fields=("town", "code_hash")),
            Index(fields=("town", "citizen_id", "purpose")),
            Index(fields=("town", "expires_at")),
        )
