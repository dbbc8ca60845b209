"""`guichet invite`: the invitation mail for those who have a mailbox and have not activated yet."""

import asyncio
from typing import Annotated

import typer

from guichet.asked import settings_of
from guichet.inviting import Asked, invite_all
from guichet.screen import say, say_json
from guichet.towns import asked_towns, at_least_one


def invite(  # noqa: PLR0913 - one parameter for each option
    context: typer.Context,
    *,
    town: Annotated[
        list[str] | None,
        typer.Option(metavar="VILLE", help="Une ville ; se répète ; sinon toutes."),
    ] = None,
    login: Annotated[
        list[str] | None,
        typer.Option(metavar="COMPTE", help="Ce compte seulement, même déjà invité ; se répète."),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Pas plus de N invitations cette fois.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", metavar="", help="Compte, et n'envoie rien.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", metavar="", help="Un objet JSON : les nombres.")
    ] = False,
) -> None:
    """Invite par courriel ceux qui n'ont pas activé leur espace. Les messages partent par « serve »."""
    settings = settings_of(context)
    at_least_one(settings)
    asked = Asked(
        towns=asked_towns(town, settings) if town else tuple(settings.towns),
        logins=tuple(login or ()),
        limit=limit,
        dry_run=dry_run,
    )
    tally = asyncio.run(invite_all(settings, asked))
    if as_json:
        say_json(tally.numbers())
        return
    for sentence in tally.sentences(dry_run=dry_run):
        say(sentence)
