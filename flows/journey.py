"""The base of every conversation: where does the account stand, and so what comes next."""

from flows.effects import Effect
from flows.flow import Flow
from flows.steps import Call, Choose, Do, Go, Say

JOURNEY = Flow(
    "journey",
    (
        Do(
            "where",
            Effect.WHERE,
            {
                "unknown": "welcome",
                "shared": "whose",
                "frozen": "frozen",
                "invited": "invitation",
                "withdrawn": "withdrawn",
                "active": "identifiers",
                "secured": "terms",
                "ready": "home",
            },
        ),
        Go("welcome", "welcome"),
        Go("whose", "whose"),
        Call(
            "invitation",
            "invitation",
            {"activated": "where", "frozen": "where"},
            passing=("login", "name", "until"),
        ),
        Call("identifiers", "identifiers", {"set": "where"}, passing=("login", "name")),
        # Not « where » again: a town without terms would go round in circles.
        Call("terms", "terms", {"accepted": "home"}),
        Go("home", "home"),
        Choose(
            id="frozen",
            text="journey.frozen",
            to={"une-personne": "person"},
            on={"unfrozen": "unfrozen"},
        ),
        Say("unfrozen", "happened.unfrozen", "where"),
        # The town took the invitation back: another one, if it comes, begins the journey again.
        Choose(
            id="withdrawn",
            text="journey.withdrawn",
            to={"une-personne": "person_withdrawn"},
            on={"activated": "where"},
        ),
        Call("person", "person", {"done": "frozen"}),
        Call("person_withdrawn", "person", {"done": "withdrawn"}),
    ),
)
