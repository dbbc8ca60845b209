"""The parts of the house that a process may be alone to run: `guichet serve --only web,desk`."""

from enum import StrEnum

from guichet.errors import SettingsError
from guichet.settings import Settings
from guichet.settings_faults import did_you_mean
from models.engine.apart import is_shared


class Part(StrEnum):
    """Each may run in any number of processes, beside the others or apart."""

    WEB = "web"
    TELEGRAM = "telegram"
    MAIL_IN = "mail_in"
    DESK = "desk"
    COURIERS = "couriers"


ALL = frozenset(Part)
PARTS = ",".join(Part)
_ALONE = (
    "--only partage le travail entre plusieurs programmes, et SQLite n'en sert qu'un :"
    " donnez une base PostgreSQL ([database] url), ou ouvrez tout"
)


def parts(asked: str, settings: Settings) -> frozenset[Part]:
    """What `--only` names; everything without it. Raises `SettingsError`."""
    names = [name.strip() for name in asked.split(",") if name.strip()]
    if not names:
        return ALL
    if unknown := [name for name in names if name not in set(Part)]:
        raise SettingsError([f"--only : {_unknown(name)}" for name in unknown])
    chosen = frozenset(Part(name) for name in names)
    if chosen != ALL and not is_shared(settings.database.url):
        raise SettingsError([_ALONE])
    return chosen


def _unknown(name: str) -> str:
    return f"« {name} » n'est pas une partie{did_you_mean(name, list(Part))} ({PARTS})"
