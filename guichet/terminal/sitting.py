"""Sitting down: the town opened, a person chosen, a phone and a mailbox in hand."""

import os
from contextlib import AsyncExitStack
from pathlib import Path

from demo import town as demo_town
from desk.town import Town
from flows.here import Channel, SecretWay
from guichet.errors import NotFoundError
from guichet.terminal import place, who
from guichet.terminal.evening import Evening, Round
from guichet.terminal.hour import Hour
from guichet.terminal.letterbox import Letterbox
from guichet.terminal.phone import Phone
from guichet.terminal.story import Setting
from guichet.terminal.who import Who
from portal.standing import Standing

#: The invitation waits for its answer in a mailbox that is on file.
INVITED = Setting(
    channel=Channel.MAIL, secrets=SecretWay.PAGE, known=True, standing=Standing.INVITED
)


async def sit_down(stack: AsyncExitStack, folder: Path, login: str, channel: Channel) -> Evening:
    """Raises `NotFoundError` for a login that nobody has, or a channel that this person has not."""
    hour = Hour()
    settings = place.settings_in(folder, os.environ)
    counter, mail = await stack.enter_async_context(place.opened(settings, hour))
    sitting = await who.somebody(login) if login else await who.nobody()
    if channel is Channel.MAIL and not sitting.mail:
        raise NotFoundError(
            f"{sitting.name} n'a pas d'adresse de courriel.",
            "Commencez sur Telegram, ou choisissez quelqu'un d'autre.",
        )
    town = counter.towns[demo_town.SLUG]
    phone = Phone(town, sitting.person, hour)
    evening = Evening(
        counter=counter,
        doors={Channel.MAIL: mail, Channel.TELEGRAM: phone},
        hour=hour,
        who=sitting,
        phone=phone,
        box=_box(folder, town, sitting, hour),
        channel=channel,
    )
    await evening.begins()
    return evening


async def receive_invitation(evening: Evening) -> Round | None:
    """The mail that the town sends first to whoever it has just created; None for the others."""
    if not await who.invited(evening.counter, evening.who):
        return None
    return await evening.settles(at=Channel.MAIL)


def _box(folder: Path, town: Town, sitting: Who, hour: Hour) -> Letterbox | None:
    if not sitting.mail:
        return None
    return Letterbox(folder / place.MAILS, town, sitting.name, sitting.mail, hour)
