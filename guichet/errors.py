"""What stops a command: what happened, what to do about it, and a number for scripts."""

from collections.abc import Sequence
from enum import IntEnum

from typing_extensions import override


class ExitCode(IntEnum):
    """What the program answers to the shell. 0 is success; a code keeps its meaning."""

    UNEXPECTED = 1
    SETTINGS = 2
    DATABASE = 3
    PORT = 4
    SERVICE = 5
    NOT_FOUND = 6
    REFUSED = 7


#: Said under `guichet --help`.
MEANINGS = {
    ExitCode.UNEXPECTED: "erreur imprévue, ou quelque chose à réparer",
    ExitCode.SETTINGS: "réglage ou commande à corriger",
    ExitCode.DATABASE: "base de données injoignable ou trop ancienne",
    ExitCode.PORT: "port déjà pris",
    ExitCode.SERVICE: "Telegram ou le relais de courriel ne répond pas",
    ExitCode.NOT_FOUND: "ce qui était demandé n'existe pas",
    ExitCode.REFUSED: "ce qui était demandé ne se fait pas maintenant",
}


class GuichetError(Exception):
    """Something stops the command. Both sentences are French, and hold no secret."""

    code = ExitCode.UNEXPECTED

    def __init__(self, happened: str, cure: str = "") -> None:
        super().__init__(happened)
        self.happened = happened
        self.cure = cure

    def sentences(self) -> list[str]:
        """What the command line says, a line each."""
        return [self.happened, self.cure] if self.cure else [self.happened]


class SettingsError(GuichetError):
    """Settings that cannot be: every fault is told at once."""

    code = ExitCode.SETTINGS

    def __init__(self, faults: Sequence[str]) -> None:
        many = f"{len(faults)} réglages sont à corriger ; rien n'a démarré :"
        super().__init__(faults[0] if len(faults) == 1 else many)
        self.faults = tuple(faults)

    @override
    def sentences(self) -> list[str]:
        """One sentence each."""
        told = [f"  - {fault}" for fault in self.faults]
        return [self.happened, *told] if len(told) > 1 else [self.happened]


class DatabaseError(GuichetError):
    """The database cannot be reached or used."""

    code = ExitCode.DATABASE


class PortError(GuichetError):
    """Another program listens there already, or we may not."""

    code = ExitCode.PORT


class ServiceError(GuichetError):
    """The Bot API or the mail relay does not answer as it should."""

    code = ExitCode.SERVICE


class NotFoundError(GuichetError):
    """What was asked for is not there."""

    code = ExitCode.NOT_FOUND


class RefusedError(GuichetError):
    """What was asked for is there, and is not done: not confirmed, too soon, not in this state."""

    code = ExitCode.REFUSED
