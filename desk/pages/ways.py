"""Where a citizen who stands on a page can go on, and how her conversation learns what she did there."""

from dataclasses import dataclass
from datetime import datetime

from desk import inbox
from desk.addresses import mailbox_of
from desk.counter import Counter
from desk.received import Moved
from flows.here import Channel
from flows.note import NoteKind
from models.conversation import Address, Conversation
from models.family import Citizen
from models.journal import Journal
from models.link import PageLink, Purpose
from portal import names

#: The journal's word for the channel, and the inbox's for the account.
PAGE = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Telegram's address, empty without a bot; the mailbox on file, half hidden; where the thread goes on."""

    telegram: str = ""
    mail: str = ""
    goes_on: Channel | None = None
    #: What the chat that this link opens will show too; empty for a chat that is linked already.
    match: str = ""


async def ways_of(counter: Counter, citizen: Citizen) -> Ways:
    """The ways on. A chat not yet linked needs a link of its own."""
    town = counter.towns[citizen.town]
    last = await _last_address(citizen)
    chat = last is not None and last.channel == Channel.TELEGRAM
    telegram = town.telegram_link.format(bot=town.bot, token="") if town.bot and chat else ""
    mail = names.masked_mail(citizen.mail)
    goes_on = Channel.TELEGRAM if chat else Channel.MAIL if mail else None
    return Ways(telegram=telegram, mail=mail, goes_on=goes_on)


async def told_at(citizen: Citizen) -> Address | None:
    """Where the conversation is told: its last address if it is still hers, else the mailbox on file."""
    return await _last_address(citizen) or await mailbox_of(citizen)


async def _last_address(citizen: Citizen) -> Address | None:
    conversation = await Conversation.filter(town=citizen.town, citizen_id=citizen.id).first()
    if conversation is None or conversation.last_address_id is None:
        return None
    last = await Address.get_or_none(town=citizen.town, id=conversation.last_address_id)
    if last is None or last.refused_at:
        return None
    # A chat may have been unlinked since, and a mailbox changed: neither must learn anything more.
    if last.channel == Channel.MAIL:
        return last if last.external_id == citizen.mail.lower() else None
    return last if last.conversation_id == conversation.id else None


async def tell(told: Address | None, moved: Moved, link: PageLink, at: datetime) -> None:
    """In the caller's transaction: the conversation will go on from there, once for each link."""
    if told is None:
        return
    key = f"{moved.what}:{link.id}"
    await inbox.put(told, account=PAGE, external_id=key, at=at, what=moved)


async def note(citizen: Citizen, at: datetime, kind: NoteKind, step: str, detail: str) -> None:
    """A line of the journal for what was done on a page. `step` is `flow.step`; no word of the citizen's."""
    flow, _, name = step.partition(".")
    line = Journal(
        at=at,
        town=citizen.town,
        citizen_id=citizen.id,
        channel=PAGE,
        flow=flow,
        step=name,
        kind=kind.value,
        detail=detail[:128],
    )
    await line.save()


async def page_token(counter: Counter, citizen: Citizen, purpose: Purpose, now: datetime) -> str:
    """The token of the page that comes next. Given on a screen, it lives as long as one given in a chat."""
    link = await PageLink.create(
        town=citizen.town,
        purpose=purpose,
        citizen_id=citizen.id,
        created_at=now,
        expires_at=now + counter.limits.chat_link,
    )
    return counter.keys.token("page", link.id)
