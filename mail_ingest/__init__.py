"""Any bytes that reach the town's mailbox become a letter, and a letter what its writer said.

Nothing here raises on a mail, believes a mail, or is slower than linear.
"""

from mail_ingest.automatic import automatic, is_nobody
from mail_ingest.bounce import Bounce, bounce
from mail_ingest.clue import Clues, clues
from mail_ingest.letter import Attachment, Letter, read_letter
from mail_ingest.reply import DELIMITER, END, Cut, Reply, reply_text

__all__ = [
    "DELIMITER",
    "END",
    "Attachment",
    "Bounce",
    "Clues",
    "Cut",
    "Letter",
    "Reply",
    "automatic",
    "bounce",
    "clues",
    "is_nobody",
    "read_letter",
    "reply_text",
]
