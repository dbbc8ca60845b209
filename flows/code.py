"""A code, a deep link, an activation link or the key of a letter: whose space does it open, and is it theirs?

Heard anywhere, it begins at `find`, and the code goes to the effect without being kept here.
"""

from flows.codes import code_asked
from flows.dates import birth_date
from flows.effects import Effect
from flows.flow import Flow
from flows.here import Level
from flows.steps import Ask, Call, Choose, Do, End, Go, Leave, Say

#: How the key of a letter ends once the fact that goes with it was looked at.
_CHECKED = {
    "found": "confirm",
    "proved": "proved",
    "address": "confirm_mail",
    "not_yours": "not_yours",
    "asked": "asked",
    "expired": "expired",
    "cancelled": "cancelled",
    "used": "used",
    "blocked": "blocked",
    "held": "held",
    "wrong_fact": "wrong_fact",
}

CODE = Flow(
    "code",
    (
        Do(
            "find",
            Effect.FIND_CODE,
            {
                **_CHECKED,
                "mine": "mine",
                "unknown": "unknown",
                "elsewhere": "elsewhere",
                "gone": "gone",
                "letter": "fact",
            },
        ),
        Ask(
            id="ask",
            text="code.ask",
            check=code_asked,
            then="find",
            to={"pas-de-code": "sign_in", "rien-recu": "nothing_received"},
        ),
        Call("sign_in", "sign_in", {"done": "end"}),
        Call("nothing_received", "nothing_received", {"done": "end"}),
        # What the letter does not say. Asked whatever the key: nobody learns whether it is one.
        Ask(
            id="fact",
            text="code.fact",
            check=birth_date,
            then="check",
            to={"une-personne": "person"},
        ),
        Do("check", Effect.CHECK_FACT, _CHECKED),
        Say("wrong_fact", "code.wrong_fact", "ask"),
        Call("person", "person", {"done": "end"}),
        # Whose space it is, before anything is bound: the code may be somebody else's.
        Choose(id="confirm", text="code.confirm", to={"oui": "bind", "pas-moi": "let_go"}),
        # By mail the answer to this very message proves the mailbox, which becomes the one on file.
        Choose(
            id="confirm_mail",
            text="code.confirm_mail",
            to={"oui": "bind", "pas-moi": "not_mine"},
            answer_needs=Level.READ,
        ),
        # Linked already: the key and the day were the proof that was missing.
        Go("proved", "journey"),
        Do("bind", Effect.BIND, {"bound": "leave", "gone": "gone", "late": "late"}),
        Leave("leave"),
        # Whoever it was meant for need not wait.
        Do("let_go", Effect.LET_GO, {"done": "not_mine"}),
        Say("not_mine", "code.not_mine", "end"),
        Say("mine", "code.mine", "end"),
        # By mail a code binds nothing: the mailbox on file is written to, and its answer is the proof.
        Say("asked", "code.asked", "end"),
        Say("not_yours", "code.not_yours", "end"),
        Say("expired", "code.expired", "end"),
        Say("cancelled", "code.cancelled", "end"),
        Say("used", "code.used", "end"),
        # A page's own link serves once, in one chat, and not for long.
        Say("gone", "code.gone", "end"),
        # Opened in a chat, it waits for its yes a quarter of an hour, and answers no other one meanwhile.
        Say("late", "code.late", "end"),
        Say("held", "code.held", "end"),
        Say("unknown", "code.unknown", "end"),
        Say("blocked", "code.blocked", "end"),
        Say("elsewhere", "code.elsewhere", "end"),
        End("end"),
    ),
)
