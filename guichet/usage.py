"""A command written wrongly, told in French: typer's own sentences are English."""

import re
from difflib import get_close_matches

import typer

#: Typer's sentence, and ours.
_SENTENCES = (
    (
        r"No such option: (\S+)(?: \(Possible options: (.+)\))?",
        "option inconnue {0}",
        " ; vouliez-vous dire {1} ?",
    ),
    (
        r"No such command '(.*?)'(?:\. Did you mean '(.+?)'.*)?\.?\??",
        "commande inconnue « {0} »",
        " ; vouliez-vous dire « {1} » ?",
    ),
    (r"Missing command\.", "il manque une commande", ""),
    (r"Missing (?:argument|option) '(.+?)'.*", "il manque {0}", ""),
    (r"Option '?(\S+?)'? requires an argument\.?", "{0} demande une valeur", ""),
    (r"Option '?(\S+?)'? does not take a value\.?", "{0} ne prend pas de valeur", ""),
    (r"Got unexpected extra arguments?(?:\(s\))? \((.+)\)", "en trop : {0}", ""),
    (
        r"Invalid value for '(.+?)'.*: .*'(.*)' is not one of (.+)\.",
        "{0} : « {1} » n'est pas un choix possible",
        " ({2})",
    ),
    (r"Invalid value for '(.+?)'.*: .*valid integer.*", "{0} doit être un nombre entier", ""),
    (
        r"Invalid value for '(.+?)'.*: Input should be greater than or equal to (\S+)",
        "{0} doit être au moins",
        " {1}",
    ),
    (
        r"Invalid value for '(.+?)'.*: Input should be less than or equal to (\S+)",
        "{0} doit être au plus",
        " {1}",
    ),
    (r"Invalid value for '(.+?)'(?: / '.+?')*: (.+)", "{0} : {1}", ""),
    (r"Invalid value: (.+)", "{0}", ""),
)


def in_french(error: typer.TyperException) -> str:
    """The sentence of `error`, in French when it is one of those that are known."""
    told = _one_suggestion(error.format_message())
    for pattern, sentence, addition in _SENTENCES:
        if found := re.fullmatch(pattern, told, re.DOTALL):
            last = found.groups()[-1] if found.groups() else None
            groups = [group.replace("', '", ", ").strip("'") for group in found.groups() if group]
            return (sentence + (addition if last else "")).format(*groups)
    return told


def _one_suggestion(told: str) -> str:
    """Typer proposes all that look alike; the first of its list is not always the nearest."""
    found = re.fullmatch(r"No such option: (\S+) \(Possible options: (.+)\)", told)
    if not found:
        return told
    [near] = get_close_matches(found[1], found[2].split(", "), n=1, cutoff=0)
    return f"No such option: {found[1]} (Possible options: {near})"


def help_hint(error: typer.TyperException) -> str:
    """Where the right way to write it stands."""
    context = getattr(error, "ctx", None)
    return f"Pour l'aide : {context.command_path if context else 'guichet'} --help"
