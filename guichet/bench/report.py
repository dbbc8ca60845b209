"""What a measure answers: named figures, and where and when they were taken."""

import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

Figures = Mapping[str, float | int | str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One line: what was done, how fast, beside what."""

    name: str
    figures: Figures
    #: What stands beside it, measured in the same run; empty for a figure that stands alone.
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A whole run, as JSON keeps it."""

    at: datetime
    short: bool
    measures: Sequence[Measure]

    def told(self) -> dict[str, object]:
        """Plain JSON types."""
        return {
            "at": self.at.isoformat(timespec="seconds"),
            "commit": commit(),
            "short": self.short,
            "machine": dict(machine()),
            "measures": [
                {"name": one.name, "reference": one.reference, **one.figures}
                for one in self.measures
            ],
        }


def machine() -> Figures:
    """What the figures depend on, and nothing that names the machine."""
    return {
        "cores": os.cpu_count() or 0,
        "processor": _processor(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "tortoise": version("tortoise-orm"),
        "load": round(os.getloadavg()[0], 2),
    }


def commit() -> str:
    """The commit measured, with « + » when files were changed since; empty outside a repository."""
    here = Path(__file__).parent
    head = _git(here, "rev-parse", "--short", "HEAD")
    return head + "+" if head and _git(here, "status", "--porcelain", "-uno") else head


def _git(folder: Path, *words: str) -> str:
    try:
        told = subprocess.run(  # noqa: S603 - fixed words
            ["git", *words],  # noqa: S607 - the operator's own git
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return ""
    return told.stdout.strip() if told.returncode == 0 else ""


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), "")


def share(one: float, beside: float) -> float | None:
    """How many times `beside` that is."""
    return round(one / beside, 2) if beside else None


def quantile(values: Sequence[float], part: float) -> float:
    """The value below which that part of them lies."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)]
