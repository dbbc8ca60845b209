"""`make docs`: the pages that are drawn from the code. A test compares them with what stands in `docs/`."""

import re
from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo

from guichet.screen import say
from guichet.settings import TownSettings
from guichet.settings_mailbox import Mailbox
from guichet.settings_section import Section
from guichet.settings_shape import MAILBOX, SECTIONS, TOWNS, Way, expected, is_secret

DOCS = Path(__file__).parent.parent / "docs"

_SETTINGS = """\
# Les réglages

<!-- Page écrite par `make docs` à partir de guichet/settings.py : ne la modifiez pas à la main. -->

Tout se règle dans `config.toml`, ou dans le fichier que nomme `guichet --config FICHIER` (ou la
variable `GUICHET_CONFIG`). Une variable d'environnement remplace le réglage de même nom :
`GUICHET_WEB__PORT=8081` remplace `port` de `[web]`, majuscules et minuscules confondues. Pour une
ville, le tiret de son nom court s'écrit `_` : `GUICHET_TOWNS__SAINT_DENIS__TELEGRAM_TOKEN` vaut pour
`[towns.saint-denis]`.

- Un chemin relatif part du dossier du fichier de réglages, où que la commande soit lancée.
- Les secrets se donnent par une variable ou un fichier, jamais dans un dépôt de code.
- Un réglage inconnu, manquant ou faux arrête la commande avant tout effet : chaque faute est dite en
  une phrase, et le code de sortie est 2.
- `guichet settings` vérifie les réglages et montre ceux qui valent, d'où ils viennent, sans les secrets.
"""


def settings_page() -> str:
    """`docs/settings.md`."""
    parts = [_SETTINGS]
    for name, section in SECTIONS.items():
        parts.append(_section((name,), f"[{name}]", section))
    parts.append(_section((TOWNS, "<VILLE>"), "[towns.nom-court]", TownSettings))
    parts.append(_section((TOWNS, "<VILLE>", MAILBOX), "[towns.nom-court.mailbox]", Mailbox))
    return "\n".join(parts)


#: Each page and what writes it. Another one is added here.
PAGES: Mapping[str, Callable[[], str]] = {"settings.md": settings_page}


def main() -> None:
    """Write every page that has changed."""
    for name, write in PAGES.items():
        page, file = write(), DOCS / name
        if not file.exists() or file.read_text("utf-8") != page:
            file.write_text(page, "utf-8")
            say(f"docs/{name} : récrite.")


def _section(way: Way, title: str, section: type[Section]) -> str:
    lines = [
        f"## `{title}`",
        "",
        section.__doc__ or "",
        "",
        "| Réglage | Sens | Valeurs | Par défaut |",
        "|---|---|---|---|",
        *(
            _row((*way, name), field)
            for name, field in section.model_fields.items()
            if name != MAILBOX
        ),
        "",
    ]
    return "\n".join(lines)


def _row(way: Way, field: FieldInfo) -> str:
    values = "secret" if is_secret(field) else expected(field)
    cells = (f"`{way[-1]}`", field.description or "", values, _default(field))
    return f"| {' | '.join(_safe(cell) for cell in cells)} |"


def _safe(cell: str) -> str:
    """What Markdown would take for a column, or for bold, is kept as it is."""
    return re.sub(r"GUICHET_[A-Z_<>]+", r"`\g<0>`", cell.replace("|", "&#124;"))


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "**à donner**"
    value: Any = field.default
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    shown = str(value.value if isinstance(value, Enum) else value or "")
    return f"`{shown}`" if shown or value == 0 else "vide"


if __name__ == "__main__":
    main()
