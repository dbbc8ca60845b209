"""The invitation mail and every answer that people really give to it."""

from datetime import timedelta

from flows.effects import Effect
from flows.flow import Flow
from flows.here import Level
from flows.message import Link
from flows.steps import Choose, Do, End, Go, Leave, Say

DAY, WEEK = timedelta(days=1), timedelta(days=7)

WAYS = {"oui": "activate", "non": "later", "pas-moi": "not_me", "plus-concerne": "no_longer"}
#: Understood, not proposed. « C'est une arnaque ? » is a request, understood everywhere.
ALSO = ("pas-moi", "plus-concerne")
#: A page activates; a chat that was just linked by its code has shown the same proof.
ELSEWHERE = {"activated": "activated", "joined": "activate"}

INVITATION = Flow(
    "invitation",
    needs=Level.READ,
    steps=(
        Choose(
            id="question",
            text="invitation",
            again="invitation.waiting",
            to=WAYS,
            also=ALSO,
            on=ELSEWHERE,
            links=(Link.ACTIVATION, Link.TELEGRAM),
            remind=(DAY, WEEK),
        ),
        Say("later", "invitation.later", "waiting"),
        Say("no_longer_said", "invitation.no_longer", "waiting"),
        Choose(
            id="waiting",
            text="invitation.resting",
            to=WAYS,
            also=("non", *ALSO),
            on=ELSEWHERE,
            links=(Link.ACTIVATION,),
            remind=(WEEK,),
        ),
        Do(
            "activate",
            Effect.ACTIVATE,
            {
                "activated": "activated",
                "already": "already",
                "expired": "renew",
                "cancelled": "cancelled",
                "frozen": "frozen",
            },
        ),
        Say("activated", "invitation.activated", "end"),
        Say("already", "invitation.already", "end"),
        Do("renew", Effect.FRESH_INVITATION, {"sent": "renewed", "nowhere": "expired"}),
        Say("renewed", "invitation.renewed", "waiting"),
        # No question: without a fresh invitation, a « oui » would only expire again.
        Say("expired", "invitation.expired", "leave"),
        Leave("leave"),
        Go("cancelled", "journey"),
        Do("no_longer", Effect.NO_LONGER, {"noted": "no_longer_said"}),
        Do("not_me", Effect.NOT_ME, {"frozen": "not_me_said"}),
        Say("not_me_said", "invitation.not_me", "frozen"),
        End("frozen", "frozen"),
        End("end", "activated"),
    ),
)
