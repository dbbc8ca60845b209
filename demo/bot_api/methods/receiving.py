"""How a bot receives its updates: it calls, or it is called."""

import re
from urllib.parse import urlsplit

from demo.bot_api.errors import Payload, bad_request, conflict
from demo.bot_api.turn import Told, Turn
from demo.bot_api.webhook import Webhook

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
LONGEST_POLL = 50
MOST_UPDATES = 100

WEBHOOK_IS_SET = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


async def get_updates(turn: Turn) -> list[Payload]:
    """`getUpdates`."""
    bot, ask = turn.bot, turn.ask
    if bot.postman is not None:
        raise conflict(WEBHOOK_IS_SET)
    _choose_kinds(turn)
    limit = ask.between("limit", 1, MOST_UPDATES, default=MOST_UPDATES)
    timeout = ask.between("timeout", 0, LONGEST_POLL, default=0)
    updates = await bot.updates.poll(ask.integer("offset"), limit, timeout)
    return [update.payload() for update in updates]


async def set_webhook(turn: Turn) -> Told:
    """`setWebhook`; an empty address deletes it."""
    url = turn.ask.text("url")
    if not url:
        return await delete_webhook(turn)
    webhook = Webhook(
        url=_checked(url),
        secret=_secret(turn.ask.text("secret_token")),
        max_connections=turn.ask.between("max_connections", 1, 100, default=40),
        ip_address=turn.ask.text("ip_address"),
    )
    _choose_kinds(turn)
    _drop_if_asked(turn)
    turn.bot.updates.interrupt("terminated by setWebhook request")
    if turn.bot.postman is not None and turn.bot.postman.webhook == webhook:
        return Told(result=True, description="Webhook is already set")
    turn.world.set_webhook(turn.bot, webhook)
    return Told(result=True, description="Webhook was set")


async def delete_webhook(turn: Turn) -> Told:
    """`deleteWebhook`."""
    _drop_if_asked(turn)
    was_set = turn.bot.postman is not None
    turn.world.set_webhook(turn.bot, None)
    words = "Webhook was deleted" if was_set else "Webhook is already deleted"
    return Told(result=True, description=words)


async def get_webhook_info(turn: Turn) -> Payload:
    """`getWebhookInfo`."""
    updates, postman = turn.bot.updates, turn.bot.postman
    told: Payload = {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": len(updates.waiting()),
    }
    if postman is not None:
        told |= {
            "url": postman.webhook.url,
            "max_connections": postman.webhook.max_connections,
            "ip_address": postman.webhook.ip_address or "127.0.0.1",
        }
        if postman.trouble.message:
            told["last_error_date"] = postman.trouble.date
            told["last_error_message"] = postman.trouble.message
    if updates.chosen:
        told["allowed_updates"] = updates.chosen
    return told


def _choose_kinds(turn: Turn) -> None:
    """Without a list, the previous choice holds; what is no list is passed over."""
    kinds = turn.ask.structure("allowed_updates", "allowed updates")
    if isinstance(kinds, list):
        turn.bot.updates.allow(str(kind).lower() for kind in kinds)


def _drop_if_asked(turn: Turn) -> None:
    if turn.ask.flag("drop_pending_updates"):
        turn.bot.updates.drop()


def _checked(url: str) -> str:
    parts = urlsplit(url)
    # Telegram wants HTTPS; a server of one's own in local mode takes HTTP too, and so do we here.
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return url
    raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")


def _secret(secret: str) -> str:
    if secret and not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    return secret
