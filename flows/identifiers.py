"""First sign-in: the temporary password where it is asked, then a login and a password of one's own."""

from datetime import timedelta

from flows.answers import login
from flows.effects import Effect
from flows.flow import Flow
from flows.here import Level
from flows.message import Link
from flows.steps import Ask, Call, Choose, Do, End, Let, Say, Secret

DAY, WEEK = timedelta(days=1), timedelta(days=7)
#: Set on the page meanwhile, wherever one waits here.
ELSEWHERE = {"identifiers_set": "done"}

IDENTIFIERS = Flow(
    "identifiers",
    needs=Level.READ,
    steps=(
        Do(
            "first",
            Effect.FIRST_SIGN_IN,
            {"proved": "login", "ask": "temporary", "page": "password", "letter": "letter"},
        ),
        # Who came with a letter has no temporary password: the key again is the proof.
        Say("letter", "identifiers.letter", "key"),
        Call("key", "code", {"done": "first"}, at="ask"),
        Secret(
            id="temporary",
            text="identifiers.temporary",
            link=Link.TEMPORARY,
            to={"accepted": "login"},
            on={**ELSEWHERE, "temporary_given": "login"},
            remind=(DAY, WEEK),
        ),
        Choose(
            id="login",
            text="identifiers.login",
            to={"garder-identifiant": "keep", "changer-identifiant": "new_login"},
            on=ELSEWHERE,
            remind=(DAY, WEEK),
        ),
        Let("keep", {"login_wanted": None}, "password"),
        Ask(
            id="new_login",
            text="identifiers.new_login",
            check=login,
            save="login_wanted",
            then="check_login",
            to={"garder-identifiant": "keep"},
            on=ELSEWHERE,
        ),
        Do(
            "check_login",
            Effect.CHECK_LOGIN,
            {"free": "password", "taken": "taken", "malformed": "malformed"},
        ),
        Say("taken", "identifiers.taken", "new_login"),
        Say("malformed", "identifiers.malformed", "new_login"),
        # In a chat the password alone; on the page, login and password together.
        Secret(
            id="password",
            text="identifiers.password",
            link=Link.IDENTIFIERS,
            to={"accepted": "set", "guessable": "offer"},
            on=ELSEWHERE,
            remind=(DAY, WEEK),
        ),
        Do("offer", Effect.OFFER_PASSWORD, {"offered": "ready"}),
        Secret(
            id="ready",
            text="identifiers.ready",
            link=Link.IDENTIFIERS,
            choices=("prendre", "autre"),
            to={"prendre": "take", "autre": "password", "accepted": "set", "guessable": "offer"},
            on=ELSEWHERE,
            remind=(DAY,),
        ),
        Do("take", Effect.SET_READY, {"set": "done", "taken": "taken"}),
        Do("set", Effect.SET_IDENTIFIERS, {"set": "done", "taken": "taken"}),
        Say("done", "identifiers.done", "end"),
        End("end", "set"),
    ),
)
