"""At home: a greeting by name, the news, and the menu to which everything returns."""

from flows.effects import Effect
from flows.flow import Flow
from flows.here import Level, Stage
from flows.steps import Call, Choose, Do, Say

#: Choice -> the flow that it opens.
HEADINGS = {
    "demandes": "requests",
    "factures": "invoices",
    "coordonnees": "contact",
    "documents": "documents",
    "famille": "household",
    "actualites": "news",
    "reglages": "settings",
    "aide": "help",
    "une-personne": "person",
}

HOME = Flow(
    "home",
    needs=Level.READ,
    stage=Stage.READY,
    steps=(
        Do("greet", Effect.GREET, {"greeted": "hello"}),
        Say("hello", "home.hello", "menu"),
        Choose(id="menu", text="home.menu", to=HEADINGS),
        *(Call(flow, flow, {"done": "menu"}) for flow in HEADINGS.values()),
    ),
)
