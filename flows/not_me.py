"""« Ce n'est pas moi »: somebody uses the space in the citizen's name. It is frozen at once, staff told."""

from flows.effects import Effect
from flows.flow import Flow
from flows.here import Level, Stage
from flows.steps import Choose, Do, End, Go, Say

NOT_ME = Flow(
    "not_me",
    needs=Level.READ,
    stage=Stage.FROZEN,
    steps=(
        Choose(id="confirm", text="not_me.confirm", to={"oui": "freeze", "non": "kept"}),
        Do("freeze", Effect.NOT_ME, {"frozen": "said"}),
        Say("said", "not_me.done", "journey"),
        Go("journey", "journey"),
        Say("kept", "not_me.kept", "end"),
        End("end"),
    ),
)
