"""Mailboxes that several adults gave: whose they are, and which may be told nothing personal."""

from collections.abc import Collection

from models.family import Citizen


async def contested(town: str, mails: Collection[str]) -> frozenset[str]:
    """Of those addresses, the ones that adults of different households gave: separated parents, say.

    One of them would read what concerns the other: nothing personal goes there until each has an own one.
    """
    wanted = [mail for mail in set(mails) if mail]
    if not wanted:
        return frozenset()
    found = Citizen.filter(town=town, mail__in=wanted)
    homes: dict[str, set[int]] = {}
    for mail, household in await found.values_list("mail", "household_id"):
        homes.setdefault(str(mail), set()).add(int(household))
    return frozenset(mail for mail, of in homes.items() if len(of) > 1)
