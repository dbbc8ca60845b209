"""`/control/...`: what the tests and the page at `/chat` ask, that no bot may ask.

POST bodies are JSON and nothing else, so that no other site can send one from a browser.
"""

from starlette.routing import BaseRoute, Mount

from demo.bot_api.control.acting import ACTING
from demo.bot_api.control.arranging import ARRANGING
from demo.bot_api.control.watching import WATCHING

CONTROL: list[BaseRoute] = [Mount("/control", routes=[*ACTING, *ARRANGING, *WATCHING])]
