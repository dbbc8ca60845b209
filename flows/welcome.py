"""Someone we do not know writes, or presses « démarrer »: which way in?"""

from flows.flow import Flow
from flows.steps import Call, Choose

WELCOME = Flow(
    "welcome",
    (
        Choose(
            id="question",
            text="welcome",
            to={
                "j-ai-un-code": "code",
                "rien-recu": "nothing_received",
                "pas-de-code": "sign_in",
                "une-personne": "person",
            },
        ),
        Call("code", "code", {"done": "question"}, at="ask"),
        Call("nothing_received", "nothing_received", {"done": "question"}),
        Call("sign_in", "sign_in", {"done": "question"}),
        Call("person", "person", {"done": "question"}),
    ),
)
