"""What is wrong with a field, in sentences."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from starlette.requests import Request

from desk.pages import Fault, FaultKind, Field
from web.rendering import counter_of, town_of
from words.filters import moment

_SAID: Mapping[tuple[Field, FaultKind], str] = {
    (Field.TEMPORARY, FaultKind.EMPTY): "Écrivez le mot de passe provisoire de votre courriel.",
    (Field.TEMPORARY, FaultKind.WRONG): (
        "Ce n’est pas le mot de passe provisoire. Copiez-le depuis le dernier courriel de la mairie."
    ),
    (Field.TEMPORARY, FaultKind.LOCKED): (
        "Trop d’essais : le mot de passe provisoire n’est plus accepté. Appelez la mairie."
    ),
    (Field.LOGIN, FaultKind.EMPTY): "Écrivez un identifiant, ou gardez celui qui était proposé.",
    (Field.LOGIN, FaultKind.MALFORMED): (
        "Un identifiant compte de 3 à 64 lettres ou chiffres, sans espace ;"
        " les signes . - _ @ + ’ sont permis, sauf au début."
    ),
    (Field.LOGIN, FaultKind.TAKEN): "Cet identifiant est déjà pris : choisissez-en un autre.",
    (Field.PASSWORD, FaultKind.EMPTY): "Écrivez un mot de passe.",
    (Field.CONFIRMATION, FaultKind.EMPTY): "Écrivez le même mot de passe une seconde fois.",
    (Field.CONFIRMATION, FaultKind.DIFFERENT): "Les deux mots de passe ne sont pas les mêmes.",
}

#: The same whether the login exists or not.
_SIGNING_IN: Mapping[FaultKind, str] = {
    FaultKind.WRONG: "L’identifiant ou le mot de passe ne convient pas.",
    FaultKind.LOCKED: (
        "Trop d’essais : le mot de passe n’est plus accepté. Dans la conversation, écrivez"
        " « mot de passe oublié », ou appelez la mairie."
    ),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A field and its sentences, in the order of reading."""

    field: Field
    sentences: tuple[str, ...]


def told(request: Request, faults: tuple[Fault, ...], *, signs_in: bool = False) -> dict[str, Told]:
    """By the name of the field, in the order of the page."""
    ordered = sorted(faults, key=lambda fault: list(Field).index(fault.field))
    return {
        one.field.value: Told(one.field, _sentences(request, one, signs_in=signs_in))
        for one in ordered
    }


def _sentences(request: Request, fault: Fault, *, signs_in: bool) -> tuple[str, ...]:
    if fault.kind is FaultKind.RULES:
        return tuple(_reason(request, reason) for reason in fault.reasons)
    if fault.kind is FaultKind.BLOCKED:
        assert fault.until is not None
        return (
            f"Plusieurs essais n’ont pas marché : attendez jusqu’au {moment(fault.until.isoformat())}.",
        )
    if signs_in and fault.kind in _SIGNING_IN:
        return (_SIGNING_IN[fault.kind],)
    return (_SAID[fault.field, fault.kind],)


def _reason(request: Request, reason: str) -> str:
    counter, town = counter_of(request), town_of(request)
    assert town is not None, "a form belongs to a town"
    said = counter.texts[town.slug].say(
        f"password.reason.{reason}", {}, channel="page", town=town, link={}, secret={}
    )
    return said.format(**asdict(counter.rules))
