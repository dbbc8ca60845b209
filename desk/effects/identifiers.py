"""Login and password: chosen, set, forgotten. A password comes here only as its hash."""

from datetime import timedelta

from desk.addresses import mailbox_of
from desk.effects.outcome import Outcome
from desk.inbox import put
from desk.received import Begun
from desk.turn import Turn
from flows.here import Channel
from flows.message import Message
from flows.sprint import Wanted
from models.conversation import Address
from models.link import PageLink, Purpose
from models.post import Outbox
from portal import citizens, credentials, names
from portal.credentials import Identifiers
from words.desk_keys import TOLD_LOGIN, TOLD_PASSWORD

#: Between two mails that tell the logins of a mailbox.
LOGIN_SPACING = timedelta(minutes=10)


class HashNeeded(Exception):  # noqa: N818 - a detour of the turn, not a failure
    """The ready password must be hashed before the transaction: hashing is slow."""

    def __init__(self, ready: int) -> None:
        super().__init__(ready)
        self.ready = ready


async def check_login(turn: Turn, wanted: Wanted) -> Outcome:
    """Whether the login that the citizen would like is well formed and free in this town."""
    login = credentials.login_form(str(wanted.data.get("login_wanted", "")))
    if login is None:
        return Outcome("malformed")
    free = await credentials.login_free(turn.town.slug, login, turn.known())
    return Outcome("free" if free else "taken", {"login_wanted": login})


async def offer_password(turn: Turn, _wanted: Wanted) -> Outcome:
    """A password ready to be accepted: only the row from which it is derived is kept."""
    link = await PageLink.create(
        town=turn.town.slug,
        purpose=Purpose.READY,
        citizen_id=turn.known().id,
        address_id=turn.address.id,
        created_at=turn.now,
        expires_at=turn.now + turn.counter.limits.chat_link,
    )
    return Outcome("offered", {"ready": link.id})


async def set_identifiers(turn: Turn, wanted: Wanted) -> Outcome:
    """The login kept or changed, and the password judged before this transaction."""
    citizen = turn.known()
    login = str(wanted.data.get("login_wanted") or citizen.login)
    done = await credentials.set_identifiers(
        citizen, login=login, password_hash=_hash(turn, wanted), at=turn.now
    )
    return Outcome(done.value, {"login": login} if done is Identifiers.SET else {})


async def set_ready(turn: Turn, wanted: Wanted) -> Outcome:
    """Take the password that was offered."""
    return await set_identifiers(turn, wanted)


async def set_password(turn: Turn, wanted: Wanted) -> Outcome:
    """A new password for an account that has one."""
    citizen = turn.known()
    await credentials.set_password(citizen, _hash(turn, wanted), turn.now)
    if mailbox := await mailbox_of(citizen):
        turn.tell(mailbox, Message(text=TOLD_PASSWORD, params={"on": turn.now.isoformat()}))
    return Outcome("set")


def _hash(turn: Turn, wanted: Wanted) -> str:
    if not turn.secret_hash:
        ready = wanted.data.get("ready")
        assert isinstance(ready, int), "identifiers are set only after a secret was judged"
        raise HashNeeded(ready)
    return turn.secret_hash


async def ask_reset(turn: Turn, wanted: Wanted) -> Outcome:
    """The same answer for everyone; a mail leaves only for a login that exists, to its address on file."""
    citizen = await citizens.by_login(turn.town.slug, wanted.value or "")
    mailbox = await mailbox_of(citizen) if citizen else None
    if citizen and mailbox:
        # One an hour, whoever asks: the second request finds the first one's row.
        await put(
            mailbox,
            account="desk",
            external_id=f"reset:{citizen.id}:{turn.now:%Y%m%d%H}",
            at=turn.now,
            what=Begun(flow="forgotten", citizen=citizen.id),
        )
    return Outcome("sent")


async def knock(turn: Turn, wanted: Wanted) -> Outcome:
    """Who gives a login: a secret opens it in a chat; a mail binds nothing, so the mailbox on file is asked.

    The same answer for everyone; a mail leaves only for a login that exists, to its address on file.
    """
    if turn.channel is not Channel.MAIL:
        return Outcome("here")
    login = wanted.value or str(wanted.data.get("typed_login", ""))
    citizen = await citizens.by_login(turn.town.slug, login)
    mailbox = await mailbox_of(citizen) if citizen else None
    if citizen and mailbox:
        await put(
            mailbox,
            account="desk",
            external_id=f"knock:{citizen.id}:{turn.now:%Y%m%d%H}",
            at=turn.now,
            what=Begun(flow="journey", citizen=citizen.id),
        )
    return Outcome("sent")


async def ask_login(turn: Turn, wanted: Wanted) -> Outcome:
    """The same answer for everyone; the logins leave only to a mailbox on file."""
    found = await citizens.by_mail(turn.town.slug, wanted.value or "")
    for citizen in found:
        mailbox = await mailbox_of(citizen)
        # None where two households share it: one of them would read the login of the other.
        if mailbox and not await _written_lately(turn, mailbox):
            params = {"name": names.polite(citizen), "login": citizen.login}
            turn.tell(mailbox, Message(text=TOLD_LOGIN, params=params))
    return Outcome("sent")


async def _written_lately(turn: Turn, mailbox: Address) -> bool:
    """Whoever asks again and again must not fill a mailbox that is not theirs."""
    sent = Outbox.filter(town=turn.town.slug, address_id=mailbox.id)
    lately = await sent.filter(created_at__gt=turn.now - LOGIN_SPACING).limit(50)
    return any(row.message["text"] == TOLD_LOGIN for row in lately)
