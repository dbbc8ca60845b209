import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from models.dashboard import InvoiceState
from models.family import MailState
from models.link import Purpose
from models.paper import PaperKind
from models.post import InboxState, OutboxState
from models.staff import Deed
from models.ticket import Asked
from models.wave import MemberState


class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name="Acceptance",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("town", fields.CharField(max_length=64)),
                ("citizen_id", fields.BigIntField()),
                ("version", fields.CharField(max_length=32)),
                ("sha256", fields.CharField(max_length=64)),
                ("accepted_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("channel", fields.CharField(max_length=16)),
                ("manner", fields.CharField(max_length=16)),
            ],
            options={
                "table": "acceptance",
                "app": "models",
                "unique_together": (("citizen_id", "version"),),
                "pk_attr": "id",
                "table_description": "The proof kept: version, hash of the text, time, channel, how the end was reached.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="AddedMailbox",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("town", fields.CharField(max_length=64)),
                ("citizen_id", fields.BigIntField()),
                ("address_id", fields.BigIntField()),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "confirmed_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "added_mailbox",
                "app": "models",
                "unique_together": (("town", "citizen_id", "address_id"),),
                "pk_attr": "id",
                "table_description": "Another mailbox of one citizen. It counts once whoever reads it has confirmed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Address",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("town", fields.CharField(max_length=64)),
                ("channel", fields.CharField(max_length=16)),
                ("external_id", fields.CharField(max_length=254)),
                ("conversation_id", fields.BigIntField(null=True)),
                ("proved_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("failures", fields.IntField(default=0)),
                (
                    "last_failure_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("refused_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("noticed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "leased_until",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("leased_by", fields.CharField(default="", max_length=40)),
                (
                    "sending_until",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("sending_by", fields.CharField(default="", max_length=40)),
            ],
            options={
                "table": "address",
                "app": "models",
                "unique_together": (("town", "channel", "external_id"),),
                "indexes": [Index(fields=["conversation_id"])],
                "pk_attr": "id",
                "table_description": "A Telegram chat or a mailbox. Order is kept per address, and the turn looks up its conversation.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Child",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("town", fields.CharField(max_length=64)),
                ("external_id", fields.CharField(max_length=64)),
                ("given_name", fields.CharField(max_length=100)),
                ("family_name", fields.CharField(max_length=100)),
                ("birth_date", fields.DateField(null=True)),
                ("school", fields.CharField(default="", max_length=100)),
                ("school_class", fields.CharField(default="", max_length=50)),
            ],
            options={
                "table": "child",
                "app": "models",
                "unique_together": (("town", "external_id"),),
                "pk_attr": "id",
                "table_description": "A child in the care of the town.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="CitizenRequest",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("town", fields.CharField(max_length=64)),
                ("citizen_id", fields.BigIntField()),
                ("number", fields.CharField(max_length=64)),
                ("type", fields.CharField(max_length=100)),
                ("filed_on", fields.DateField()),
                ("updated_on", fields.DateField()),
                ("state", fields.CharField(max_length=64)),
            ],
            options={
                "table": "request",
                "app": "models",
                "unique_together": (("town", "number"),),
                "indexes": [Index(fields=["town", "citizen_id", "filed_on"])],
                "pk_attr": "id",
                "table_description": "A request (démarche) that a citizen filed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Conversation",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("town", fields.CharField(max_length=64)),
                ("citizen_id", fields.BigIntField(null=True)),
                (
                    "session",
                    fields.JSONField(
                        default=dict,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                ("version", fields.IntField(default=0)),
                ("last_address_id", fields.BigIntField(null=True)),
            ],
            options={
                "table": "conversation",
                "app": "models",
                "unique_together": (("town", "citizen_id"),),
                "pk_attr": "id",
                "table_description": "One thread with one citizen, whatever the channel, without a citizen for an unknown address.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("town", fields.CharField(max_length=64)),
                ("citizen_id", fields.BigIntField()),
                ("external_id", fields.CharField(max_length=64)),
                ("title", fields.CharField(max_length=200)),
                ("issued_on", fields.DateField()),
            ],
            options={
                "table": "document",
                "app": "models",
                "unique_together": (("town", "external_id"),),
                "indexes": [Index(fields=["town", "citizen_id"])],
                "pk_attr": "id",
                "table_description": "A document that the town has made for a citizen.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="FranceConnectLink",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("town", fields.CharField(max_length=64)),
                ("issuer", fields.CharField(max_length=200)),
                ("sub", fields.CharField(max_length=255)),
                ("citizen_id", fields.BigIntField()),
                ("linked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "unlinked_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "franceconnect_link",
                "app": "models",
                "unique_together": (("town", "issuer", "sub"), ("town", "issuer", "citizen_id")),
                "pk_attr": "id",
                "table_description": "A citizen and the identifier that FranceConnect gives this town for her. One each way.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="FranceConnectReturn",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("town", fields.CharField(max_length=64)),
                ("state_hash", fields.CharField(unique=True, max_length=64)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "franceconnect_return",
                "app": "models",
                "indexes": [Index(fields=["town", "expires_at"])],
                "pk_attr": "id",
                "table_description": "A journey that came back: its state, hashed, until it would be too old anyway. It serves once.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Household",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("town", fields.CharField(max_length=64)),
                ("external_id", fields.CharField(max_length=64)),
                ("street", fields.CharField(default="", max_length=200)),
                ("postcode", fields.CharField(default="", max_length=16)),
                ("city", fields.CharField(default="", max_length=100)),
            ],
            options={
                "table": "household",
                "app": "models",
                "unique_together": (("town", "external_id"),),
                "pk_attr": "id",
                "table_description": "A postal address and those who live there.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Citizen",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("town", fields.CharField(max_length=64)),
                (
                    "household",
                    fields.ForeignKeyField(
                        "models.Household",
                        source_field="household_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="adults",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("external_id", fields.CharField(max_length=64)),
                ("login", fields.CharField(max_length=64)),
                ("civility", fields.CharField(default="", max_length=16)),
                ("given_name", fields.CharField(max_length=100)),
                ("family_name", fields.CharField(max_length=100)),
                ("birth_date", fields.DateField(null=True)),
                ("mail", fields.CharField(default="", max_length=254)),
                (
                    "mail_state",
                    fields.CharEnumField(
                        default=MailState.UNKNOWN,
                        description="UNKNOWN: unknown\nDELIVERED: delivered\nABSENT: absent\nREFUSED: refused\nFAILED: failed",
                        enum_type=MailState,
                        max_length=16,
                    ),
                ),
                ("phone", fields.CharField(default="", max_length=32)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("issue", fields.IntField(default=0)),
                (
                    "activated_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("activated_by", fields.CharField(default="", max_length=16)),
                ("password_hash", fields.CharField(default="", max_length=255)),
                (
                    "identifiers_set_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("frozen_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("frozen_why", fields.CharField(default="", max_length=32)),
                ("failures", fields.IntField(default=0)),
                (
                    "last_failure_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                (
                    "last_sign_in_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("stopped_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "citizen",
                "app": "models",
                "unique_together": (("town", "login"), ("town", "external_id")),
                "indexes": [Index(fields=["town", "mail"])],
                "pk_attr": "id",
                "table_description": "An adult for whom the town created a personal space. The login is unique in its town, a mail is not.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Guardianship",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("town", fields.CharField(max_length=64)),
                (
                    "child",
                    fields.ForeignKeyField(
                        "models.Child",
                        source_field="child_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="guardians",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "citizen",
                    fields.ForeignKeyField(
                        "models.Citizen",
                        source_field="citizen_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="wards",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={
                "table": "guardianship",
                "app": "models",
                "unique_together": (("child_id", "citizen_id"),),
                "pk_attr": "id",
                "table_description": "An adult who answers for a child: two separated parents each have their own line.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Imported",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("town", fields.CharField(max_length=64)),
                ("kind", fields.CharField(max_length=16)),
                ("external_id", fields.CharField(max_length=64)),
                (
                    "marks",
                    fields.JSONField(
                        default=dict,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
            ],
            options={
                "table": "imported",
                "app": "models",
                "unique_together": (("town", "kind", "external_id"),),
                "pk_attr": "id",
                "table_description": "Of each field of a household, an adult or a child, a short fingerprint, never the value.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Inbox",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("town", fields.CharField(max_length=64)),
                ("account", fields.CharField(max_length=320)),
                ("external_id", fields.CharField(max_length=128)),
                ("address_id", fields.BigIntField()),
                ("received_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ready_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "state",
                    fields.CharEnumField(
                        default=InboxState.NEW,
                        description="NEW: new\nDONE: done\nPARKED: parked",
                        enum_type=InboxState,
                        max_length=8,
                    ),
                ),
                ("attempts", fields.IntField(default=0)),
                (
                    "body",
                    fields.JSONField(
                        default=dict,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
            ],
            options={
                "table": "inbox",
                "app": "models",
                "unique_together": (("account", "external_id"),),
                "indexes": [
                    Index(fields=["state", "ready_at"]),
                    Index(fields=["address_id", "state"]),
                    Index(fields=["state", "town", "address_id"]),
                ],
                "pk_attr": "id",
                "table_description": "One received event. Unique per account and external id: a redelivery finds it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Installation",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("mark", fields.CharField(max_length=32)),
                ("life", fields.IntField(default=0)),
                ("beat", fields.BigIntField(default=0)),
                ("beat_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("held_since", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("copied_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "installation",
                "app": "models",
                "pk_attr": "id",
                "table_description": "One row for the whole database, of no town and about nobody. Times are UTC.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Invoice",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("town", fields.CharField(max_length=64)),
                ("citizen_id", fields.BigIntField()),
                ("number", fields.CharField(max_length=64)),
                ("period", fields.CharField(max_length=64)),
                ("issued_on", fields.DateField()),
                ("due_on", fields.DateField()),
                ("online_until", fields.DateField()),
                ("counter_until", fields.DateField()),
                ("regie", fields.CharField(default="", max_length=100)),
                ("total", fields.DecimalField(max_digits=10, decimal_places=2)),
                ("paid", fields.DecimalField(default=0, max_digits=10, decimal_places=2)),
                (
                    "state",
                    fields.CharEnumField(
                        description="TO_PAY: to_pay\nPARTLY_PAID: partly_paid\nPAID: paid\nOVERDUE: overdue\nDIRECT_DEBIT: direct_debit\nHANDED_OVER: handed_over\nCANCELLED: cancelled",
                        enum_type=InvoiceState,
                        max_length=16,
                    ),
                ),
                (
                    "lines",
                    fields.JSONField(
                        default=list,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
            ],
            options={
                "table": "invoice",
                "app": "models",
                "unique_together": (("town", "number"),),
                "indexes": [Index(fields=["town", "citizen_id", "issued_on"])],
                "pk_attr": "id",
                "table_description": "An invoice, with its three limits: the date shown, the last day online, the last at the counter.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Journal",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("town", fields.CharField(max_length=64)),
                ("address_id", fields.BigIntField(null=True)),
                ("citizen_id", fields.BigIntField(null=True)),
                ("conversation_id", fields.BigIntField(null=True)),
                ("channel", fields.CharField(default="", max_length=16)),
                ("flow", fields.CharField(default="", max_length=64)),
                ("step", fields.CharField(default="", max_length=64)),
                ("kind", fields.CharField(max_length=32)),
                ("detail", fields.CharField(default="", max_length=128)),
                ("length", fields.IntField(null=True)),
                ("took", fields.IntField(null=True)),
            ],
            options={
                "table": "journal",
                "app": "models",
                "indexes": [
                    Index(fields=["town", "at"]),
                    Index(fields=["town", "citizen_id", "at"]),
                ],
                "pk_attr": "id",
                "table_description": "One line, append-only. No column can hold what a citizen wrote. [DESIGN.md, desk 9]",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="KeptIdentity",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("town", fields.CharField(max_length=64)),
                ("citizen_id", fields.BigIntField()),
                ("external_id", fields.CharField(max_length=64)),
                ("login", fields.CharField(max_length=64)),
                ("civility", fields.CharField(default="", max_length=16)),
                ("given_name", fields.CharField(max_length=100)),
                ("family_name", fields.CharField(max_length=100)),
                ("erased_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "kept_identity",
                "app": "models",
                "unique_together": (("town", "citizen_id"),),
                "indexes": [Index(fields=["town", "login"])],
                "pk_attr": "id",
                "table_description": "Whose the kept proof is (terms, invoices, requests), once the account has been erased.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Loaded",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("town", fields.CharField(max_length=64)),
                ("heading", fields.CharField(max_length=32)),
                ("as_of", fields.DateField()),
            ],
            options={
                "table": "loaded",
                "app": "models",
                "unique_together": (("town", "heading"),),
                "pk_attr": "id",
                "table_description": "That the data of a heading were loaded, and of which day: without it nothing is said of them.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="News",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("town", fields.CharField(max_length=64)),
                ("external_id", fields.CharField(max_length=64)),
                ("title", fields.CharField(max_length=200)),
                ("body", fields.TextField(default="", unique=False)),
                ("published_on", fields.DateField()),
            ],
            options={
                "table": "news",
                "app": "models",
                "unique_together": (("town", "external_id"),),
                "pk_attr": "id",
                "table_description": "Something the town tells everyone.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Outbox",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("town", fields.CharField(max_length=64)),
                ("address_id", fields.BigIntField()),
                ("conversation_id", fields.BigIntField(null=True)),
                ("turn_key", fields.CharField(max_length=64)),
                ("turn", fields.IntField(default=0)),
                ("priority", fields.IntField(default=0)),
                (
                    "state",
                    fields.CharEnumField(
                        default=OutboxState.PENDING,
                        description="PENDING: pending\nSENT: sent\nHELD: held\nDROPPED: dropped\nRESTORED: restored\nDEAD: dead",
                        enum_type=OutboxState,
                        max_length=8,
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("due_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("sent_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("attempts", fields.IntField(default=0)),
                (
                    "message",
                    fields.JSONField(
                        default=dict,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                (
                    "refs",
                    fields.JSONField(
                        default=dict,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                ("receipt", fields.CharField(default="", max_length=255)),
                ("error", fields.CharField(default="", max_length=64)),
            ],
            options={
                "table": "outbox",
                "app": "models",
                "indexes": [
                    Index(fields=["state", "due_at"]),
                    Index(fields=["address_id", "state"]),
                    Index(fields=["conversation_id", "turn"]),
                ],
                "pk_attr": "id",
                "table_description": "One message to send, as a key and parameters: the courier finds the words when it leaves.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PageLink",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("town", fields.CharField(max_length=64)),
                (
                    "purpose",
                    fields.CharEnumField(
                        description="INVITATION: invitation\nBINDING: binding\nIDENTIFIERS: identifiers\nRESET: reset\nTEMPORARY: temporary\nTERMS: terms\nPROOF: proof\nREADY: ready\nPERSON: person\nLETTER: letter",
                        enum_type=Purpose,
                        max_length=16,
                    ),
                ),
                ("citizen_id", fields.BigIntField(null=True)),
                ("conversation_id", fields.BigIntField(null=True)),
                ("address_id", fields.BigIntField(null=True)),
                (
                    "opened_until",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("issue", fields.IntField(default=0)),
                ("code_hash", fields.CharField(default="", max_length=64)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("used_by", fields.CharField(default="", max_length=16)),
                ("revoked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("revoked_why", fields.CharField(default="", max_length=16)),
                ("failures", fields.IntField(default=0)),
                ("held_until", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "link",
                "app": "models",
                "indexes": [
                    Index(fields=["town", "code_hash"]),
                    Index(fields=["town", "citizen_id", "purpose"]),
                    Index(fields=["town", "expires_at"]),
                ],
                "pk_attr": "id",
                "table_description": "One issue of a link. Opening it uses nothing up, success does. Times are UTC.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Paper",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("town", fields.CharField(max_length=64)),
                ("citizen_id", fields.BigIntField()),
                ("address_id", fields.BigIntField()),
                ("received_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("handed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("name", fields.CharField(max_length=80)),
                (
                    "kind",
                    fields.CharEnumField(
                        description="PDF: pdf\nJPEG: jpeg\nPNG: png\nHEIC: heic",
                        enum_type=PaperKind,
                        max_length=8,
                    ),
                ),
                ("size", fields.IntField()),
                ("content", fields.BinaryField()),
            ],
            options={
                "table": "paper",
                "app": "models",
                "indexes": [
                    Index(fields=["town", "citizen_id", "received_at"]),
                    Index(fields=["town", "received_at"]),
                ],
                "pk_attr": "id",
                "table_description": "One file, as it came. Nothing of ours opens it. Without a moment of handing over, it goes in a day.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Pause",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("town", fields.CharField(unique=True, max_length=64)),
                ("since", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("by", fields.CharField(max_length=64)),
            ],
            options={
                "table": "pause",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A town whose bulk messages wait. Answers leave as ever.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="StaffAct",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("town", fields.CharField(max_length=64)),
                (
                    "deed",
                    fields.CharEnumField(
                        description="EXPORT: export\nERASE: erase\nPURGE: purge\nRESEND: resend\nUNLOCK: unlock\nUNLINK: unlink\nRESTORE: restore\nPAPER: paper",
                        enum_type=Deed,
                        max_length=16,
                    ),
                ),
                ("citizen_id", fields.BigIntField(null=True)),
                ("by", fields.CharField(max_length=64)),
                ("reason", fields.CharField(default="", max_length=255)),
                (
                    "counts",
                    fields.JSONField(
                        default=dict,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                (
                    "finished_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "staff_act",
                "app": "models",
                "indexes": [
                    Index(fields=["town", "deed", "at"]),
                    Index(fields=["town", "citizen_id", "at"]),
                ],
                "pk_attr": "id",
                "table_description": "One deed, never changed once it is finished. `counts` says how much of what, never which.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Terms",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("town", fields.CharField(max_length=64)),
                ("version", fields.CharField(max_length=32)),
                ("text", fields.TextField(unique=False)),
                ("sha256", fields.CharField(max_length=64)),
                ("published_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "terms",
                "app": "models",
                "unique_together": (("town", "version"),),
                "pk_attr": "id",
                "table_description": "One version, never changed once published. `sha256` is of its UTF-8 bytes.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Ticket",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("town", fields.CharField(max_length=64)),
                ("reference", fields.CharField(max_length=16)),
                (
                    "asked",
                    fields.CharEnumField(
                        description="PERSON: person_asked\nLETTER: letter_asked",
                        enum_type=Asked,
                        max_length=16,
                    ),
                ),
                ("citizen_id", fields.BigIntField(null=True)),
                ("address_id", fields.BigIntField()),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "answered_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "ticket",
                "app": "models",
                "unique_together": (("town", "reference"),),
                "indexes": [
                    Index(fields=["town", "citizen_id"]),
                    Index(fields=["town", "address_id"]),
                    Index(fields=["town", "asked_at"]),
                ],
                "pk_attr": "id",
                "table_description": "One request, acknowledged once. Of an address, as long as nobody knows whose it is. Times are UTC.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Timer",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("town", fields.CharField(max_length=64)),
                ("conversation_id", fields.BigIntField()),
                ("address_id", fields.BigIntField()),
                ("turn", fields.IntField()),
                ("nth", fields.IntField()),
                ("due_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("fired_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("held", fields.BooleanField(default=False)),
            ],
            options={
                "table": "timer",
                "app": "models",
                "unique_together": (("conversation_id", "turn", "nth"),),
                "indexes": [Index(fields=["fired_at", "due_at"])],
                "pk_attr": "id",
                "table_description": "A silence to break: armed when its question was really sent, void once the question is answered.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Utterance",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("town", fields.CharField(max_length=64)),
                ("conversation_id", fields.BigIntField()),
                ("address_id", fields.BigIntField()),
                ("by_citizen", fields.BooleanField()),
                ("text", fields.TextField(unique=False)),
            ],
            options={
                "table": "utterance",
                "app": "models",
                "indexes": [
                    Index(fields=["town", "conversation_id", "at"]),
                    Index(fields=["town", "at"]),
                ],
                "pk_attr": "id",
                "table_description": "What was said, by either side, without secrets: its own retention and its own rights.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Wave",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("town", fields.CharField(max_length=64)),
                ("name", fields.CharField(max_length=64)),
                ("per_hour", fields.IntField()),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("next_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("done_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "cancelled_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "wave",
                "app": "models",
                "unique_together": (("town", "name"),),
                "pk_attr": "id",
                "table_description": "A named batch of invitations. `next_at` is when the next one may leave, at its pace. Times are UTC.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="WaveMember",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("town", fields.CharField(max_length=64)),
                ("wave_id", fields.BigIntField()),
                ("citizen_id", fields.BigIntField()),
                ("provider", fields.CharField(max_length=64)),
                (
                    "state",
                    fields.CharEnumField(
                        default=MemberState.WAITING,
                        description="WAITING: waiting\nHANDED: handed\nSKIPPED: skipped\nCANCELLED: cancelled",
                        enum_type=MemberState,
                        max_length=16,
                    ),
                ),
                ("why", fields.CharField(default="", max_length=16)),
                ("issue", fields.IntField(default=0)),
                ("handed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "wave_member",
                "app": "models",
                "unique_together": (("wave_id", "citizen_id"),),
                "indexes": [
                    Index(fields=["wave_id", "state"]),
                    Index(fields=["town", "citizen_id"]),
                ],
                "pk_attr": "id",
                "table_description": "One adult in a wave. Once handed to the desk, `issue` is the number of the invitation.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="WebSession",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("town", fields.CharField(max_length=64)),
                ("citizen_id", fields.BigIntField()),
                ("token_hash", fields.CharField(unique=True, max_length=64)),
                ("password_mark", fields.CharField(max_length=64)),
                (
                    "signed_in_before",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("seen_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("revoked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "web_session",
                "app": "models",
                "indexes": [Index(fields=["town", "citizen_id"]), Index(fields=["expires_at"])],
                "pk_attr": "id",
                "table_description": "One browser signed in. The token itself is in its cookie only, here is its hash. Times are UTC.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="WebTries",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("town", fields.CharField(max_length=64)),
                ("who", fields.CharField(max_length=64)),
                ("tries", fields.IntField(default=0)),
                ("since", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("last_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "web_tries",
                "app": "models",
                "unique_together": (("town", "who"),),
                "indexes": [Index(fields=["last_at"])],
                "pk_attr": "id",
                "table_description": "Tries of one kind by one client or under one login that nobody has. Who it is, only as a keyed hash.",
            },
            bases=["Model"],
        ),
    ]
