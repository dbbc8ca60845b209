"""Variables that replace a setting: `GUICHET_WEB__PORT`, `GUICHET_TOWNS__<VILLE>__PHONE`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from guichet.settings_faults import did_you_mean
from guichet.settings_shape import TOWNS, Way, every_setting, field_at, variable

PREFIX = "guichet_"
#: Read elsewhere: the file's own place, and what the tests need.
OTHERS = ("guichet_config", "guichet_test_")


@dataclass(frozen=True, slots=True)
class Given:
    """What the environment says: values by their way, and the variable that gave each."""

    values: dict[Way, str] = field(default_factory=dict, repr=False)
    variables: dict[Way, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def read_environment(environ: Mapping[str, str], towns: Collection[str]) -> Given:
    """Capitals do not matter. `towns` are those of the file: a variable makes no second one beside."""
    given = Given()
    for name, value in sorted(environ.items()):
        bare = name.lower()
        if not bare.startswith(PREFIX) or bare.startswith(OTHERS):
            continue
        way = _way(bare.removeprefix(PREFIX))
        if fault := _fault(name, way, towns, given):
            given.faults.append(fault)
        else:
            given.values[way] = value
            given.variables[way] = name
    return given


def _way(name: str) -> Way:
    match name.split("__"):
        case ["towns", town, *setting]:
            return (TOWNS, town.replace("_", "-"), *setting)
        case parts:
            return tuple(parts)


def _fault(name: str, way: Way, towns: Collection[str], given: Given) -> str:
    town = way[1] if way[0] == TOWNS and len(way) > 1 else ""
    if field_at(way) is None:
        known = (variable(one) for one, _ in every_setting(town or next(iter(towns), "ville")))
        return f"variable inconnue {name}{did_you_mean(name, known)}"
    if town and towns and town not in towns:
        meant = did_you_mean(town, towns) or f" ; villes réglées : {', '.join(towns)}"
        return f"ville inconnue « {town} » dans la variable {name}{meant}"
    if other := given.variables.get(way):
        return f"{name} et {other} donnent le même réglage : n'en gardez qu'une"
    return ""
