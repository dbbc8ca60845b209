"""Someone of the town hall: they are told where the conversation stands, and the request has its number."""

from flows.effects import Effect
from flows.flow import Flow
from flows.steps import Do, End, Say

PERSON = Flow(
    "person",
    (
        Do("call", Effect.CALL_PERSON, {"called": "called", "again": "again"}),
        # The acknowledgement. It is given once: whoever asks again reads the same number.
        Say("called", "person.called", "end"),
        Say("again", "person.again", "end"),
        End("end"),
    ),
)
