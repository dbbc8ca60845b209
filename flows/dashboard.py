"""The headings of one's own space: look, tell, and back to where one was. Nothing is changed here."""

from flows.effects import OUTCOMES, Effect
from flows.flow import Flow
from flows.here import Level, Stage
from flows.steps import Do, End, Say


def _heading(effect: Effect, needs: Level = Level.READ, stage: Stage = Stage.READY) -> Flow:
    """One heading, one sentence for each outcome: `invoices.some`, `invoices.none`, `invoices.unloaded`."""
    name, outcomes = effect.value, sorted(OUTCOMES[effect])
    told = (Say(outcome, f"{name}.{outcome}", "end") for outcome in outcomes)
    look = Do("look", effect, {outcome: outcome for outcome in outcomes})
    return Flow(name, (look, *told, End("end")), needs=needs, stage=stage)


REQUESTS = _heading(Effect.REQUESTS)
INVOICES = _heading(Effect.INVOICES)
CONTACT = _heading(Effect.CONTACT)
DOCUMENTS = _heading(Effect.DOCUMENTS)
HOUSEHOLD = _heading(Effect.HOUSEHOLD)
#: What the town tells everyone needs no account.
NEWS = _heading(Effect.NEWS, Level.PUBLIC, Stage.UNKNOWN)
