"""What one town is to FranceConnect."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from web.franceconnect.trip import Trip

#: What is compared, and no more: no mail address, no gender, no birthplace. [DOMAIN.md 5]
SCOPE = "openid given_name family_name birthdate preferred_username"
#: The least that FranceConnect vouches for, which is what a town asks.
LEVEL = "eidas1"


@dataclass(frozen=True, slots=True, kw_only=True)
class TownClient:
    """The identifier and the secret that FranceConnect gave this town."""

    town: str
    client_id: str
    client_secret: str = field(repr=False)

    def back(self, public_url: str) -> str:
        """Where FranceConnect sends the browser back, as declared there."""
        return f"{public_url}/{self.town}/franceconnect/retour"

    def left(self, public_url: str) -> str:
        """The same after signing out there."""
        return f"{public_url}/{self.town}/franceconnect/deconnecte"

    def asking(self, endpoint: str, public_url: str, trip: Trip) -> str:
        """The address of FranceConnect to which the browser goes."""
        asked = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.back(public_url),
            "scope": SCOPE,
            "acr_values": LEVEL,
            "state": trip.state,
            "nonce": trip.nonce,
            "code_challenge": trip.challenge,
            "code_challenge_method": "S256",
        }
        return with_query(endpoint, asked)

    def leaving(self, endpoint: str, public_url: str, *, id_token: str, state: str) -> str:
        """The address at which one signs out of FranceConnect."""
        asked = {
            "id_token_hint": id_token,
            "state": state,
            "post_logout_redirect_uri": self.left(public_url),
        }
        return with_query(endpoint, asked)

    def exchange(self, code: str, public_url: str, verifier: str) -> dict[str, str]:
        """The form by which the code becomes tokens."""
        return {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.back(public_url),
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "code_verifier": verifier,
        }


def with_query(address: str, asked: dict[str, str]) -> str:
    """`address` with these parameters after its own."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"
