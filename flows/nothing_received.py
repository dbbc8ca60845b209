"""« Je n'ai rien reçu »: where to look, another mail, a letter for whoever has no mailbox, or a person."""

from flows.answers import mail_address, who_asks
from flows.effects import Effect
from flows.flow import Flow
from flows.steps import Ask, Call, Choose, Do, End, Say

NOTHING_RECEIVED = Flow(
    "nothing_received",
    (
        Ask(
            id="mail",
            text="nothing_received.mail",
            check=mail_address,
            then="send",
            to={"une-lettre": "who", "une-personne": "person"},
        ),
        Do("send", Effect.RESEND, {"sent": "sent"}),
        # The same words whether or not the address is known.
        Choose(
            id="sent",
            text="nothing_received.sent",
            to={"j-ai-un-code": "code", "toujours-rien": "mail_again", "une-personne": "person"},
        ),
        Call("code", "code", {"done": "end"}, at="ask"),
        Ask(
            id="mail_again",
            text="nothing_received.mail_again",
            check=mail_address,
            then="send_again",
            to={"une-lettre": "who", "une-personne": "person"},
        ),
        Do("send_again", Effect.RESEND, {"sent": "sent_again"}),
        # Twice is enough: the town has another address, or none. A letter or a person helps.
        Choose(
            id="sent_again",
            text="nothing_received.sent_again",
            to={"j-ai-un-code": "code", "une-lettre": "who", "une-personne": "person"},
        ),
        Ask(
            id="who",
            text="nothing_received.who",
            check=who_asks,
            then="letter",
            to={"une-personne": "person"},
        ),
        Do("letter", Effect.ASK_LETTER, {"asked": "letter_asked", "again": "letter_again"}),
        Say("letter_asked", "nothing_received.letter_asked", "end"),
        Say("letter_again", "nothing_received.letter_again", "end"),
        Call("person", "person", {"done": "end"}),
        End("end"),
    ),
)
