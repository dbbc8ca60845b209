"""What came of the lines: what was found in them, and how many of each."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from portal.importing.columns import Column


class What(StrEnum):
    """What a finding is."""

    REFUSED = "refused"
    CONFLICT = "conflict"
    SHARED = "shared"
    ABSENT = "absent"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something to know about a line; `told` is what the file says, `known` what Guichet knows."""

    what: What
    reason: str
    line: int | None = None
    group: str = ""
    person: str = ""
    column: str = ""
    told: str = ""
    known: str = ""


class Deed(StrEnum):
    """What became of a household, a person, an invoice."""

    CREATED = "created"
    CHANGED = "changed"
    SAME = "same"


@dataclass(slots=True)
class Tally:
    """How many: lines, refused ones, and the deeds of each thing (`household`, `adult`…)."""

    lines: int = 0
    kept: int = 0
    deeds: Counter[tuple[str, Deed]] = field(default_factory=Counter)
    found: Counter[What] = field(default_factory=Counter)

    def add(self, outcome: "Outcome") -> None:
        """Count what one transaction did."""
        self.deeds.update(outcome.deeds)
        self.found.update(finding.what for finding in outcome.findings)


@dataclass(slots=True)
class Outcome:
    """What one transaction did; counted once it is committed."""

    deeds: Counter[tuple[str, Deed]] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    #: Groups that turned out to be refused once the database was asked.
    refused: set[str] = field(default_factory=set)
    #: A refusal after which somebody would read something untrue of the whole heading.
    misleading: bool = False

    def did(self, thing: str, deed: Deed) -> None:
        """One more."""
        self.deeds[thing, deed] += 1

    def find(self, what: What, reason: str, **where: object) -> None:
        """Note something to know."""
        self.findings.append(Finding(what=what, reason=reason, **where))  # type: ignore[arg-type]  # the fields of a finding


def refused(column: Column | str, reason: str, *, line: int, group: str) -> Finding:
    """A refusal of one line."""
    name = column if isinstance(column, str) else column.name
    return Finding(what=What.REFUSED, reason=reason, line=line, group=group, column=name)
