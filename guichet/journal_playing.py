"""The journal on the screen: once, or for as long as somebody reads."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

from desk.clock import utc_now
from desk.journal.following import Follower
from desk.journal.reading import Line, Wanted, all_of, citizens_named, latest
from guichet import database
from guichet.errors import NotFoundError
from guichet.journal_look import Look, as_json
from guichet.screen import ReaderGoneError, nobody_reads, remark, say_json, screen, stop_writing

#: Seconds between two looks at the journal.
PAUSE = 0.5
#: Lines shown when neither a number nor a period is asked.
LINES, LINES_BEFORE_FOLLOWING = 100, 20

Show = Callable[[Line], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What to show; the citizen's login is looked up in the database."""

    wanted: Wanted
    citizen: str
    limit: int | None
    follow: bool


def play(url: str, question: Question, show: Show) -> None:
    """Show the lines. Ctrl-C and a closed pipe are how following ends, not failures."""
    try:
        asyncio.run(_play(url, question, show))
    except ReaderGoneError:
        stop_writing()
    except KeyboardInterrupt:
        if not question.follow:
            raise


def shows(*, towns: bool) -> Show:
    """For eyes: a line each, and the day whenever it changes."""
    console, look = screen(), Look(towns=towns)

    def show(line: Line) -> None:
        if day := look.day_of(line):
            console.print(day)
        console.print(look.text(line))

    return show


def shows_json(line: Line) -> None:
    """For machines."""
    say_json(as_json(line))


async def _play(url: str, question: Question, show: Show) -> None:
    async with database.as_it_is(url):
        wanted = await _with_citizen(question)
        if question.follow:
            await _follow(wanted, question, show)
        else:
            await _once(wanted, question, show)


async def _with_citizen(question: Question) -> Wanted:
    if not question.citizen:
        return question.wanted
    found = await citizens_named(question.citizen, question.wanted.towns)
    if not found:
        raise NotFoundError(
            f"aucun espace n'a l'identifiant « {question.citizen} ».",
            "Vérifiez l'identifiant de connexion, ou donnez le numéro de l'espace.",
        )
    return replace(question.wanted, citizens=tuple(citizen.id for citizen in found))


async def _once(wanted: Wanted, question: Question, show: Show) -> None:
    empty = True
    if question.limit is None and wanted.since is not None:
        async for line in all_of(wanted):
            show(line)
            empty = False
    else:
        for line in await latest(wanted, question.limit or LINES):
            show(line)
            empty = False
    if empty:
        remark("Rien dans le journal pour cette demande.")


async def _follow(wanted: Wanted, question: Question, show: Show) -> None:
    follower = Follower(wanted, utc_now)
    for line in await follower.start(question.limit or LINES_BEFORE_FOLLOWING):
        show(line)
    away = False
    while not nobody_reads():
        try:
            lines = await follower.poll()
        except database.AWAY:
            if not away:
                remark("La base ne répond plus ; nous continuons d'essayer, rien ne sera perdu.")
            away, lines = True, []
        else:
            away = False
        for line in lines:
            show(line)
        if not follower.behind or away:
            await asyncio.sleep(PAUSE)
