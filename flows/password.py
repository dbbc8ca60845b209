"""« J'ai oublié mon mot de passe », « mon identifiant », and a new password for whoever is known."""

from datetime import timedelta

from flows.answers import login, mail_address
from flows.effects import Effect
from flows.flow import Flow
from flows.here import Level, Stage
from flows.message import Link
from flows.steps import Ask, Call, Do, End, Go, Say, Secret

FORGOTTEN = Flow(
    "forgotten",
    (
        Do(
            "where",
            Effect.WHERE,
            {
                "unknown": "login",
                "shared": "login",
                "frozen": "frozen",
                "invited": "not_yet",
                "withdrawn": "not_yet",
                "active": "not_yet",
                "secured": "new_password",
                "ready": "new_password",
            },
        ),
        Ask(
            id="login",
            text="forgotten.login",
            check=login,
            then="ask",
            to={"identifiant-oublie": "forgotten_login", "une-personne": "person"},
        ),
        Do("ask", Effect.ASK_RESET, {"sent": "sent"}),
        Say("sent", "forgotten.sent", "end"),
        # The journey says that it is frozen, and whom to call.
        Go("frozen", "journey"),
        Say("not_yet", "forgotten.not_yet", "end"),
        Call("new_password", "new_password", {"done": "end"}),
        Call("forgotten_login", "forgotten_login", {"done": "login"}),
        Call("person", "person", {"done": "end"}),
        End("end"),
    ),
)

FORGOTTEN_LOGIN = Flow(
    "forgotten_login",
    (
        Do(
            "where",
            Effect.WHERE,
            {
                "unknown": "mail",
                "shared": "mail",
                **dict.fromkeys(
                    ("frozen", "invited", "withdrawn", "active", "secured", "ready"), "known"
                ),
            },
        ),
        Ask(
            id="mail",
            text="forgotten_login.mail",
            check=mail_address,
            then="ask",
            to={"une-personne": "person"},
        ),
        Do("ask", Effect.ASK_LOGIN, {"sent": "sent"}),
        Say("sent", "forgotten_login.sent", "end"),
        Call("known", "own_login", {"done": "end"}),
        Call("person", "person", {"done": "end"}),
        End("end"),
    ),
)

OWN_LOGIN = Flow(
    "own_login",
    needs=Level.READ,
    stage=Stage.FROZEN,
    steps=(
        Do("look", Effect.SETTINGS, {"shown": "said"}),
        Say("said", "own_login", "end"),
        End("end"),
    ),
)

NEW_PASSWORD = Flow(
    "new_password",
    needs=Level.CHANGE,
    stage=Stage.SECURED,
    steps=(
        Secret(
            id="password",
            text="new_password",
            link=Link.RESET,
            to={"accepted": "set", "guessable": "offer", "garder-mot-de-passe": "kept"},
            choices=("garder-mot-de-passe",),
            on={"password_set": "done"},
            remind=(timedelta(hours=12),),
        ),
        Do("offer", Effect.OFFER_PASSWORD, {"offered": "ready"}),
        Secret(
            id="ready",
            text="new_password.ready",
            link=Link.RESET,
            choices=("prendre", "autre"),
            to={"prendre": "take", "autre": "password", "accepted": "set", "guessable": "offer"},
            on={"password_set": "done"},
        ),
        # No login is chosen here, so none can be taken: the question would only come again.
        Do("take", Effect.SET_READY, {"set": "done", "taken": "password"}),
        Do("set", Effect.SET_PASSWORD, {"set": "done"}),
        Say("done", "new_password.done", "end"),
        Say("kept", "new_password.kept", "end"),
        End("end"),
    ),
)
