"""No code, but a login and a password: the conversation is linked to the space that they open."""

from datetime import timedelta

from flows.answers import login
from flows.effects import Effect
from flows.flow import Flow
from flows.message import Link
from flows.steps import Ask, Call, Do, End, Leave, Say, Secret

SIGN_IN = Flow(
    "sign_in",
    (
        Ask(
            id="login",
            text="sign_in.login",
            check=login,
            save="typed_login",
            then="way",
            to={"identifiant-oublie": "forgotten_login", "une-personne": "person"},
        ),
        # Typed here where the channel allows it; else the mailbox on file is written to.
        Do("way", Effect.KNOCK, {"here": "password", "sent": "sent"}),
        Say("sent", "sign_in.sent", "leave"),
        Secret(
            id="password",
            text="sign_in.password",
            link=Link.TEMPORARY,
            to={"accepted": "bind", "mot-de-passe-oublie": "forgotten"},
            choices=("mot-de-passe-oublie",),
            remind=(timedelta(days=1),),
        ),
        # A login and its password are never too late: only a link may be gone.
        Do("bind", Effect.BIND, {"bound": "leave", "gone": "login", "late": "login"}),
        Leave("leave"),
        Call("forgotten", "forgotten", {"done": "end"}),
        Call("forgotten_login", "forgotten_login", {"done": "login"}),
        Call("person", "person", {"done": "end"}),
        End("end"),
    ),
)
