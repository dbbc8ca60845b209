"""The citizen's mail program: reads the Maildir that the town writes to, and answers as usual ones do."""

from email.policy import SMTP
from email.utils import formataddr
from pathlib import Path

from demo.mailbox.answering import reply, written
from demo.mailbox.letters import Letter, letters
from desk.clock import Clock
from desk.received import Received
from desk.town import Town
from mail_ingest.reading import Boxes, Handed, read
from mail_ingest.reply import DELIMITER

#: What a first mail to the town is about, when nothing was received yet.
SUBJECT = "Mon espace personnel"


class Letterbox:
    """One address. `answers` is the mail that the next one answers: the last received."""

    def __init__(self, folder: Path, town: Town, name: str, address: str, clock: Clock) -> None:
        self._folder = folder
        self._town = town
        self._name = name
        self.address = address
        self._clock = clock
        self._seen = {letter.key for letter in letters(folder)}
        self.answers = next(iter(self._mine()), None)

    def news(self) -> tuple[list[Letter], list[Letter]]:
        """What came since the last look, oldest first: here, and in the boxes of others."""
        fresh = [one for one in reversed(letters(self._folder)) if one.key not in self._seen]
        self._seen |= {one.key for one in fresh}
        mine = [one for one in fresh if one.to == self.address]
        self.answers = mine[-1] if mine else self.answers
        return mine, [one for one in fresh if one.to != self.address]

    def writes(self, text: str) -> Received | None:
        """Answer the last mail, quoted below; write a first one when there is none."""
        if self.answers:
            mail = reply(self.answers, text, self._clock())
        else:
            sender = formataddr((self._name, self.address))
            mail = written(sender, self._town.mail_address, SUBJECT, self._clock())
            mail.set_content(f"{text}\n")
        handed = Handed(
            sender=self.address,
            recipient=str(mail["To"]),
            raw=mail.as_bytes(policy=SMTP),
            at=self._clock(),
        )
        towns = {self._town.mail_address.lower(): self._town.slug}
        return read(handed, Boxes(towns=towns, delimiter=DELIMITER))

    def _mine(self) -> list[Letter]:
        return [one for one in letters(self._folder) if one.to == self.address]
