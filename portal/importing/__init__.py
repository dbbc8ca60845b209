"""A town's file, read line by line: every line is kept whole with its group, or refused with its reason.

The file is read twice: once to survey it before anything is written, once to write it, a few groups
(households, invoices) a transaction. The caller brings the transactions, the clock and the progress.
"""

from portal.importing.kinds import KINDS, KindName
from portal.importing.outcome import Finding, Tally, What
from portal.importing.running import Import, Wanted, run
from portal.importing.trouble import BadFile

__all__ = [
    "KINDS",
    "BadFile",
    "Finding",
    "Import",
    "KindName",
    "Tally",
    "Wanted",
    "What",
    "run",
]
