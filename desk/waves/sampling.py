"""What some people of a wave would receive, played for real in a transaction that is then undone.

Links, codes and passwords are covered: the same rows will be made again, and would say the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from secrets import randbits
from typing import NoReturn

from tortoise.transactions import in_transaction

from desk import invitations
from desk.addresses import mailbox_of
from desk.closing import close
from desk.counter import Counter
from desk.courier import wrapped
from desk.derived import derived
from desk.door import Button, Door, Parcel, Spoken
from desk.playing import event_of, play
from desk.received import Begun
from desk.speaker import who_speaks
from desk.turns import open_turn
from desk.waves.fate import Fate, fates
from models.family import Citizen
from models.post import Outbox

#: Mails that are shown, and people among whom they are looked for.
MOST = 5
AMONG = 200
#: In the turn's name, which no event of the inbox has.
_KEY = "sample"


class _Undone(Exception):  # noqa: N818 - what every sample ends with
    """Nothing of it is kept, but the mail."""

    def __init__(self, parcel: Parcel) -> None:
        super().__init__()
        self.parcel = parcel


async def samples(
    counter: Counter, door: Door, town: str, people: Sequence[Citizen]
) -> list[Parcel]:
    """The mails of up to five of them who can be invited, spread over the list. Nothing is written."""
    found = await fates(town, people, counter.clock(), queue=False)
    fit = [one for one in people if found[one.id] in {Fate.INVITED, Fate.WAITING}]
    step = max(len(fit) // MOST, 1)
    return [await _sample(counter, door, one) for one in fit[::step][:MOST]]


async def _sample(counter: Counter, door: Door, citizen: Citizen) -> Parcel:
    try:
        async with in_transaction():
            await _play(counter, door, citizen)
    except _Undone as undone:
        return undone.parcel


async def _play(counter: Counter, door: Door, citizen: Citizen) -> NoReturn:
    """The very turn that an invitation is. Raises `_Undone` with the mail."""
    now = counter.clock()
    mailbox = await mailbox_of(citizen)
    assert mailbox is not None, "only who has a mailbox is invited by mail"
    _ = await invitations.issue(counter, citizen, now)
    what = Begun(flow="journey", citizen=citizen.id, bulk=True)
    speaker = await who_speaks(counter, mailbox, what, now)
    turn = await open_turn(counter, mailbox, speaker, key=_KEY, now=now)
    turn.proved = speaker.proved
    event = await event_of(turn, what, None)
    assert event is not None
    await play(turn, event)
    await close(turn)
    rows = await Outbox.filter(turn_key=_KEY, address_id=mailbox.id).order_by("id")
    parcel = await wrapped(counter, door, mailbox, rows)
    secrets: dict[str, str] = {}
    for row in rows:
        made = await derived(counter, counter.towns[citizen.town], row.refs)
        secrets |= {secret: _covered(secret) for secret in made.secret.values()}
        secrets |= {link: harmless(counter, citizen.town) for link in made.link.values() if link}
    # A name that no mail of ours has: an answer to it says nothing, and a second trial is another mail.
    token = counter.keys.token("reply", (1 << 47) + randbits(46))
    page = harmless(counter, citizen.town)
    spoken = tuple(_cover(parcel.spoken, secrets, page))
    raise _Undone(replace(parcel, token=token, stop="", spoken=spoken))


def harmless(counter: Counter, town: str) -> str:
    """Where the links of a trial lead: the sign-in page, which opens nothing by itself."""
    return f"{counter.public_url}/{town}/espace-citoyens/"


def _covered(secret: str) -> str:
    return "".join("•" if sign.isalnum() else sign for sign in secret)


def _cover(spoken: Iterable[Spoken], secrets: Mapping[str, str], page: str) -> Iterable[Spoken]:
    for one in spoken:
        text = one.text
        for secret, cover in secrets.items():
            text = text.replace(secret, cover)
        buttons = tuple(
            Button(label=button.label, url=secrets.get(button.url, button.url))
            for button in one.buttons
        )
        options = tuple(replace(each, page=page if each.page else "") for each in one.options)
        yield replace(one, text=text, buttons=buttons, options=options)
