"""`guichet migrate`: bring the database up to date."""

import asyncio

import typer

from guichet import database
from guichet.asked import settings_of
from guichet.screen import say


def migrate(context: typer.Context) -> None:
    """Crée la base ou la met à jour. Sans effet si elle l'est déjà."""
    url = settings_of(context).database.url
    applied = asyncio.run(database.migrate(url))
    where = database.sqlite_file(url) or database.without_password(url)
    if applied:
        say(f"Base {where} mise à jour : {', '.join(applied)}.")
    else:
        say(f"Base {where} déjà à jour : rien à faire.")
