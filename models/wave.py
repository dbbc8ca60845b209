"""Inviting many over time: a named wave, who is in it and where each stands, and the towns that paused."""

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class Wave(Model):
    """A named batch of invitations. `next_at` is when the next one may leave, at its pace. Times are UTC."""

    id = fields.BigIntField(primary_key=True)
    town = fields.CharField(max_length=64)
    name = fields.CharField(max_length=64)
    per_hour = fields.IntField()
    created_at = fields.DatetimeField()
    next_at = fields.DatetimeField()
    # Nobody in it waits any more; emptied again when people are added.
    done_at = fields.DatetimeField(null=True)
    cancelled_at = fields.DatetimeField(null=True)

    class Meta:
        """Names of the table and its constraints."""

        table = "wave"
        unique_together = (("town", "name"),)


class MemberState(StrEnum):
    """Where one person of a wave stands, as far as the wave knows."""

    WAITING = "waiting"
    HANDED = "handed"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


class WaveMember(Model):
    """One adult in a wave. Once handed to the desk, `issue` is the number of the invitation."""

    id = fields.BigIntField(primary_key=True)
    town = fields.CharField(max_length=64)
    wave_id = fields.BigIntField()
    citizen_id = fields.BigIntField()
    # Who keeps the mailbox (orange, google), never the address itself.
    provider = fields.CharField(max_length=64)
    state = fields.CharEnumField(MemberState, default=MemberState.WAITING, max_length=16)
    # Why nothing was sent, when skipped.
    why = fields.CharField(max_length=16, default="")
    issue = fields.IntField(default=0)
    handed_at = fields.DatetimeField(null=True)

    class Meta:
        """Names of the table and its constraints."""

        table = "wave_member"
        unique_together = (("wave_id", "citizen_id"),)
        indexes = (Index(fields=("wave_id", "state")), Index(fields=("town", "citizen_id")))


class Pause(Model):
    """A town whose bulk messages wait. Answers leave as ever."""

    id = fields.BigIntField(primary_key=True)
    town = fields.CharField(max_length=64, unique=True)
    since = fields.DatetimeField()
    by = fields.CharField(max_length=64)

    class Meta:
        """Names of the table and its constraints."""

        table = "pause"
