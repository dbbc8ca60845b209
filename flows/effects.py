"""What a flow may ask of the town: each effect with its outcomes. The desk carries them out."""

from enum import StrEnum


class Effect(StrEnum):
    """One thing done or looked up through the portal, in the same transaction as the turn."""

    # Where the account stands
    WHERE = "where"
    FIRST_SIGN_IN = "first_sign_in"
    GREET = "greet"
    # Invitation and activation
    ACTIVATE = "activate"
    NOT_ME = "not_me"
    NO_LONGER = "no_longer"
    FRESH_INVITATION = "fresh_invitation"
    RESEND = "resend"
    # Who speaks
    FIND_CODE = "find_code"
    CHECK_FACT = "check_fact"
    BIND = "bind"
    LET_GO = "let_go"
    SEND_PROOF = "send_proof"
    CHECK_PROOF = "check_proof"
    SIGN_OUT = "sign_out"
    CHATS = "chats"
    UNLINK = "unlink"
    UNLINK_OTHERS = "unlink_others"
    # Login and password
    CHECK_LOGIN = "check_login"
    OFFER_PASSWORD = "offer_password"  # noqa: S105 - the name of an effect
    SET_IDENTIFIERS = "set_identifiers"
    SET_READY = "set_ready"
    SET_PASSWORD = "set_password"  # noqa: S105 - the name of an effect
    KNOCK = "knock"
    ASK_RESET = "ask_reset"
    ASK_LOGIN = "ask_login"
    # Terms
    SHOW_TERMS = "show_terms"
    ACCEPT_TERMS = "accept_terms"
    # The dashboard
    REQUESTS = "requests"
    INVOICES = "invoices"
    CONTACT = "contact"
    DOCUMENTS = "documents"
    HOUSEHOLD = "household"
    NEWS = "news"
    SETTINGS = "settings"
    # Messages and people
    STOP_MESSAGES = "stop_messages"
    RESUME_MESSAGES = "resume_messages"
    CALL_PERSON = "call_person"
    HAND_OVER = "hand_over"
    MAILBOXES = "mailboxes"
    DROP_MAILBOXES = "drop_mailboxes"
    ASK_MAILBOX = "ask_mailbox"
    ASK_LETTER = "ask_letter"


E = Effect
#: Every outcome an effect can have: a `Do` step leads somewhere for each of them.
OUTCOMES: dict[Effect, frozenset[str]] = {
    effect: frozenset(outcomes.split())
    for effect, outcomes in {
        E.WHERE: "unknown shared frozen invited withdrawn active secured ready",
        E.FIRST_SIGN_IN: "proved ask page letter",
        E.GREET: "greeted",
        E.ACTIVATE: "activated already expired cancelled frozen",
        E.NOT_ME: "frozen",
        E.NO_LONGER: "noted",
        E.FRESH_INVITATION: "sent nowhere",
        E.RESEND: "sent",
        E.FIND_CODE: "found mine unknown expired cancelled used blocked elsewhere asked gone"
        " held letter proved address not_yours wrong_fact",
        E.CHECK_FACT: "found proved expired cancelled used blocked held asked address not_yours wrong_fact",
        E.BIND: "bound gone late",
        E.LET_GO: "done",
        E.SEND_PROOF: "code mail nowhere",
        E.CHECK_PROOF: "proved wrong expired blocked",
        E.SIGN_OUT: "done",
        E.CHATS: "one several others none",
        E.UNLINK: "done",
        E.UNLINK_OTHERS: "done",
        E.CHECK_LOGIN: "free taken malformed",
        E.OFFER_PASSWORD: "offered",
        E.SET_IDENTIFIERS: "set taken",
        E.SET_READY: "set taken",
        E.SET_PASSWORD: "set",
        E.KNOCK: "here sent",
        E.ASK_RESET: "sent",
        E.ASK_LOGIN: "sent",
        E.SHOW_TERMS: "shown accepted none",
        E.ACCEPT_TERMS: "accepted newer",
        E.REQUESTS: "some none unloaded",
        E.INVOICES: "some none unloaded",
        E.CONTACT: "shown",
        E.DOCUMENTS: "some none unloaded",
        E.HOUSEHOLD: "some none unloaded",
        E.NEWS: "some none",
        E.SETTINGS: "shown",
        E.STOP_MESSAGES: "done",
        E.RESUME_MESSAGES: "done",
        E.CALL_PERSON: "called again",
        E.HAND_OVER: "handed gone",
        E.MAILBOXES: "some none",
        E.DROP_MAILBOXES: "done",
        E.ASK_LETTER: "asked again",
        E.ASK_MAILBOX: "sent known full refused",
    }.items()
}

#: Effects that only look: going back across them is safe. Across any other, « retour » stops.
LOOKS = frozenset(
    {
        E.WHERE,
        E.FIRST_SIGN_IN,
        E.GREET,
        E.FIND_CODE,
        E.CHATS,
        E.CHECK_LOGIN,
        E.KNOCK,
        E.OFFER_PASSWORD,
        E.SHOW_TERMS,
        E.REQUESTS,
        E.INVOICES,
        E.CONTACT,
        E.DOCUMENTS,
        E.HOUSEHOLD,
        E.NEWS,
        E.SETTINGS,
        E.MAILBOXES,
    }
)
