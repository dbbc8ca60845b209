"""At the moment of sending: addresses, codes and passwords made from rows and the server's key."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desk.counter import Counter
from desk.town import Town
from models.link import PageLink
from portal import invitation
from portal.password import hash_password, ready_password, temporary_password


@dataclass(frozen=True, slots=True)
class Derived:
    """What the words may hold of `link.…` and `secret.…`."""

    link: dict[str, str] = field(default_factory=dict)
    secret: dict[str, str] = field(default_factory=dict, repr=False)


async def derived(counter: Counter, town: Town, refs: Mapping[str, object]) -> Derived:
    """A retry derives the same: nothing but row ids was stored."""
    made = Derived()
    links = refs.get("links")
    for name, row in (links if isinstance(links, dict) else {}).items():
        link = await PageLink.get(town=town.slug, id=row)
        _link(counter, town, made, str(name), link)
    if isinstance(proof := refs.get("proof"), int):
        made.secret["proof"] = counter.keys.digits(proof, 0)
    if isinstance(ready := refs.get("ready"), int):
        made.secret["ready"] = _ready(counter, ready)
    return made


def _link(counter: Counter, town: Town, made: Derived, name: str, link: PageLink) -> None:
    keys = counter.keys
    if name == "activation":
        key = keys.activation_key(link.id, link.issue)
        made.link[name] = invitation.activation_address(counter.public_url, town.slug, link, key)
        seed = keys.seed("temporary", link.citizen_id or 0, link.issue)
        made.secret["temporary"] = temporary_password(seed)
        made.secret["code"] = keys.code(link.id)
    elif name == "telegram":
        token = keys.token("invitation", link.id)
        made.link[name] = town.telegram_link.format(bot=town.bot, token=token) if town.bot else ""
    else:
        made.link[name] = page_address(counter, town, link)


def page_address(counter: Counter, town: Town, link: PageLink) -> str:
    """The address of a one-time page."""
    return f"{counter.public_url}/{town.slug}/lien/{counter.keys.token('page', link.id)}"


async def ready_hash(counter: Counter, row: int) -> str:
    """The hash of the password that was offered from that row. Slow: never inside a transaction."""
    return await hash_password(_ready(counter, row))


def _ready(counter: Counter, row: int) -> str:
    return ready_password(_Dice(counter.keys.seed("ready", row)).choose)


class _Dice:
    """Draws that the same seed always repeats."""

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self._throws = 0

    def choose(self, among: Sequence[str]) -> str:
        self._throws += 1
        thrown = hmac.new(self._seed, self._throws.to_bytes(4), hashlib.sha256).digest()
        return among[int.from_bytes(thrown) % len(among)]
