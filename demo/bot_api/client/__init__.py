"""How the tests and the demo move the fake Bot API.

with running("123:ABC=Mairie@mairie_bot") as url:           # the process
    async with BotApi(url) as telegram:                     # its control
        ana = telegram.citizen("123:ABC", first_name="Ana") # someone with a phone
        await ana.say("/start")
        await ana.wait_for("Bonjour")
        await ana.press("Continuer")
"""

from demo.bot_api.client.citizen import Citizen, NeverCameError
from demo.bot_api.client.control import BotApi, ControlError
from demo.bot_api.client.process import running, serving
from demo.bot_api.client.screen import Screen, Shown

__all__ = [
    "BotApi",
    "Citizen",
    "ControlError",
    "NeverCameError",
    "Screen",
    "Shown",
    "running",
    "serving",
]
