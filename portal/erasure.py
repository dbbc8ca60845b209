"""What an erased account looks like: its row stays, for the proof that bears its number, and says nothing."""

from models.family import Citizen

#: Why it is frozen, for good.
ERASED = "erased"
#: No login that can be chosen begins so.
MARK = "~"


def erased(citizen: Citizen) -> bool:
    """Whether that account was erased: nobody may fill it again, an import no more than a person."""
    return citizen.frozen_why == ERASED and citizen.login.startswith(MARK)
