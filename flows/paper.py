"""A paper that the town asks for: it is kept aside unread, and handed to a person of the town."""

from flows.effects import Effect
from flows.flow import Flow
from flows.here import Level, Stage
from flows.steps import Call, Choose, Do, End, Say

PAPER = Flow(
    "paper",
    needs=Level.READ,
    stage=Stage.READY,
    steps=(
        Choose(
            id="send",
            text="paper.send",
            papers="hand_over",
            to={"rien-a-envoyer": "nothing", "une-personne": "person"},
        ),
        Do("hand_over", Effect.HAND_OVER, {"handed": "handed", "gone": "gone"}),
        Say("handed", "paper.handed", "more"),
        # Several photos of one paper come one after the other.
        Choose(id="more", text="paper.more", papers="hand_over", to={"termine": "done"}),
        Say("gone", "paper.gone", "send"),
        Say("done", "paper.done", "end"),
        Say("nothing", "paper.nothing", "end"),
        Call("person", "person", {"done": "send"}),
        End("end"),
    ),
)
