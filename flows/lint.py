"""What is wrong with a set of flows, told before anyone talks: ways into nothing, outcomes forgotten."""

from collections.abc import Iterator, Mapping

from flows.effects import OUTCOMES
from flows.events import Verdict
from flows.flow import Flow
from flows.steps import Ask, Call, Choose, Do, Go, Read, Secret, Step, ways_of

#: The flow called for a proof may only end well: who cannot prove must wait in it, with a way out.
PROVE, PROVED = "prove", frozenset({"proved"})
VERDICTS = frozenset(verdict.value for verdict in Verdict)


def faults(flows: Mapping[str, Flow]) -> list[str]:
    """One sentence for each fault; none for flows that can be trusted."""
    found = [fault for flow in flows.values() for fault in _of_flow(flow, flows)]
    if PROVE in flows and flows[PROVE].outcomes != PROVED:
        found.append(f"{PROVE}: it may only end « proved », not {sorted(flows[PROVE].outcomes)}")
    return found


def _of_flow(flow: Flow, flows: Mapping[str, Flow]) -> Iterator[str]:
    if len(flow.by_id) < len(flow.steps):
        yield f"{flow.name}: two steps bear the same id"
    for step in flow.steps:
        for fault in (*_ways(step, flow), *_moving(step, flow, flows), *_waiting(step)):
            yield f"{flow.name}/{step.id}: {fault}"
    for lost in sorted(set(flow.by_id) - reachable(flow, flows)):
        yield f"{flow.name}/{lost}: nothing leads here"


def _ways(step: Step, flow: Flow) -> Iterator[str]:
    for way, target in ways_of(step).items():
        if target not in flow.by_id:
            yield f"« {way} » leads to « {target} », which is no step"


def _moving(step: Step, flow: Flow, flows: Mapping[str, Flow]) -> Iterator[str]:
    match step:
        case Do(effect=effect, to=to) if set(to) != OUTCOMES[effect]:
            yield f"its effect ends {sorted(OUTCOMES[effect])}, not {sorted(to)}"
        case Call(flow=called) | Go(flow=called) if called not in flows:
            yield f"there is no flow « {called} »"
        case Call(flow=called, to=to) if set(to) != flows[called].outcomes:
            yield f"« {called} » ends {sorted(flows[called].outcomes)}, not {sorted(to)}"
        case Call(flow=called, at=str(at)) if at not in flows[called].by_id:
            yield f"« {called} » has no step « {at} »"
        case Go(flow=called) if called == flow.name:
            yield "it begins itself"
        case _:
            return


def _waiting(step: Step) -> Iterator[str]:
    match step:
        case Choose(to=to, also=also) if set(also) - set(to) or not set(to) - set(also):
            yield "it proposes nothing, or understands what leads nowhere"
        case Read(to=to) if set(to) != {"accepter", "refuser"}:
            yield "a document is accepted or refused"
        case Secret(to=to, choices=choices) if set(to) - set(choices) - VERDICTS:
            yield f"{sorted(set(to) - set(choices) - VERDICTS)} is neither a verdict nor a choice"
        case Secret(to=to, choices=choices) if {*choices, "accepted"} - set(to):
            yield "a choice, or « accepted », leads nowhere"
        case Ask(to=to) if "then" in to:
            yield "« then » cannot be the key of a choice"
        case _:
            return


def reachable(flow: Flow, flows: Mapping[str, Flow]) -> set[str]:
    """The steps that something leads to: the first, and those at which another flow calls in."""
    calls = (step for other in flows.values() for step in other.steps if isinstance(step, Call))
    todo = [flow.first, *(call.at for call in calls if call.flow == flow.name and call.at)]
    seen: set[str] = set()
    while todo:
        if (at := todo.pop()) in flow.by_id and at not in seen:
            seen.add(at)
            todo += ways_of(flow.by_id[at]).values()
    return seen
