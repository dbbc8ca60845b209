"""Edits that a developer makes to flows while people are in the middle of them."""

from collections.abc import Mapping
from dataclasses import fields, replace

from flows.flow import Flow
from flows.steps import Call, Go, Leave, Say, Step, ways_of

Flows = Mapping[str, Flow]


def renamed(flows: Flows, flow: str, step: str, *, declared: bool) -> Flows:
    """That step under another id, its old one declared in `moved` or not."""
    old = flows[flow]
    moved = {step: f"{step}-2"} if declared else {}
    steps = tuple(_with_ids(each, {step: f"{step}-2"}) for each in old.steps)
    called = {name: _calls_at(each, flow, step) for name, each in flows.items()}
    return {**called, flow: replace(old, steps=steps, moved=moved)}


def quieted(flows: Flows, flow: str, step: str) -> Flows:
    """That question is not asked any more: its step goes straight on."""
    old = flows[flow]
    steps = tuple(_silent(each) if each.id == step else each for each in old.steps)
    return {**flows, flow: replace(old, steps=steps)}


def removed(flows: Flows, flow: str) -> Flows:
    """That flow is gone, and those that called it go on without it."""
    kept = {name: each for name, each in flows.items() if name != flow}
    return {
        name: replace(each, steps=tuple(_without(step, flow) for step in each.steps))
        for name, each in kept.items()
    }


def _with_ids(step: Step, ids: Mapping[str, str]) -> Step:
    changed: dict[str, object] = {"id": ids.get(step.id, step.id)}
    for field in fields(step):
        value = getattr(step, field.name)
        if field.name == "then":
            changed["then"] = ids.get(value, value)
        elif field.name in {"to", "on"}:
            changed[field.name] = {way: ids.get(at, at) for way, at in value.items()}
    return replace(step, **changed)  # type: ignore[arg-type]  # the same fields, some renamed


def _calls_at(flow: Flow, called: str, step: str) -> Flow:
    return replace(
        flow,
        steps=tuple(
            replace(each, at=f"{step}-2")
            if isinstance(each, Call) and (each.flow, each.at) == (called, step)
            else each
            for each in flow.steps
        ),
    )


def _silent(step: Step) -> Step:
    ways = ways_of(step)
    return Say(step.id, "help", next(iter(ways.values()))) if ways else step


def _without(step: Step, flow: str) -> Step:
    match step:
        case Call(flow=called) if called == flow:
            return _silent(step) if step.to else Leave(step.id)
        case Go(flow=called) if called == flow:
            return Go(step.id, "journey")
        case _:
            return step
