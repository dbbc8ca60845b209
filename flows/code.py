"""A code, a deep link or a pasted activation link: whose space does it open, and is it really theirs?

Heard anywhere, it begins at `find`, and the code goes to the effect without being kept here.
"""

from flows.codes import code_asked
from flows.effects import Effect
from flows.flow import Flow
from flows.steps import Ask, Call, Choose, Do, End, Leave, Say

CODE = Flow(
    "code",
    (
        Do(
            "find",
            Effect.FIND_CODE,
            {
                "found": "confirm",
                "asked": "asked",
                "mine": "mine",
                "expired": "expired",
                "used": "used",
                "unknown": "unknown",
                "blocked": "blocked",
                "elsewhere": "elsewhere",
                "gone": "gone",
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
        # Whose space it is, before anything is bound: the code may be somebody else's.
        Choose(id="confirm", text="code.confirm", to={"oui": "bind", "pas-moi": "not_mine"}),
        Do("bind", Effect.BIND, {"bound": "leave", "gone": "gone"}),
        Leave("leave"),
        Say("not_mine", "code.not_mine", "end"),
        Say("mine", "code.mine", "end"),
        # By mail a code binds nothing: the mailbox on file is written to, and its answer is the proof.
        Say("asked", "code.asked", "end"),
        Say("expired", "code.expired", "end"),
        Say("used", "code.used", "end"),
        # A page's own link serves once, in one chat, and not for long.
        Say("gone", "code.gone", "end"),
        Say("unknown", "code.unknown", "end"),
        Say("blocked", "code.blocked", "end"),
        Say("elsewhere", "code.elsewhere", "end"),
        End("end"),
    ),
)
