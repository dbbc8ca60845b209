"""Is it really you? A code sent to the mail on file, or that very mail answered. Called by the engine."""

from flows.answers import six_digits
from flows.effects import Effect
from flows.flow import Flow
from flows.here import Level
from flows.steps import Ask, Call, Choose, Do, End, Leave, Say

#: Its one end is « proved »: whoever cannot prove waits here with a way out, and goes no further.
PROVE = Flow(
    "prove",
    (
        Do("send", Effect.SEND_PROOF, {"code": "code", "mail": "reply", "nowhere": "nowhere"}),
        Ask(
            id="code",
            text="prove.code",
            check=six_digits,
            then="check",
            to={"autre-code": "send", "une-personne": "person_code"},
        ),
        Do(
            "check",
            Effect.CHECK_PROOF,
            {"proved": "proved", "wrong": "wrong", "expired": "expired", "blocked": "blocked"},
        ),
        Say("wrong", "prove.wrong", "code"),
        Say("expired", "prove.expired", "send"),
        Choose(
            id="blocked",
            text="prove.blocked",
            to={"autre-code": "send", "une-personne": "person_blocked"},
        ),
        # By mail: only an answer to this message, from that mailbox, counts.
        Choose(
            id="reply",
            text="prove.reply",
            to={"oui": "thanks", "non": "not_me"},
            answer_needs=Level.READ,
        ),
        Say("thanks", "prove.thanks", "proved"),
        Say("not_me", "prove.not_me", "leave"),
        Choose(
            id="nowhere",
            text="prove.nowhere",
            to={"autre-code": "send", "une-personne": "person_nowhere"},
        ),
        Call("person_code", "person", {"done": "code"}),
        Call("person_blocked", "person", {"done": "blocked"}),
        Call("person_nowhere", "person", {"done": "nowhere"}),
        Leave("leave"),
        End("proved", "proved"),
    ),
)
