"""The database could not do it just now; the same transaction may succeed a moment later."""

from tortoise.exceptions import OperationalError


class Busy(OperationalError):  # noqa: N818 - a state of the database, and a word for the reader
    """The transaction did not happen: a lock, a deadlock or a lost server. Do it again."""

    say = "panne"
    hint = "Try the whole transaction again; if it lasts, look at the database server."
