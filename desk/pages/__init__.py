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
from desk.pages.health import alive
from desk.pages.links import LinkState, LinkView, Opened, renew
from desk.pages.one_time import look_at_link, open_form, submit
from desk.pages.renewal import Renewal
from desk.pages.submission import Fault, FaultKind, Field, Form, Submission, Submitted, Typed
from desk.pages.ways import Ways
from portal.activation_address import ActivationKey

__all__ = [
    "ActivationKey",
    "ActivationState",
    "ActivationView",
    "Fault",
    "FaultKind",
    "Field",
    "Form",
    "LinkState",
    "LinkView",
    "Opened",
    "Renewal",
    "Submission",
    "Submitted",
    "Typed",
    "Ways",
    "activate",
    "alive",
    "asked_of",
    "look_at_activation",
    "look_at_link",
    "open_form",
    "renew",
    "submit",
]
