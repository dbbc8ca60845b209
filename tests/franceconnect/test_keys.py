"""What is discovered is remembered, asked again when it must be, and not more often."""

from datetime import timedelta

import pytest

from tests.desk.office import Clock
from tests.franceconnect.evil import FIRST, RSA, SECOND, Evil
from web.franceconnect import Provider
from web.franceconnect.errors import RefusedError, UnavailableError
from web.franceconnect.provider import FLOOR, LIFE
from web.franceconnect.tokens import signing_keys


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def evil(clock: Clock) -> Evil:
    return Evil(clock)


@pytest.fixture
def provider(evil: Evil) -> Provider:
    return Provider(evil.issuer, transport=evil.transport)


async def key(provider: Provider, kid: str, clock: Clock) -> object:
    async with provider.client() as client:
        return await provider.key(client, kid, clock())


async def test_discovery_is_asked_once_an_hour(
    provider: Provider, evil: Evil, clock: Clock
) -> None:
    for _ in range(3):
        await provider.metadata(clock())
    assert evil.asked == ["openid-configuration"]
    clock.passes(seconds=LIFE.total_seconds())
    await provider.metadata(clock())
    assert len(evil.asked) == 2


async def test_down_later_the_addresses_of_before_still_serve(
    provider: Provider, evil: Evil, clock: Clock
) -> None:
    known = await provider.metadata(clock())
    evil.trouble["openid-configuration"] = "down"
    clock.passes(days=1)
    assert await provider.metadata(clock()) == known


async def test_a_new_key_is_learnt_when_a_token_names_it(
    provider: Provider, evil: Evil, clock: Clock
) -> None:
    await key(provider, "first", clock)
    evil.published = [SECOND]
    clock.passes(seconds=FLOOR.total_seconds())
    assert await key(provider, "second", clock)
    with pytest.raises(RefusedError):
        await key(provider, "first", clock)


async def test_unknown_keys_do_not_make_us_ask_more_than_once_a_minute(
    provider: Provider, evil: Evil, clock: Clock
) -> None:
    await key(provider, "first", clock)
    for number in range(5):
        with pytest.raises(RefusedError):
            await key(provider, f"unknown-{number}", clock)
    assert evil.asked.count("jwks") == 1
    clock.passes(seconds=FLOOR.total_seconds())
    with pytest.raises(RefusedError):
        await key(provider, "unknown", clock)
    assert evil.asked.count("jwks") == 2


async def test_a_known_key_serves_while_keys_cannot_be_asked_again(
    provider: Provider, evil: Evil, clock: Clock
) -> None:
    known = await key(provider, "first", clock)
    evil.trouble["jwks"] = "down"
    clock.passes(seconds=LIFE.total_seconds())
    assert await key(provider, "first", clock) is known
    clock.passes(seconds=FLOOR.total_seconds())
    with pytest.raises(UnavailableError):
        await key(provider, "second", clock)


async def test_a_key_published_once_more_is_trusted_no_longer_when_it_leaves(
    provider: Provider, evil: Evil, clock: Clock
) -> None:
    await key(provider, "first", clock)
    evil.published = [RSA]
    clock.now += timedelta(hours=1)
    with pytest.raises(RefusedError):
        await key(provider, "first", clock)


def test_only_public_signing_keys_are_kept() -> None:
    good = FIRST.as_dict(private=False)
    published = [
        good,
        {**good, "kid": "encrypts", "use": "enc"},
        {**good, "kid": "other", "alg": "ES384"},
        {**good, "kid": ""},
        {"kty": "oct", "kid": "shared", "k": "c2VjcmV0"},
        {"kty": "OKP", "kid": "okp", "crv": "Ed25519", "x": "AA"},
        {"kty": "unheard of", "kid": "new"},
        "not a key",
    ]
    assert list(signing_keys({"keys": published})) == ["first"]


@pytest.mark.parametrize("published", [None, [], {}, {"keys": "none"}])
def test_keys_that_cannot_be_read_are_refused(published: object) -> None:
    with pytest.raises(RefusedError):
        signing_keys(published)
