"""The conditions of use, read to their last word before they can be accepted."""

from datetime import timedelta

from flows.effects import Effect
from flows.flow import Flow
from flows.here import Level
from flows.message import Link
from flows.steps import Call, Choose, Do, End, Read, Say

DAY, WEEK = timedelta(days=1), timedelta(days=7)

TERMS = Flow(
    "terms",
    needs=Level.READ,
    steps=(
        Do("show", Effect.SHOW_TERMS, {"shown": "read", "accepted": "end", "none": "end"}),
        Read(
            id="read",
            text="terms",
            to={"accepter": "accept", "refuser": "refused"},
            on={"terms_accepted": "elsewhere"},
            links=(Link.TERMS,),
            remind=(DAY, WEEK),
        ),
        Do("accept", Effect.ACCEPT_TERMS, {"accepted": "accepted", "newer": "newer"}),
        Say("accepted", "terms.accepted", "end"),
        Say("newer", "terms.newer", "show"),
        Say("elsewhere", "terms.elsewhere", "end"),
        Choose(
            id="refused",
            text="terms.refused",
            to={"relire": "show", "une-personne": "person"},
            on={"terms_accepted": "elsewhere"},
        ),
        Call("person", "person", {"done": "refused"}),
        End("end", "accepted"),
    ),
)
