"""Other mailboxes of the citizen: added on two yeses, the second from there; and taken away."""

from flows.answers import mail_address
from flows.effects import Effect
from flows.flow import Flow
from flows.here import Level, Stage
from flows.steps import Ask, Choose, Do, End, Say

MAILBOXES = Flow(
    "mailboxes",
    needs=Level.CHANGE,
    stage=Stage.FROZEN,
    steps=(
        Do("look", Effect.MAILBOXES, {"some": "confirm", "none": "none"}),
        Choose(id="confirm", text="mailboxes.confirm", to={"oui": "drop", "non": "kept"}),
        Do("drop", Effect.DROP_MAILBOXES, {"done": "said"}),
        Say("said", "mailboxes.done", "end"),
        Say("kept", "mailboxes.kept", "end"),
        Say("none", "mailboxes.none", "end"),
        End("end"),
    ),
)

ADD_MAILBOX = Flow(
    "add_mailbox",
    needs=Level.CHANGE,
    stage=Stage.READY,
    steps=(
        Ask(
            id="which",
            text="add_mailbox.which",
            check=mail_address,
            then="ask",
            to={"non": "kept"},
        ),
        Do(
            "ask",
            Effect.ASK_MAILBOX,
            {"sent": "sent", "known": "known", "full": "full", "refused": "refused"},
        ),
        Say("sent", "add_mailbox.sent", "end"),
        Say("known", "add_mailbox.known", "end"),
        Say("full", "add_mailbox.full", "end"),
        Say("refused", "add_mailbox.refused", "end"),
        Say("kept", "mailboxes.kept", "end"),
        End("end"),
    ),
)
