"""Reading a document: parts turned one by one in a chat, the whole and a code to copy in a mail."""

import re
from dataclasses import replace

from flows.fillers import without_fillers
from flows.here import Channel
from flows.note import NoteKind
from flows.questions import part_shown, parts_of
from flows.running import Run
from flows.spelling import plain
from flows.steps import Read

#: « J'accepte 4 821 », in any spacing, with or without what is accepted.
ACCEPTED = re.compile(
    r"(?:oui)?(?:je?)?accepte(?:rles|les)?(?:cgu|conditions(?:generales)?(?:d?utilisation)?)?(?:code)?(\w+)"
)


def accepts(run: Run, text: str) -> bool:
    """The code printed after the last word proves that the end was reached, on any channel."""
    code = run.session.top.data.get("code")
    words = without_fillers(plain(text), run.catalogue.vocabulary.fillers).replace(" ", "")
    accepted = ACCEPTED.fullmatch(words)
    if accepted is None or not isinstance(code, str) or accepted[1] != code.casefold():
        return False
    if run.unproved():
        return True
    run.note(NoteKind.ANSWERED, "accepter")
    run.learn({"manner": "code"})
    run.take("accepter")
    run.go()
    return True


def turn_page(run: Run, step: Read, key: str) -> None:
    """The next part, or an answer that exists only once the last word was shown."""
    part, parts = part_shown(run.session.top), parts_of(run.session.top)
    in_chat = run.event.here.channel is not Channel.MAIL
    if key == "accepter" and not in_chat:
        return _unread(run, f"{step.text}.code_needed")
    if key == "suite" and not in_chat:
        return run.go()  # a mail has no next part: it is the whole that is shown again
    if key == "suite":
        return _next_part(run, part, parts)
    if key == "accepter" and part < parts:
        return _unread(run, f"{step.text}.unread")
    run.note(NoteKind.ANSWERED, key)
    run.learn({"manner": "parts"})
    run.take(key)
    return run.go()


def _next_part(run: Run, part: int, parts: int) -> None:
    """Turn the page, if there is one: to turn the last is not to accept."""
    if part < parts:
        run.note(NoteKind.ANSWERED, f"{part}/{parts}")
        run.learn({"part": part + 1})
        run.session = run.session.with_top(replace(run.session.top, asked=0))
    run.go()


def _unread(run: Run, text: str) -> None:
    run.note(NoteKind.REFUSED, "unread")
    # The text itself is not sent again: it stands above, with its button or its code.
    run.aside(text, run.session.top.data)
    run.stop()
