"""A town of one citizen, for stories: what each effect answers unless the story says otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flows.effects import Effect
from flows.here import Channel, Here, Level, SecretWay, Stage
from flows.message import Facts
from flows.sprint import Wanted

E = Effect
Outcome = tuple[str, Facts]

AS_OF = "2026-06-08"
LOGIN, NAME, MAIL = "testa65", "Mme Testa", "t…a@exemple.fr"
NEWS = [{"title": "Fête du village", "body": "Samedi à 15 h.", "published_on": "2026-06-01"}]
INVOICE = {
    "number": "2026-118",
    "period": "mai 2026",
    "issued_on": "2026-06-01",
    "due_on": "2026-06-30",
    "online_until": "2026-06-28",
    "counter_until": "2026-07-05",
    "regie": "Périscolaire",
    "total": "62.40",
    "paid": "0.00",
    "remaining": "62.40",
    "state": "to_pay",
    "why_not": None,
    "lines": [],
}
TICKET = {"reference": "2026-48291", "asked_at": "2026-06-09T06:40:00+00:00"}

#: What an effect answers, and the facts that the desk gives with it.
FACTS: Mapping[str, Facts] = {
    "where": {"login": LOGIN, "name": NAME, "until": "2026-09-07"},
    "first_sign_in": {"login": LOGIN},
    "greet": {"name": NAME, "last_sign_in": "2026-06-05T10:55:00+00:00", "news": NEWS},
    "activate": {"login": LOGIN},
    "fresh_invitation:sent": {"mail": MAIL},
    "find_code:found": {
        "bind": "link:7",
        "login": LOGIN,
        "name": "Mme T.",
        "replaces": None,
        "match": "K7P4",
    },
    "find_code:expired": {"mail": MAIL},
    "find_code:used": {"on": "2026-06-02T07:00:00+00:00", "by": "page"},
    "find_code:letter": {"letter": 3},
    **{
        f"{effect}:{outcome}": {
            "bind": "letter:3",
            "login": LOGIN,
            "name": "Mme T.",
            "replaces": None,
            "match": None,
        }
        for effect, outcome in (
            ("find_code", "address"),
            ("check_fact", "found"),
            ("check_fact", "address"),
        )
    },
    "check_fact:expired": {"mail": ""},
    "check_fact:used": {"on": "2026-06-02T07:00:00+00:00", "by": "page"},
    "check_fact:blocked": {"until": "2026-06-09T07:15:00+00:00"},
    "find_code:blocked": {"until": "2026-06-09T07:15:00+00:00"},
    "find_code:elsewhere": {"town": "saint-denis"},
    "call_person": TICKET,
    "ask_letter": TICKET,
    "send_proof": {"mail": MAIL},
    "chats": {"many": 1},
    "mailboxes": {"mailboxes": ["c…a@travail.example"]},
    "unlink_others": {"many": 1},
    "check_proof:wrong": {"left": 4},
    "check_proof:blocked": {"until": "2026-06-09T07:15:00+00:00"},
    "offer_password": {"ready": 12},
    "show_terms:shown": {
        "document": "terms",
        "version": "2026-1",
        "part": 1,
        "parts": 3,
        "code": "4821",
        "published": "2026-01-05",
    },
    "accept_terms:accepted": {"version": "2026-1", "on": "2026-06-09T06:40:00+00:00"},
    "requests:some": {
        "requests": [
            {
                "number": "D-31",
                "type": "Inscription scolaire",
                "filed_on": "2026-05-04",
                "updated_on": "2026-05-12",
                "state": "en cours",
            }
        ],
        "as_of": AS_OF,
    },
    "invoices:some": {"invoices": [INVOICE], "as_of": AS_OF},
    "documents:some": {
        "documents": [
            {"number": "A-1", "title": "Attestation fiscale 2025", "issued_on": "2026-04-02"}
        ],
        "as_of": AS_OF,
    },
    "household:some": {
        "adults": [{"name": "Claire Testa"}],
        "children": [
            {
                "name": "Léa Testa",
                "birth_date": "2018-02-01",
                "school": "École Jules-Ferry",
                "school_class": "CE2",
            }
        ],
        "as_of": AS_OF,
    },
    **{f"{heading}:none": {"as_of": AS_OF} for heading in ("requests", "invoices", "documents")},
    "household:none": {"as_of": AS_OF},
    "contact": {
        "name": "Claire Testa",
        "address": ["10 la rue Creuse", "44522 Mésanger"],
        "mail": "testa@exemple.fr",
        "phone": "06 00 00 00 00",
    },
    "news:some": {"news": NEWS},
    "settings": {
        "login": LOGIN,
        "last_sign_in": "2026-06-05T10:55:00+00:00",
        "mail": MAIL,
        "chats": [
            {"number": 12, "here": True, "used_on": "2026-06-09"},
            {"number": 9, "here": False, "used_on": "2026-05-02"},
        ],
        "mailboxes": ["c…a@travail.example"],
        "stopped": False,
    },
}

#: What usually comes out; the others have one outcome, or look at the town below.
USUAL = {
    E.ACTIVATE: "activated",
    E.FRESH_INVITATION: "sent",
    E.FIND_CODE: "found",
    E.CHECK_PROOF: "proved",
    E.CHECK_FACT: "found",
    E.CHECK_LOGIN: "free",
    E.SET_IDENTIFIERS: "set",
    E.SET_READY: "set",
    E.SHOW_TERMS: "shown",
    E.ACCEPT_TERMS: "accepted",
    E.REQUESTS: "some",
    E.INVOICES: "some",
    E.DOCUMENTS: "some",
    E.HOUSEHOLD: "some",
    E.NEWS: "some",
    E.NOT_ME: "frozen",
    E.NO_LONGER: "noted",
    E.RESEND: "sent",
    E.BIND: "bound",
    E.SIGN_OUT: "done",
    E.UNLINK: "done",
    E.UNLINK_OTHERS: "done",
    E.LET_GO: "done",
    E.CHATS: "one",
    E.OFFER_PASSWORD: "offered",
    E.SET_PASSWORD: "set",
    E.ASK_RESET: "sent",
    E.ASK_LOGIN: "sent",
    E.CONTACT: "shown",
    E.SETTINGS: "shown",
    E.GREET: "greeted",
    E.STOP_MESSAGES: "done",
    E.RESUME_MESSAGES: "done",
    E.CALL_PERSON: "called",
    E.HAND_OVER: "handed",
    E.MAILBOXES: "some",
    E.DROP_MAILBOXES: "done",
    E.ASK_MAILBOX: "sent",
    E.ASK_LETTER: "asked",
}

#: How far the account has come once that was done.
MOVES = {
    "activate:activated": Stage.ACTIVE,
    "set_identifiers:set": Stage.SECURED,
    "set_ready:set": Stage.SECURED,
    "accept_terms:accepted": Stage.READY,
    "not_me:frozen": Stage.FROZEN,
}


@dataclass
class Town:
    """What the portal would know. `answers` are the outcomes that a story asks for, each used once."""

    here: Here
    answers: dict[str, list[Outcome]] = field(default_factory=dict)
    #: The space that a code or a password opens stands at this stage.
    opens: Stage = Stage.INVITED
    #: What was asked of a person: whoever asks again hears the same number.
    asked: set[str] = field(default_factory=set)

    def perform(self, wanted: Wanted) -> Outcome:
        """Carry out `wanted`, and remember how far it brought the account."""
        effect = wanted.effect
        asked = self.answers.get(effect.value)
        outcome, facts = asked.pop(0) if asked else (self._usual(effect), {})
        known = {
            **FACTS.get(effect.value, {}),
            **FACTS.get(f"{effect.value}:{outcome}", {}),
            **facts,
        }
        if effect in {E.SET_IDENTIFIERS, E.SET_READY} and outcome == "set":
            known["login"] = wanted.data.get("login_wanted") or LOGIN
        self._move(f"{effect.value}:{outcome}")
        return outcome, ({} if outcome == "unknown" else known)

    def _usual(self, effect: Effect) -> str:
        here = self.here
        special = {
            E.WHERE: here.stage.name.lower(),
            E.FIRST_SIGN_IN: "page" if here.secrets is SecretWay.PAGE else "proved",
            E.KNOCK: "sent" if here.secrets is SecretWay.PAGE else "here",
            E.CALL_PERSON: "again" if "call_person:called" in self.asked else "called",
            E.ASK_LETTER: "again" if "ask_letter:asked" in self.asked else "asked",
            E.SEND_PROOF: "mail" if here.channel is Channel.MAIL else "code",
        }
        return special.get(effect) or USUAL[effect]

    def _move(self, what: str) -> None:
        if what in MOVES:
            there = MOVES[what]
            stage = there if there is Stage.FROZEN else max(there, self.here.stage)
            self.here = replace(self.here, stage=stage)
        if what in {"call_person:called", "ask_letter:asked"}:
            self.asked.add(what)
        if what == "check_proof:proved":
            self.here = replace(self.here, level=Level.CHANGE)
        if what == "sign_out:done":
            self.here = replace(self.here, level=Level.PUBLIC)
        if what == "unlink:done":
            self.here = replace(self.here, level=Level.PUBLIC, stage=Stage.UNKNOWN)
