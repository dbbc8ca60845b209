"""Each town's bot: its token is good, and nothing else takes its messages."""

from telegram import WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.client import Client
from bot.webhook import PATH
from guichet.doctor.visit import Visit
from guichet.finding import Finding, good, problem, skipped, warning

#: More than that at Telegram's: nobody fetches them.
MANY = 20


async def bots(visit: Visit) -> list[Finding]:
    """Each in turn: one account, one pace."""
    told = []
    for slug, town in visit.settings.towns.items():
        what = f"Robot Telegram ({slug})"
        if not town.telegram_token:
            told.append(skipped(what, "aucun jeton : pas de Telegram pour cette ville"))
            continue
        token = town.telegram_token.get_secret_value()
        async with Client(token, visit.settings.telegram.api_base_url) as client:
            told.append(await _bot(visit, client, what, slug))
    return told


async def _bot(visit: Visit, client: Client, what: str, slug: str) -> Finding:
    try:
        me = await client.bot.get_me()
        info = await client.bot.get_webhook_info()
    except InvalidToken:
        cure = "reprenez-le auprès de BotFather (/token), puis redémarrez"
        return problem(what, "Telegram ne connaît pas ce jeton", cure)
    except TelegramError as error:
        cure = "vérifiez la sortie vers Internet et [telegram] api_base_url"
        return problem(what, f"Telegram ne répond pas ({type(error).__name__})", cure)
    return _heard(visit, f"{what} @{me.username}", slug, info)


def _heard(visit: Visit, what: str, slug: str, info: WebhookInfo) -> Finding:
    """Both ways exclude each other: a webhook answers 409 to whoever polls."""
    told = visit.settings
    if told.telegram.mode == "polling":
        if info.url:
            cure = "« guichet serve » l'ôte au démarrage ; s'il revient, un autre programme a ce jeton : /revoke"
            return problem(what, "un webhook est posé, qui nous prive des messages (409)", cure)
        return _waiting(what, info)
    ours = f"{told.web.public_url}{PATH.format(town=slug)}"
    if info.url != ours:
        where = "ailleurs" if info.url else "nulle part"
        cure = "démarrez « guichet serve » ; si rien ne change, un autre programme a ce jeton : /revoke"
        return problem(what, f"Telegram envoie les messages {where}", cure)
    if info.last_error_message and info.pending_update_count:
        words = info.last_error_message[:80]
        return problem(
            what, f"Telegram n'arrive pas à nous livrer ({words})", "voyez l'adresse publique"
        )
    return _waiting(what, info)


def _waiting(what: str, info: WebhookInfo) -> Finding:
    if info.pending_update_count > MANY:
        cure = "vérifiez que « guichet serve » tourne, et un seul programme par jeton"
        return warning(what, f"{info.pending_update_count} messages attendent chez Telegram", cure)
    return good(what, "le jeton est bon, les messages nous arrivent")
