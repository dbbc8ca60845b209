"""Ways out that write in a file what leaves; one chat refuses us."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desk.door import Door, Parcel, RefusedError
from desk.town import Town
from flows.here import Channel
from guichet.bench.crash.fate import Fate
from guichet.bench.crash.place import Line, Place

#: The chat whose owner blocked the bot.
BLOCKED = "blocked"


@dataclass(slots=True)
class Ledger:
    """A door that tells each thing done as one line of the place's file."""

    channel: Channel
    together: bool
    place: Place
    fate: Fate

    async def send(self, parcel: Parcel) -> str:
        """It left. Raises `RefusedError` where nobody may be written to."""
        if parcel.to == BLOCKED:
            raise RefusedError("blocked", gone=True)
        for number, spoken in enumerate(parcel.spoken):
            self.place.leaves(Line(parcel.to, f"{parcel.token}:{number}", spoken.text), self.fate)
        return "1"

    async def tidy(self, town: Town, to: str, receipts: Sequence[str], *, erase: bool) -> None:
        """Messages taken away: told as a line too."""
        del town
        word = "~erased" if erase else "~tidied"
        self.place.leaves(Line(to, ",".join(receipts), word), self.fate)


def doors(place: Place, fate: Fate) -> Mapping[Channel, Door]:
    """A chat takes its messages one by one, a mail carries a whole turn."""
    return {
        Channel.TELEGRAM: Ledger(Channel.TELEGRAM, together=False, place=place, fate=fate),
        Channel.MAIL: Ledger(Channel.MAIL, together=True, place=place, fate=fate),
    }
