"""A one-time link, whoever it was given to: a citizen, or a conversation that has none yet."""

from desk.counter import Counter
from desk.pages import links, secrets, sign_in
from desk.pages.links import LinkView, Opened
from desk.pages.submission import Submission, Typed


async def look_at_link(counter: Counter, town: str, token: str) -> LinkView:
    """What the link is worth. Changes nothing."""
    if link := await sign_in.find(counter, town, token):
        return await sign_in.look(counter, link)
    return await links.look_at_link(counter, town, token)


async def open_form(counter: Counter, town: str, token: str) -> Opened:
    """The citizen pressed « Continuer »: a form good for a quarter of an hour, of which nothing is stored."""
    if link := await sign_in.find(counter, town, token):
        return await sign_in.open_form(counter, link)
    return await links.open_form(counter, town, token)


async def submit(counter: Counter, town: str, token: str, typed: Typed) -> Submission:
    """Take what was typed, or say exactly what is wrong with it."""
    if link := await sign_in.find(counter, town, token):
        return await sign_in.submit(counter, link, typed)
    return await secrets.submit(counter, town, token, typed)
