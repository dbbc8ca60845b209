"""The two files: settings with their comments, secrets apart and for their owner alone."""

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from pydantic.fields import FieldInfo

from guichet.dns.names import SELECTOR
from guichet.installing.question import Answers
from guichet.installing.questions import IMAP, YES
from guichet.settings_shape import TOWNS, Way, every_setting, is_secret, section_at, variable

_HEAD = """\
# Guichet : les réglages de la mairie, écrits par « guichet init ».
#
# Un réglage qui commence par « # » ne compte pas : il vaut ce qui est écrit. Ôtez ce signe pour le changer.
# Les secrets sont à côté, dans secrets.env, lisible par le programme seul. « guichet settings » vérifie tout.
"""
_SECRETS = """\
# Les secrets de Guichet. À garder hors de tout dépôt et de toute sauvegarde partagée (chmod 600).
"""
_WIDTH = 100


def settings_of(answers: Answers, data: str) -> dict[Way, str | int]:
    """What was answered, by the way of each setting; nothing secret."""
    slug, base = answers["slug"], answers["database"]
    told: dict[Way, str | int] = {
        ("web", "public_url"): answers["public_url"],
        ("web", "trusted_proxies"): "127.0.0.1, ::1",
        ("mail_in", "protocol"): "none" if answers["mail_in"] == IMAP else answers["mail_in"],
        ("mail_out", "host"): answers["relay"],
        ("mail_out", "port"): int(answers["relay_port"]),
        ("mail_out", "tls"): answers["relay_tls"],
        ("keys", "secret_file"): f"{data}/guichet.key",
    }
    if not _has_password(base):
        told["database", "url"] = base
    if answers.get("relay_username"):
        told["mail_out", "username"] = answers["relay_username"]
    for name in ("name", "mail_address", "contact", "phone", "hours", "site", "privacy_contact"):
        told[TOWNS, slug, name] = answers[name]
    if answers["mail_in"] == IMAP:
        box = (TOWNS, slug, "mailbox")
        told[*box, "host"] = answers["imap_host"]
        told[*box, "port"] = int(answers["imap_port"])
        told[*box, "tls"] = answers["imap_tls"]
        told[*box, "username"] = answers["imap_username"]
    if answers["sign"] == YES:
        told[TOWNS, slug, "dkim_selector"] = SELECTOR
        told[TOWNS, slug, "dkim_key"] = f"{data}/dkim-{slug}.pem"
    return told


def secrets_of(answers: Answers) -> dict[str, str]:
    """The variables of the file of secrets."""
    slug, base = answers["slug"], answers["database"]
    told = {
        variable((TOWNS, slug, "telegram_token")): answers.get("telegram_token", ""),
        variable((TOWNS, slug, "mailbox", "password")): answers.get("imap_password", ""),
        variable(("mail_out", "password")): answers.get("relay_password", ""),
        variable(("database", "url")): base if _has_password(base) else "",
    }
    return {name: value for name, value in told.items() if value}


def settings_file(told: Mapping[Way, str | int], slug: str) -> str:
    """Every setting with its comment; those that were not asked keep their default, asleep."""
    lines: list[str] = [_HEAD]
    section: Way = ()
    for way, field in every_setting(slug):
        if way[:-1] != section:
            section = way[:-1]
            about = (section_at(section).__doc__ or "").strip()
            asleep = "#" if _needs_more(section, told, slug) else ""
            lines += ["", *_comment(about), f"{asleep}[{'.'.join(section)}]"]
        lines += [*_comment(field.description or ""), _line(way, field, told)]
    return "\n".join(lines) + "\n"


def _needs_more(section: Way, told: Mapping[Way, str | int], slug: str) -> bool:
    """A section that stands for something asks what it needs: it sleeps until it is told."""
    needed = [way for way, field in every_setting(slug) if field.is_required()]
    return any(way[:-1] == section and way not in told for way in needed)


def secrets_file(told: Mapping[str, str]) -> str:
    """As systemd's EnvironmentFile and the program read it."""
    return _SECRETS + "".join(f"{name}={_quoted(value)}\n" for name, value in told.items())


def _quoted(value: str) -> str:
    """Between quotes in which nothing has a meaning; if it holds one, in those where a backslash has."""
    if "'" not in value:
        return f"'{value}'"
    return '"' + re.sub(r'(["\\])', r"\\\1", value) + '"'


def _comment(text: str) -> Iterator[str]:
    return (f"# {line}" for line in textwrap.wrap(text, _WIDTH - 2))


def _line(way: Way, field: FieldInfo, told: Mapping[Way, str | int]) -> str:
    name = way[-1]
    if way in told:
        return f"{name} = {json.dumps(told[way], ensure_ascii=False)}"
    return f"#{name} = {_default(field)}"


def _default(field: FieldInfo) -> str:
    value = field.default
    if is_secret(field) or value is None or field.is_required():
        return '""'
    return json.dumps(value, ensure_ascii=False, default=str)


def _has_password(base: str) -> bool:
    return urlsplit(base).password is not None
