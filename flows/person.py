"""Someone of the town hall: how to reach them now, and they are told where the conversation stands."""

from flows.effects import Effect
from flows.flow import Flow
from flows.steps import Do, End, Say

PERSON = Flow(
    "person",
    (
        Do("call", Effect.CALL_PERSON, {"called": "called"}),
        Say("called", "person.called", "end"),
        End("end"),
    ),
)
