"""A sprint in the making: walks the steps of the top frame until one waits, or wants an effect."""

from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from flows.catalogue import MOST_STEPS, Catalogue
from flows.effects import LOOKS
from flows.events import Done, Event
from flows.here import Channel
from flows.message import Message
from flows.note import NoteKind
from flows.questions import question_of
from flows.session import Session
from flows.sprint import Sprint, Wanted
from flows.stack import Stack
from flows.steps import Ask, Call, Choose, Do, End, Go, Leave, Let, Read, Say, Secret, Step, Wait


class Run(Stack):
    """The one mutable thing of the engine: it lives for one call of `step`."""

    def __init__(self, catalogue: Catalogue, session: Session, event: Event) -> None:
        super().__init__(catalogue, session)
        self.event = event
        self.effect: Wanted | None = None
        self.remind: tuple[timedelta, ...] = ()
        self.value: str | None = None
        # What we begin ourselves needs no proof from the citizen, up to the next wait.
        self.trusted = session.trusted and isinstance(event, Done)
        # Nor does the flow that wanted the effect, even if that effect was to sign out.
        self._let_in = session.top.flow if isinstance(event, Done) and session.frames else ""
        self.in_full = False  # a reminder repeats the whole of a question
        self._stopped = False

    def sprint(self) -> Sprint:
        """What has come of it."""
        return Sprint(
            session=replace(
                self.session,
                last_at=self.event.at,
                trusted=self.trusted and self.effect is not None,
            ),
            messages=tuple(self.messages),
            effect=self.effect,
            journal=tuple(self.notes),
            remind=self.remind,
            walked=tuple(self.walked),
        )

    def go(self) -> None:
        """Walk until a step waits, an effect is wanted, or the citizen left."""
        for _ in range(MOST_STEPS):
            if self._stopped:
                return
            self._walk()
        raise LoopError(self.session.top.flow, self.session.top.step)

    def _walk(self) -> None:
        if not self.session.frames:
            self.push(self.catalogue.base)
        let_in = self.trusted or self.flow.name == self._let_in
        if not let_in and not self.event.here.proves(self.flow.needs):
            self.prove()
        self._take(self.step)

    def _take(self, step: Step) -> None:
        match step:
            case Say(text=text, links=links):
                data = self.session.top.data
                self.messages.append(Message(text=text, params=data, links=links))
                self.take("then")
            case Let(facts=facts):
                self.learn(facts)
                self.take("then")
            case Do():
                self._want(step)
            case Call():
                self.call(step)
            case Go(flow=flow):
                self.begin(flow)
            case End(outcome=outcome):
                self._end(outcome)
            case Leave():
                self._leave()
            case Ask() | Choose() | Read() | Secret():
                self.ask(step)
            case _ as never:
                assert_never(never)

    def prove(self) -> None:
        """Ask for the proof that the flow on top needs, before it goes any further."""
        self.push(self.catalogue.prove, {"needs": self.flow.needs.value})
        self.note(NoteKind.PROOF)

    @property
    def doubtful(self) -> bool:
        """Whether a mail came whose sender has not proved what the flow on top needs."""
        here = self.event.here
        return here.channel is Channel.MAIL and not here.proves(self.flow.needs)

    def unproved(self) -> bool:
        """A mail whose sender proved nothing answers nothing: the proof first, then the question again."""
        if not self.doubtful:
            return False
        self.prove()
        self.go()
        return True

    def ask(self, step: Wait) -> None:
        """Ask the present question: anew with a new number, or again with the number it has."""
        self._stopped = True
        top = self.session.top
        again = bool(top.asked) and top.asked == self.session.turn
        turn = self.session.turn if again else self.session.turn + 1
        shorter = bool(top.asked) and not self.in_full
        asked = question_of(step, top, self.event.here, shorter=shorter)
        question = replace(asked, turn=turn)
        self.messages.append(question)
        misses = self.session.misses if again else 0
        frames = (*self.session.frames[:-1], replace(top, asked=turn))
        self.session = replace(
            self.session, frames=frames, turn=turn, question=question, misses=misses
        )
        if not again:
            self.note(NoteKind.ASKED)
            self.remind = step.remind if isinstance(step, Choose | Read | Secret) else ()

    def stop(self) -> None:
        """Say nothing more: the conversation waits where it waited."""
        self._stopped = True

    def _want(self, step: Do) -> None:
        top = self.session.top
        self.effect = Wanted(effect=step.effect, data={**top.data, **step.given}, value=self.value)
        self._stopped = True
        if step.effect not in LOOKS:
            self.session = self.session.with_top(replace(top, path=()))

    def _end(self, outcome: str) -> None:
        self.note(NoteKind.ENDED, outcome)
        ended = self.session.top.flow
        # The proof just given holds for what was asked, before the next message carries its level.
        self.trusted = self.trusted or ended == self.catalogue.prove
        self.session = replace(self.session, frames=self.session.frames[:-1])
        if self.session.frames:
            self._resume(ended, outcome)

    def _resume(self, ended: str, outcome: str) -> None:
        """Back in the flow below: follow the outcome if it had called, else stand where it stood."""
        top, step = self.session.top, self.step
        if isinstance(step, Call) and top.calling and step.flow == ended and outcome in step.to:
            self.take(outcome)

    def _leave(self) -> None:
        self.note(NoteKind.ENDED, "left")
        self.session = replace(self.session, frames=(), question=None)
        self._stopped = True


class LoopError(Exception):
    """A flow walked more steps than any conversation needs: it turns in circles."""

    def __init__(self, flow: str, step: str) -> None:
        super().__init__(f"the flow « {flow} » turns in circles at its step « {step} »: mend it")
