"""A mailbox that several people have on file: which of them writes? Their own mail will tell."""

from flows.answers import login
from flows.effects import Effect
from flows.flow import Flow
from flows.steps import Ask, Call, Do, Leave, Say

WHOSE = Flow(
    "whose",
    (
        Ask(
            id="login",
            text="whose.login",
            check=login,
            then="knock",
            to={"identifiant-oublie": "forgotten_login", "une-personne": "person"},
        ),
        # A mailbox is always written to: nothing can be typed in a mail.
        Do("knock", Effect.KNOCK, {"here": "sent", "sent": "sent"}),
        Say("sent", "sign_in.sent", "leave"),
        Leave("leave"),
        Call("forgotten_login", "forgotten_login", {"done": "login"}),
        Call("person", "person", {"done": "login"}),
    ),
)
