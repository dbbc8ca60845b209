"""What the flows ask of the town, carried out through the portal in the turn's own transaction."""

from collections.abc import Awaitable, Callable, Mapping

from desk.effects import (
    activating,
    binding,
    dashboard,
    identifiers,
    lettered,
    mailboxes,
    papers,
    reaching,
    reading,
    speaking,
    standing,
    unlinking,
)
from desk.effects.outcome import Outcome
from desk.turn import Turn
from flows.effects import Effect
from flows.sprint import Wanted

Performer = Callable[[Turn, Wanted], Awaitable[Outcome]]

PERFORMERS: Mapping[Effect, Performer] = {
    Effect.WHERE: standing.where,
    Effect.FIRST_SIGN_IN: standing.first_sign_in,
    Effect.GREET: standing.greet,
    Effect.ACTIVATE: activating.activate,
    Effect.NOT_ME: activating.not_me,
    Effect.NO_LONGER: activating.no_longer,
    Effect.FRESH_INVITATION: activating.fresh_invitation,
    Effect.RESEND: activating.resend,
    Effect.FIND_CODE: binding.find_code,
    Effect.CHECK_FACT: lettered.check_fact,
    Effect.BIND: binding.bind,
    Effect.LET_GO: binding.let_go,
    Effect.SEND_PROOF: speaking.send_proof,
    Effect.CHECK_PROOF: speaking.check_proof,
    Effect.SIGN_OUT: speaking.sign_out,
    Effect.CHATS: unlinking.chats,
    Effect.UNLINK: unlinking.unlink,
    Effect.UNLINK_OTHERS: unlinking.unlink_others,
    Effect.CHECK_LOGIN: identifiers.check_login,
    Effect.OFFER_PASSWORD: identifiers.offer_password,
    Effect.SET_IDENTIFIERS: identifiers.set_identifiers,
    Effect.SET_READY: identifiers.set_ready,
    Effect.SET_PASSWORD: identifiers.set_password,
    Effect.KNOCK: identifiers.knock,
    Effect.ASK_RESET: identifiers.ask_reset,
    Effect.ASK_LOGIN: identifiers.ask_login,
    Effect.SHOW_TERMS: reading.show_terms,
    Effect.ACCEPT_TERMS: reading.accept_terms,
    Effect.REQUESTS: dashboard.requests,
    Effect.INVOICES: dashboard.invoices,
    Effect.CONTACT: dashboard.contact,
    Effect.DOCUMENTS: dashboard.documents,
    Effect.HOUSEHOLD: dashboard.household,
    Effect.NEWS: dashboard.news,
    Effect.SETTINGS: dashboard.settings,
    Effect.STOP_MESSAGES: reaching.stop_messages,
    Effect.RESUME_MESSAGES: reaching.resume_messages,
    Effect.CALL_PERSON: reaching.call_person,
    Effect.HAND_OVER: papers.hand_over,
    Effect.MAILBOXES: mailboxes.mailboxes,
    Effect.DROP_MAILBOXES: mailboxes.drop_mailboxes,
    Effect.ASK_MAILBOX: mailboxes.ask_mailbox,
    Effect.ASK_LETTER: reaching.ask_letter,
}


async def perform(turn: Turn, wanted: Wanted) -> Outcome:
    """Carry out `wanted`. Everything it reads or writes is the turn's."""
    return await PERFORMERS[wanted.effect](turn, wanted)
