"""The same mailbox or telephone for several people: allowed, and worth knowing before inviting."""

from collections.abc import Sequence

from portal.importing.homes import Home
from portal.importing.outcome import Outcome, What
from portal.importing.people import Person


class Shared:
    """Where each mailbox and each number was met first."""

    def __init__(self) -> None:
        self._mails: dict[str, tuple[int, str]] = {}
        self._phones: dict[str, tuple[int, str]] = {}

    def look(self, homes: Sequence[Home], outcome: Outcome) -> None:
        """Report those met again."""
        for one in homes:
            for adult in one.adults:
                _look(self._mails, adult, "courriel", adult.mail, outcome)
                _look(self._phones, adult, "telephone", adult.phone, outcome)


def _look(
    met: dict[str, tuple[int, str]], adult: Person, column: str, told: str, outcome: Outcome
) -> None:
    if not told:
        return
    line, household = met.setdefault(told, (adult.number, adult.household))
    if line != adult.number:
        whose = "du même foyer" if household == adult.household else f"du foyer {household}"
        outcome.find(
            What.SHARED, f"le même que celui de la ligne {line}, {whose}",
            line=adult.number, group=adult.household, person=adult.person, column=column, told=told,
        )  # fmt: skip
