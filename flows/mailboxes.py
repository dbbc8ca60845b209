"""Other mailboxes of the citizen: they are added from a mail; here they are taken away."""

from flows.effects import Effect
from flows.flow import Flow
from flows.here import Level, Stage
from flows.steps import Choose, Do, End, Say

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
