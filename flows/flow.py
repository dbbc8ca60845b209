"""A flow: named steps, read from top to bottom, and what one must be to enter it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from flows.here import Level, Stage
from flows.steps import Ask, Call, Choose, Do, End, Go, Read, Secret, Step, Wait, ways_of


@dataclass(frozen=True)
class Flow:
    """`needs` and `stage` are asked on entry; `moved` maps the ids of steps that were renamed."""

    name: str
    steps: tuple[Step, ...]
    needs: Level = Level.PUBLIC
    stage: Stage = Stage.UNKNOWN
    moved: Mapping[str, str] = field(default_factory=dict)

    @property
    def first(self) -> str:
        """The id of the step where the flow begins."""
        return self.steps[0].id

    @cached_property
    def by_id(self) -> Mapping[str, Step]:
        """Its steps by their id."""
        return {step.id: step for step in self.steps}

    @cached_property
    def outcomes(self) -> frozenset[str]:
        """How it can end for the flow that called it."""
        return frozenset(step.outcome for step in self.steps if isinstance(step, End))

    @cached_property
    def fingerprint(self) -> str:
        """Changes with the shape of the flow (ids, kinds, ways), not with its wording."""
        shape = "\n".join(sorted(_shape(step) for step in self.steps))
        return hashlib.sha256(shape.encode()).hexdigest()[:16]

    def waits(self, step_id: str) -> bool:
        """Whether that step exists and waits for the citizen."""
        return isinstance(self.by_id.get(step_id), Wait)


def _shape(step: Step) -> str:
    extra: object = ()
    match step:
        case Do(effect=effect):
            extra = effect.value
        case Call(flow=flow, at=at):
            extra = (flow, at)
        case Go(flow=flow):
            extra = flow
        case Ask(save=save, to=to):
            extra = (save, sorted(to))
        case Choose(to=to) | Read(to=to) | Secret(to=to):
            extra = sorted(to)
        case _:
            pass
    return f"{type(step).__name__} {step.id} {extra} {sorted(ways_of(step).items())}"
