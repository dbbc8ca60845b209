"""Every flow, by its name. The list is written out: nothing is registered by being imported."""

from collections.abc import Mapping

from flows.code import CODE
from flows.dashboard import CONTACT, DOCUMENTS, HOUSEHOLD, INVOICES, NEWS, REQUESTS
from flows.flow import Flow
from flows.home import HOME
from flows.identifiers import IDENTIFIERS
from flows.invitation import INVITATION
from flows.journey import JOURNEY
from flows.mailboxes import ADD_MAILBOX, MAILBOXES
from flows.not_me import NOT_ME
from flows.nothing_received import NOTHING_RECEIVED
from flows.paper import PAPER
from flows.password import FORGOTTEN, FORGOTTEN_LOGIN, NEW_PASSWORD, OWN_LOGIN
from flows.person import PERSON
from flows.prove import PROVE
from flows.settings import RESUME, SETTINGS, SIGN_OUT, STOP_MESSAGES, UNLINK, UNLINK_OTHERS
from flows.sign_in import SIGN_IN
from flows.telling import ABOUT, GENUINE, HELP, LANGUAGES, NOT_HERE, PRIVACY
from flows.terms import TERMS
from flows.welcome import WELCOME
from flows.whose import WHOSE

_WRITTEN = (
    # the way in
    JOURNEY,
    WELCOME,
    WHOSE,
    CODE,
    NOTHING_RECEIVED,
    SIGN_IN,
    PROVE,
    # the journey
    INVITATION,
    IDENTIFIERS,
    TERMS,
    HOME,
    # the space
    REQUESTS,
    INVOICES,
    CONTACT,
    DOCUMENTS,
    HOUSEHOLD,
    NEWS,
    SETTINGS,
    # around it
    FORGOTTEN,
    FORGOTTEN_LOGIN,
    OWN_LOGIN,
    NEW_PASSWORD,
    NOT_ME,
    SIGN_OUT,
    UNLINK,
    UNLINK_OTHERS,
    ADD_MAILBOX,
    MAILBOXES,
    STOP_MESSAGES,
    RESUME,
    PERSON,
    PAPER,
    HELP,
    GENUINE,
    PRIVACY,
    NOT_HERE,
    ABOUT,
    LANGUAGES,
)

FLOWS: Mapping[str, Flow] = {flow.name: flow for flow in _WRITTEN}
