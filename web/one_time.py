"""One-time links: « Continuer », then a form; opening uses nothing up, success does."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from desk import pages
from desk.pages import Form, LinkState, LinkView, Submission, Submitted, Typed
from web import terms, visit
from web.faults import told
from web.forgery import filled
from web.franceconnect import button
from web.rendering import counter_of, page
from web.where import town_and_token

PATH = "/{town}/lien/{token}"


async def look(request: Request) -> Response:
    """What the page is for, and « Continuer »."""
    town, token = town_and_token(request)
    if reading := await terms.look(request, town, token):
        return reading
    return _link(request, await pages.look_at_link(counter_of(request), town, token))


async def go_on(request: Request) -> Response:
    """« Continuer », « Recevoir un nouveau lien », or the form itself."""
    sent = await filled(request)
    if "formulaire" in sent:
        return await _submit(request, sent)
    if "nouveau" in sent:
        return await _renew(request)
    if reading := await terms.go_on(request, *town_and_token(request), sent):
        return reading
    return await _open(request)


async def _open(request: Request, *, late: bool = False) -> Response:
    town, token = town_and_token(request)
    opened = await pages.open_form(counter_of(request), town, token)
    if opened.form is None:
        return _link(request, opened.view)
    return _form(request, opened.form, Submission(outcome=Submitted.DONE), late=late)


async def _renew(request: Request) -> Response:
    town, token = town_and_token(request)
    renewal = await pages.renew(counter_of(request), town, token)
    view = await pages.look_at_link(counter_of(request), town, token)
    return _link(request, view, renewal=renewal)


async def _submit(request: Request, sent: FormData) -> Response:
    town, token = town_and_token(request)
    done = await pages.submit(counter_of(request), town, token, _typed(sent))
    if done.outcome is Submitted.LATE:
        return await _open(request, late=True)
    view = await pages.look_at_link(counter_of(request), town, token)
    if done.outcome is Submitted.CLOSED:
        return _link(request, view)
    if done.form is not None:
        return _form(request, done.form, done)
    response = page(request, "done", view=view, done=done)
    if done.session:
        visit.remember(request, response, done.session)
    return response


def _typed(sent: FormData) -> Typed:
    ready = str(sent.get("propose", ""))
    return Typed(
        signed=str(sent["formulaire"]),
        login=str(sent.get("login", "")),
        temporary=str(sent.get("temporary", "")),
        password=ready or str(sent.get("password", "")),
        confirmation=ready or str(sent.get("confirmation", "")),
    )


def _link(request: Request, view: LinkView, *, renewal: pages.Renewal | None = None) -> Response:
    status = 404 if view.state is LinkState.UNKNOWN else 200
    shown = {"view": view, "renewal": renewal}
    return page(request, "link", status, **shown, franceconnect=_franceconnect(request, view))


def _franceconnect(request: Request, view: LinkView) -> str:
    """Where a password is about to be chosen or given, an identified citizen needs none. [DOMAIN.md 5]

    A page that links somebody's conversation has none: FranceConnect would open the space, and link nothing.
    """
    wants_password = view.state is LinkState.GOOD and not view.signs_in
    return button(request, lien=town_and_token(request)[1]) if wants_password else ""


def _form(request: Request, form: Form, answer: Submission, *, late: bool = False) -> Response:
    """The form, empty or with what is wrong in it. A password is never written back."""
    faults = told(request, answer.faults, signs_in=form.signs_in)
    status = 422 if faults else 200
    return page(request, "form", status, form=form, faults=faults, ready=answer.ready, late=late)
