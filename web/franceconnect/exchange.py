"""From the code to who came back: exchanged at once, every signature and every claim checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import httpx

from desk.franceconnect import Account, Person
from portal.identity import birth_date
from web.franceconnect import tokens
from web.franceconnect.errors import RefusedError
from web.franceconnect.provider import Metadata, Provider
from web.franceconnect.tokens import Claims, Expected

#: Characters of a name, beyond which it is not one.
_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """Who came back. `id_token` serves once more, to sign out there."""

    account: Account
    person: Person
    id_token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Visit:
    """One exchange: the issuer, its addresses, a connection, what its tokens must say."""

    provider: Provider
    metadata: Metadata
    client: httpx.AsyncClient
    expected: Expected


async def identify(
    provider: Provider, form: Mapping[str, str], *, nonce: str, now: datetime
) -> Identified:
    """Exchange the code of `form` and read who it is about. Raises `FranceConnectError`."""
    metadata = await provider.metadata(now)
    expected = Expected(issuer=provider.issuer, client_id=form["client_id"], now=now, nonce=nonce)
    async with provider.client() as client:
        visit = Visit(provider, metadata, client, expected)
        id_token, access_token = await _tokens(visit, form)
        claims = await _read(visit, id_token)
        tokens.check_identity(claims, expected)
        said = await _userinfo(visit, access_token)
        tokens.check_person(said, replace(expected, nonce=""), sub=claims["sub"])
    account = Account(provider.issuer, claims["sub"])
    return Identified(account=account, person=_person(said), id_token=id_token)


async def _tokens(visit: Visit, form: Mapping[str, str]) -> tuple[str, str]:
    request = visit.client.build_request("POST", visit.metadata.token_endpoint, data=form)
    answer = await visit.provider.send(visit.client, request)
    found = _json(answer) if answer.status_code == 200 else {}
    given = found.get("id_token"), found.get("access_token")
    if not all(isinstance(one, str) and one for one in given):
        raise RefusedError("the code was not exchanged")
    return str(given[0]), str(given[1])


async def _userinfo(visit: Visit, access_token: str) -> Claims:
    bearer = {"authorization": f"Bearer {access_token}"}
    address = visit.metadata.userinfo_endpoint
    request = visit.client.build_request("GET", address, headers=bearer)
    answer = await visit.provider.send(visit.client, request)
    kind = answer.headers.get("content-type", "").partition(";")[0].strip()
    if answer.status_code != 200 or kind != "application/jwt":
        raise RefusedError("an identity that is not signed")
    return await _read(visit, answer.text.strip())


async def _read(visit: Visit, token: str) -> Claims:
    key = await visit.provider.key(visit.client, tokens.kid_of(token), visit.expected.now)
    return tokens.read(token, key)


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _person(claims: Claims) -> Person:
    """A claim that is missing or absurd matches nobody."""
    said = {name: claims.get(name) for name in ("family_name", "given_name", "preferred_username")}
    words = {name: text[:_LONGEST] if isinstance(text, str) else "" for name, text in said.items()}
    born = claims.get("birthdate")
    return Person(
        family_name=words["family_name"],
        usage_name=words["preferred_username"],
        given_names=words["given_name"],
        birth_date=birth_date(born) if isinstance(born, str) else None,
    )
