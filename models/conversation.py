"""Who talks from where: conversations, and the addresses that lead to them."""

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class Conversation(Model):
    """One thread with one citizen, whatever the channel, without a citizen for an unknown address.

    A citizen has one at most. Those without a citizen are as many as there are unknown addresses.
    """

    id = fields.BigIntField(primary_key=True)
    town = fields.CharField(max_length=64)
    citizen_id = fields.BigIntField(null=True)
    session: Any = fields.JSONField(default=dict)
    # Goes up by one with each turn: two turns that read the same version cannot both be written.
    version = fields.IntField(default=0)
    # Where the last message came from, and so where what we begin goes.
    last_address_id = fields.BigIntField(null=True)

    class Meta:
        """Names of the table and its constraints."""

        table = "conversation"
        unique_together = (("town", "citizen_id"),)


class Address(Model):
    """A Telegram chat or a mailbox. Order is kept per address, and the turn looks up its conversation."""

    id = fields.BigIntField(primary_key=True)
    town = fields.CharField(max_length=64)
    channel = fields.CharField(max_length=16)
    external_id = fields.CharField(max_length=254)
    conversation_id = fields.BigIntField(null=True)
    # The last proof of who holds it: it reads for 90 days, it changes things for a short while.
    proved_at = fields.DatetimeField(null=True)
    used_at = fields.DatetimeField(null=True)
    # Wrong codes typed here, whoever they were for.
    failures = fields.IntField(default=0)
    last_failure_at = fields.DatetimeField(null=True)
    # The citizen blocked us, or the mailbox does not exist.
    refused_at = fields.DatetimeField(null=True)
    noticed_at = fields.DatetimeField(null=True)
    # A worker's claim: nobody else takes this address's messages before then.
    leased_until = fields.DatetimeField(null=True)
    leased_by = fields.CharField(max_length=40, default="")
    # The same for what leaves: one courier at a time, so that order is kept.
    sending_until = fields.DatetimeField(null=True)
    sending_by = fields.CharField(max_length=40, default="")

    class Meta:
        """Names of the table and its constraints."""

        table = "address"
        unique_together = (("town", "channel", "external_id"),)
        indexes = (Index(fields=("conversation_id",)),)
