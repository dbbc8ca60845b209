"""What a page may do for a citizen: look at a link, activate, give secrets. No page is drawn here.

Looking changes nothing: mail scanners and previews open links. What a citizen confirms is written in one
transaction, with the message by which her conversation learns of it and goes on.
"""

from desk.pages.activation import (
    ActivationState,
    ActivationView,
    activate,
    asked_of,
    look_at_activation,
)
from desk.pages.chats import Chat, Offer, chats_of, offer, unlink_chat
from desk.pages.choices import ChoiceState, ChoiceView, choose, look_at_choice
from desk.pages.entry import Door, Entered, Entry, ask_reset, enter, next_page, welcome
from desk.pages.health import alive
from desk.pages.home import Home, Section, home
from desk.pages.letter import OpenedLetter, Opening, open_letter
from desk.pages.links import LinkState, LinkView, Opened, renew
from desk.pages.not_me import not_me
from desk.pages.nothing_received import send_invitation_again
from desk.pages.one_time import look_at_link, open_form, submit
from desk.pages.open_sessions import OpenSession, close_others, open_sessions
from desk.pages.reading import Leaf, Reading, accept_terms, goes_on_reading, read_terms
from desk.pages.renewal import Renewal
from desk.pages.session import Visitor, close_session, visitor
from desk.pages.stopping import StopState, StopView, look_at_stop, stop
from desk.pages.submission import Fault, FaultKind, Field, Form, Submission, Submitted, Typed
from desk.pages.tries import ASKS, UNKNOWN_LINKS, Allowance, count, over
from desk.pages.ways import Ways
from portal.activation_address import ActivationKey

__all__ = [
    "ASKS",
    "UNKNOWN_LINKS",
    "ActivationKey",
    "ActivationState",
    "ActivationView",
    "Allowance",
    "Chat",
    "ChoiceState",
    "ChoiceView",
    "Door",
    "Entered",
    "Entry",
    "Fault",
    "FaultKind",
    "Field",
    "Form",
    "Home",
    "Leaf",
    "LinkState",
    "LinkView",
    "Offer",
    "OpenSession",
    "Opened",
    "OpenedLetter",
    "Opening",
    "Reading",
    "Renewal",
    "Section",
    "StopState",
    "StopView",
    "Submission",
    "Submitted",
    "Typed",
    "Visitor",
    "Ways",
    "accept_terms",
    "activate",
    "alive",
    "ask_reset",
    "asked_of",
    "chats_of",
    "choose",
    "close_others",
    "close_session",
    "count",
    "enter",
    "goes_on_reading",
    "home",
    "look_at_activation",
    "look_at_choice",
    "look_at_link",
    "look_at_stop",
    "next_page",
    "not_me",
    "offer",
    "open_form",
    "open_letter",
    "open_sessions",
    "over",
    "read_terms",
    "renew",
    "send_invitation_again",
    "stop",
    "submit",
    "unlink_chat",
    "visitor",
    "welcome",
]
