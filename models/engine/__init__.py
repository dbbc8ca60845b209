"""Tortoise's own engines, with transactions that always give back what they took.

`models.engine.sqlite` and `models.engine.postgres` are what the database setting names; write
transactions with Tortoise's `in_transaction()` as usual, and try again after `Busy`.
"""

from models.engine.busy import Busy
from models.engine.full import Full
from models.engine.url import connections

__all__ = ["Busy", "Full", "connections"]
