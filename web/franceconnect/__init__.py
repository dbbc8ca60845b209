"""S'identifier avec FranceConnect (version 2, OpenID Connect): there, back, a proof once, and out again.

A journey lives in a sealed cookie of the browser that began it; the database keeps that it came back, hashed.
No token, code or claim is stored or logged. [DOMAIN.md 5]
"""

from web.franceconnect.button import button, link_page
from web.franceconnect.leaving import way_out
from web.franceconnect.provider import Provider
from web.franceconnect.routes import routes
from web.franceconnect.town_client import TownClient

__all__ = ["Provider", "TownClient", "button", "link_page", "routes", "way_out"]
