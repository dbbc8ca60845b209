"""« Je n'ai rien reçu »: where to look, another mail, and after two tries a person."""

from flows.answers import mail_address
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
            to={"une-personne": "person"},
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
            to={"une-personne": "person"},
        ),
        Do("send_again", Effect.RESEND, {"sent": "sent_again"}),
        Say("sent_again", "nothing_received.sent_again", "person"),
        Call("person", "person", {"done": "end"}),
        End("end"),
    ),
)
