"""What the commands about one person share: who is meant, who asks and why, how far it is."""

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from desk.privacy.acts import Staff
from desk.privacy.batches import Told
from guichet.errors import NotFoundError, SettingsError
from guichet.settings import Settings
from guichet.towns import asked_towns, at_least_one
from models.family import Citizen
from models.staff import KeptIdentity
from portal import citizens
from portal.erasure import erased
from portal.names import same_login
from words.filters import moment

Login = Annotated[
    str,
    typer.Argument(metavar="ESPACE", help="L'espace, par son identifiant.", show_default=False),
]
Slug = Annotated[
    str, typer.Option("--town", metavar="VILLE", help="La ville de l'espace.", show_default=False)
]
Reason = Annotated[
    str,
    typer.Option(
        "--reason",
        metavar="TEXTE",
        help="Pourquoi : gardé au registre. N'y écrivez rien de personnel.",
        show_default=False,
    ),
]
By = Annotated[
    str,
    typer.Option(
        "--by",
        metavar="NOM",
        help="Qui le demande ; sinon le nom de la session.",
        show_default=False,
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", metavar="", help="Un objet JSON : ce qui a été fait.")
]


def the_town(slug: str, settings: Settings) -> str:
    """The town that is meant. Raises `SettingsError`, `NotFoundError`."""
    at_least_one(settings)
    [town] = asked_towns([slug], settings)
    return town


def who_asks(by: str, reason: str) -> Staff:
    """Who acts, and why. Raises `SettingsError` for a reason that says nothing."""
    if not reason.strip():
        raise SettingsError(["--reason : dites pourquoi, en quelques mots"])
    return Staff(by=by.strip() or _session(), reason=reason.strip())


def _session() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container may give its user no name
        return f"uid {os.getuid()}"


async def the_citizen(town: str, login: str) -> Citizen:
    """The account that is meant. Raises `NotFoundError`, which says when it was erased."""
    found = await citizens.by_login(town, login)
    if found is not None and not erased(found):
        return found
    kept = KeptIdentity.filter(town=town, login=same_login(login)).order_by("-id")
    if before := await kept.first():
        raise NotFoundError(
            f"l'espace « {before.login} » a été effacé le {moment(before.erased_at.isoformat())}.",
            f"Ce que la loi fait garder reste sous le numéro {before.citizen_id}.",
        )
    raise NotFoundError(
        f"aucun espace de {town} n'a l'identifiant « {same_login(login)} ».",
        "Vérifiez l'identifiant et la ville.",
    )


@contextmanager
def bar(what: str, total: int) -> Iterator[Told]:
    """A progress bar on a terminal, nothing in a pipe."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task(what, total=total)
        yield lambda many: progress.advance(task, many)
