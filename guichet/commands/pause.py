"""`guichet pause`, and its end: what is sent to many at once waits, and goes on. Answers always leave."""

import asyncio
from collections.abc import Mapping
from typing import Annotated

import typer

from desk.waves.pausing import Held, paused
from desk.waves.pausing import pause as hold
from desk.waves.pausing import resume as go_on
from guichet import inviting_told, wiring
from guichet.asked import settings_of
from guichet.screen import say, say_json
from guichet.settings import Settings
from guichet.staff import AsJson, By, who_asks
from guichet.towns import asked_towns, at_least_one

Towns = Annotated[
    list[str] | None, typer.Option(metavar="VILLE", help="Une ville ; se répète ; sinon toutes.")
]


def pause(
    context: typer.Context, *, town: Towns = None, by: By = "", as_json: AsJson = False
) -> None:
    """Suspend les vagues d'invitations. Les réponses aux habitants partent comme toujours."""
    settings = settings_of(context)
    held = asyncio.run(_pause(settings, _towns(settings, town), who_asks(by, "pause").by))
    _tell(held, "{town} est en pause : {held}", as_json=as_json)


def resume_waves(settings: Settings, town: list[str] | None, *, as_json: bool) -> None:
    """What `guichet resume` does where nothing came back from a backup: each wave goes on at its pace."""
    waited = asyncio.run(_resume(settings, _towns(settings, town)))
    _tell(waited, "{town} reprend : {held}", as_json=as_json)
    if not waited and not as_json:
        say("Rien n'était en pause.")


def _towns(settings: Settings, town: list[str] | None) -> tuple[str, ...]:
    at_least_one(settings)
    return asked_towns(town, settings) if town else tuple(settings.towns)


async def _pause(settings: Settings, towns: tuple[str, ...], by: str) -> dict[str, Held]:
    async with wiring.counter_opened(settings) as counter:
        return {town: await hold(town, by, counter.clock()) for town in towns}


async def _resume(settings: Settings, towns: tuple[str, ...]) -> dict[str, Held]:
    async with wiring.counter_opened(settings) as counter:
        return {town: await go_on(town, counter.clock()) for town in sorted(await paused(towns))}


def _tell(held: Mapping[str, Held], sentence: str, *, as_json: bool) -> None:
    for town, told in held.items():
        if as_json:
            say_json({"town": town, "people": told.people, "messages": told.messages})
        else:
            say(sentence.format(town=town, held=inviting_told.held(told)))
