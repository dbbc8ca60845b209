"""What came in, what goes out, what is due: the durable halves of every door."""

from enum import StrEnum
from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class InboxState(StrEnum):
    """Where a received event stands. A done row keeps its place, and no body."""

    NEW = "new"
    DONE = "done"
    PARKED = "parked"


class Inbox(Model):
    """One received event. Unique per account and external id: a redelivery finds it."""

    id = fields.BigIntField(primary_key=True)
    town = fields.CharField(max_length=64)
    account = fields.CharField(max_length=320)
    external_id = fields.CharField(max_length=128)
    address_id = fields.BigIntField()
    received_at = fields.DatetimeField()
    ready_at = fields.DatetimeField()
    state = fields.CharEnumField(InboxState, default=InboxState.NEW, max_length=8)
    attempts = fields.IntField(default=0)
    body: Any = fields.JSONField(default=dict)

    class Meta:
        """Names of the table and its constraints."""

        table = "inbox"
        unique_together = (("account", "external_id"),)
        indexes = (
            Index(fields=("state", "ready_at")),
            Index(fields=("address_id", "state")),
            Index(fields=("state", "town", "address_id")),
        )


#: What the town begins with many at once; it can be paused.
BULK = 2


class OutboxState(StrEnum):
    """Where a message to send stands. A held one leaves once the town resumes."""

    PENDING = "pending"
    SENT = "sent"
    HELD = "held"
    DROPPED = "dropped"
    # It waited in a backup that came back: it may have left since. See `desk/restoring/`.
    RESTORED = "restored"
    DEAD = "dead"


class Outbox(Model):
    """One message to send, as a key and parameters: the courier finds the words when it leaves."""

    id = fields.BigIntField(primary_key=True)
    town = fields.CharField(max_length=64)
    address_id = fields.BigIntField()
    conversation_id = fields.BigIntField(null=True)
    # Messages of the same turn leave together (one mail a turn).
    turn_key = fields.CharField(max_length=64)
    # The question this message asks, 0 when it asks none.
    turn = fields.IntField(default=0)
    # 0 a reply, 1 a reminder, 2 bulk: lower leaves first. See `BULK`.
    priority = fields.IntField(default=0)
    state = fields.CharEnumField(OutboxState, default=OutboxState.PENDING, max_length=8)
    created_at = fields.DatetimeField()
    due_at = fields.DatetimeField()
    sent_at = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0)
    message: Any = fields.JSONField(default=dict)
    # Row ids and issue numbers from which links and one-time secrets are derived at sending.
    refs: Any = fields.JSONField(default=dict)
    # What the channel called it once sent (a message id), to edit, delete or thread it later.
    receipt = fields.CharField(max_length=255, default="")
    error = fields.CharField(max_length=64, default="")

    class Meta:
        """Names of the table and its constraints."""

        table = "outbox"
        indexes = (
            Index(fields=("state", "due_at")),
            Index(fields=("address_id", "state")),
            Index(fields=("conversation_id", "turn")),
        )


class Timer(Model):
    """A silence to break: armed when its question was really sent, void once the question is answered."""

    id = fields.BigIntField(primary_key=True)
    town = fields.CharField(max_length=64)
    conversation_id = fields.BigIntField()
    address_id = fields.BigIntField()
    turn = fields.IntField()
    nth = fields.IntField()
    due_at = fields.DatetimeField()
    fired_at = fields.DatetimeField(null=True)
    # It was armed in a backup that came back.
    held = fields.BooleanField(default=False)

    class Meta:
        """Names of the table and its constraints."""

        table = "timer"
        unique_together = (("conversation_id", "turn", "nth"),)
        indexes = (Index(fields=("fired_at", "due_at")),)
