"""What both the file and somebody changed, settled one by one: at the keyboard, or by what the command says."""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace

from tortoise.transactions import in_transaction

from guichet import database
from guichet.errors import SettingsError
from guichet.installing.interview import typed
from guichet.screen import say, say_json
from portal.importing import KINDS, Finding, KindName, Wanted, What, run
from portal.importing.columns import Column
from portal.importing.merging import Side

Rulings = dict[tuple[str, str], Side]


@dataclass(slots=True)
class _Conflicts:
    """Hears an import that only looks, and keeps the conflicts."""

    found: list[Finding] = field(default_factory=list)

    def total(self, lines: int) -> None:
        """Nobody watches."""

    def advance(self, lines: int) -> None:
        """Nobody watches."""

    def find(self, finding: Finding) -> None:
        """One more, if it is one."""
        if finding.what is What.CONFLICT:
            self.found.append(finding)


def rulings(told: Sequence[str], columns: Sequence[Column]) -> Rulings:
    """`P-12:courriel=fichier`, as often as needed. Raises `SettingsError`."""
    found: Rulings = {}
    names = {column.name for column in columns}
    for one in told:
        where, _, side = one.rpartition("=")
        name, _, column = where.rpartition(":")
        if not name or column not in names or side not in tuple(Side):
            fault = f"--keep « {one} » : écrivez NUMÉRO:COLONNE=fichier, ou =guichet"
            raise SettingsError([fault])
        found[name, column] = Side(side)
    return found


def conflicts(url: str, wanted: Wanted, kind: KindName) -> list[Finding]:
    """Those that the file would meet; nothing is written."""
    heard = _Conflicts()
    asyncio.run(_look(url, replace(wanted, dry_run=True), kind, heard))
    return heard.found


async def _look(url: str, wanted: Wanted, kind: KindName, heard: _Conflicts) -> None:
    async with database.as_it_is(url):
        await run(wanted, KINDS[kind], in_transaction, heard)


def settled(found: Sequence[Finding], *, as_json: bool) -> Rulings:
    """Each is shown; at a keyboard, each is decided, or left for later."""
    if as_json:
        for one in found:
            say_json(asdict(one))
        return {}
    say(
        f"{len(found)} à régler." if found else "Rien à régler : le fichier et Guichet s'accordent."
    )
    asks = sys.stdin.isatty()
    return dict(_each(found, asks=asks))


def _each(found: Sequence[Finding], *, asks: bool) -> Iterator[tuple[tuple[str, str], Side]]:
    for one in found:
        key = (one.person or one.group, one.column)
        say(f"Ligne {one.line}, {key[0]}, {one.column} :")
        say(f"  fichier  {one.told or '(vide)'}")
        say(f"  guichet  {one.known or '(vide)'}")
        if not asks:
            say(f"  pour décider : --keep '{key[0]}:{key[1]}=fichier', ou =guichet")
        elif side := _side():
            yield key, side


def _side() -> Side | None:
    while True:
        told = typed("  Qui a raison ? (fichier, guichet, vide : plus tard) ").lower()
        if not told:
            return None
        for side in Side:
            if side.startswith(told):
                return side
