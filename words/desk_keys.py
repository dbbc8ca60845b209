"""The keys said outside any flow: by the desk, by the doors, to the town's own people."""

from typing import Final

#: By mail: a code, and what happened to one's space.
TOLD_PROOF: Final = "told.proof"
TOLD_LINKED: Final = "told.linked"
TOLD_UNLINKED: Final = "told.unlinked"
TOLD_PASSWORD: Final = "told.password"  # noqa: S105 - a key of the words
TOLD_LOGIN: Final = "told.login"
TOLD_OTHER_CHANNEL: Final = "told.other_channel"
TOLD_HELD: Final = "told.held"
TOLD_FRANCECONNECT: Final = "told.franceconnect"
TOLD_FRANCECONNECT_LEFT: Final = "told.franceconnect_left"
#: A good token from another address: to that address, to the one on file, and to its answer.
TOLD_ELSEWHERE: Final = "told.elsewhere"
ASK_ELSEWHERE: Final = "told.ask_elsewhere"
ASK_MAILBOX: Final = "told.ask_mailbox"
TOLD_MAILBOX: Final = "told.mailbox"
TOLD_MAILBOX_GONE: Final = "told.mailbox_gone"
MAILBOX_ASKED: Final = "mailbox.asked"
MAILBOX_THERE: Final = "mailbox.there"
MAILBOX_UNPROVED: Final = "mailbox.unproved"
MAILBOX_FULL: Final = "mailbox.full"
MAILBOX_DONE: Final = "mailbox.done"
MAILBOX_REFUSED: Final = "mailbox.refused"
ELSEWHERE_YES: Final = "elsewhere.yes"
ELSEWHERE_NO: Final = "elsewhere.no"
#: To the town's contact.
TOLD_UNREACHABLE: Final = "told.unreachable"
TOLD_HELD_STAFF: Final = "told.held_staff"
TOLD_PERSON: Final = "told.person"
TOLD_PAPERS: Final = "told.papers"
TOLD_LETTER: Final = "told.letter"
TOLD_FROZEN: Final = "told.frozen"
TOLD_UNMATCHED: Final = "told.unmatched"
#: The contact's answer, on its way back.
PERSON_ANSWER: Final = "person.answer"
#: To a chat whose messages were not all kept.
TOO_FAST: Final = "too_fast"
#: At first contact on each channel. [DOMAIN.md 6]
NOTICE: Final = "notice"
GROUP_REFUSED: Final = "group.refused"
#: The subject of a mail that has none of its own, and the sentence above its numbered choices.
MAIL_SUBJECT: Final = "mail.subject"
MAIL_HINT: Final = "mail.hint"
#: Whom a mail to a shared mailbox is for.
MAIL_FOR: Final = "mail.for"

DESK_KEYS: Final = frozenset(
    {
        TOLD_PROOF,
        TOLD_LINKED,
        TOLD_UNLINKED,
        TOLD_PASSWORD,
        TOLD_LOGIN,
        TOLD_OTHER_CHANNEL,
        TOLD_HELD,
        TOLD_ELSEWHERE,
        ASK_ELSEWHERE,
        ASK_MAILBOX,
        TOLD_MAILBOX,
        TOLD_MAILBOX_GONE,
        MAILBOX_ASKED,
        MAILBOX_THERE,
        MAILBOX_UNPROVED,
        MAILBOX_FULL,
        MAILBOX_DONE,
        MAILBOX_REFUSED,
        ELSEWHERE_YES,
        ELSEWHERE_NO,
        TOLD_UNREACHABLE,
        TOLD_HELD_STAFF,
        TOLD_PERSON,
        TOLD_PAPERS,
        TOLD_LETTER,
        TOLD_FROZEN,
        TOLD_UNMATCHED,
        TOLD_FRANCECONNECT,
        TOLD_FRANCECONNECT_LEFT,
        PERSON_ANSWER,
        TOO_FAST,
        NOTICE,
        GROUP_REFUSED,
        MAIL_SUBJECT,
        MAIL_HINT,
        MAIL_FOR,
    }
)
