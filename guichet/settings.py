"""Every setting: its name, its default, its limits and one French sentence of help.

`config.toml` and `docs/settings.md` repeat these sentences; a test compares the three.
"""

from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator

from guichet.settings_mail import MailIn, MailOut
from guichet.settings_mailbox import Mailbox
from guichet.settings_password import Password
from guichet.settings_section import NO_SECRET, Section
from guichet.settings_telegram import Telegram
from guichet.settings_types import (
    BotToken,
    Count,
    DatabaseUrl,
    Dates,
    Days,
    File,
    Filled,
    Hour,
    MailAddress,
    Place,
    Port,
    Proxies,
    Selector,
    Slug,
    Url,
)

#: Where Telegram agrees to post; None is the port of https.
_WEBHOOK_PORTS = {None, 443, 80, 88, 8443}


class Database(Section):
    """Où tout est gardé."""

    url: DatabaseUrl = Field(
        default="sqlite://var/guichet.db",
        repr=False,
        description="Adresse de la base : sqlite://fichier, ou postgres://utilisateur@machine:5432/base.",
    )


class Web(Section):
    """Les pages ouvertes depuis un courriel ou une conversation."""

    host: Filled = Field(
        default="127.0.0.1", description="Adresse sur laquelle les pages écoutent."
    )
    port: Port = Field(
        default=8080, description="Port des pages ; 0 prend n'importe quel port libre."
    )
    public_url: Url = Field(
        default="http://127.0.0.1:8080",
        description="Adresse des pages telle que les citoyens la voient, en https hors essais.",
    )
    trusted_proxies: Proxies = Field(
        default="",
        description="Adresses du serveur placé devant, seul cru sur l'adresse des clients (X-Forwarded-For),"
        " par exemple 127.0.0.1, 10.0.0.0/8 ; vide : personne n'est cru.",
    )


class Keys(Section):
    """La clé du serveur, dont dérivent les liens et les codes."""

    secret_file: File = Field(
        default=Path("var/guichet.key"),
        description="Fichier de la clé, créé au premier démarrage, une clé par ligne : la première"
        " sert, les suivantes ouvrent encore ce qu'elles ont fermé. À sauvegarder à part.",
    )
    secret: SecretStr = Field(
        default=NO_SECRET,
        description="La clé elle-même, à la place du fichier. À donner par GUICHET_KEYS__SECRET.",
    )


class Limits(Section):
    """Combien de temps les choses vivent."""

    fresh_proof_minutes: Count = Field(
        default=30,
        description="Après une preuve, temps pendant lequel on peut changer ses données.",
    )
    linked_chat_days: Count = Field(
        default=90,
        description="Temps pendant lequel une conversation reliée reste ouverte en lecture.",
    )
    reply_token_days: Count = Field(
        default=90, description="Temps pendant lequel répondre à un courriel dit encore qui écrit."
    )
    invitation_days: Count = Field(
        default=90,
        description="Vie de l'invitation : lien d'activation et mot de passe provisoire.",
    )
    first_link_days: Count = Field(
        default=7, description="Vie du lien envoyé par courriel pour les premiers identifiants."
    )
    reset_link_hours: Count = Field(
        default=24, description="Vie du lien envoyé par courriel pour un mot de passe oublié."
    )
    chat_link_minutes: Count = Field(
        default=15, description="Vie d'un lien donné dans une conversation."
    )
    proof_minutes: Count = Field(
        default=15, description="Vie du code à six chiffres envoyé par courriel."
    )
    settle_milliseconds: Annotated[int, Field(ge=0, le=10_000)] = Field(
        default=700,
        description="Attente d'un message suivant, pour répondre une fois à plusieurs messages courts.",
    )
    page_wait_seconds: Annotated[int, Field(ge=0, le=3600)] = Field(
        default=60,
        description="Attente du courriel qui suit une étape faite sur une page : qui continue sur la page"
        " ne le reçoit pas.",
    )


class Invitations(Section):
    """Les invitations par vagues, et les heures où elles partent : celles où la mairie répond."""

    per_hour: Annotated[int, Field(ge=1, le=36_000)] = Field(
        default=400, description="Invitations par heure et par vague, si --per-hour ne dit rien."
    )
    opens: Hour = Field(default="09:00", description="Heure de la première invitation du jour.")
    closes: Hour = Field(default="17:00", description="Heure après laquelle il n'en part plus.")
    days: Days = Field(
        default=("lundi", "mardi", "mercredi", "jeudi", "vendredi"),
        description="Jours de la semaine où il en part.",
    )
    holidays: bool = Field(default=False, description="Il en part aussi les jours fériés.")
    alsace_moselle: bool = Field(
        default=False,
        description="Le Vendredi saint et le 26 décembre sont fériés aussi, comme en Alsace et en Moselle.",
    )
    closed: Dates = Field(
        default=(),
        description='Autres jours de fermeture, par exemple ["2026-12-24"].',
    )

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("veut une heure closes après opens")
        return self


class Retention(Section):
    """Combien de temps les données sont gardées. Le reste est effacé chaque nuit, et le registre le dit."""

    messages_days: Count = Field(
        default=180,
        description="Ce qui s'est dit, de part et d'autre ; qui n'a jamais été relié à un espace"
        " est oublié après le même silence.",
    )
    journal_days: Annotated[int, Field(ge=1, le=366)] = Field(
        default=365, description="Le journal ; la CNIL veut de 6 à 12 mois."
    )
    inbox_days: Annotated[int, Field(ge=7, le=366)] = Field(
        default=30,
        description="Trace, sans contenu, de ce qui est arrivé : un message remis deux fois y est"
        " reconnu.",
    )
    papers_days: Annotated[int, Field(ge=1, le=366)] = Field(
        default=30,
        description="Fichiers envoyés par les citoyens et transmis à la mairie ; les autres partent en un jour.",
    )
    links_days: Count = Field(
        default=90,
        description="Liens et codes, après leur expiration : on sait encore dire qu'ils ont expiré.",
    )


class FranceConnect(Section):
    """S'identifier avec FranceConnect, pour les villes qui l'ont demandé."""

    issuer: Url = Field(
        default="https://oidc.franceconnect.gouv.fr/api/v2",
        description="Adresse de FranceConnect (version 2) ; celle des essais est"
        " https://fcp-low.sbx.dev-franceconnect.fr/api/v2.",
    )


class Log(Section):
    """Ce que le programme raconte de lui-même, jamais de ce que disent les citoyens."""

    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Ce qui est écrit, du plus bavard au plus discret."
    )


class TownSettings(Section):
    """Une ville. Son nom court, [towns.nom-court], ne change plus : il est dans chaque lien."""

    name: Filled = Field(description="Nom de la ville, comme les citoyens l'écrivent.")
    telegram_token: BotToken = Field(
        default=NO_SECRET,
        description="Jeton du robot Telegram, donné par BotFather ; vide : pas de Telegram."
        " À donner par GUICHET_TOWNS__<VILLE>__TELEGRAM_TOKEN.",
    )
    mail_address: MailAddress = Field(
        description="Adresse de l'assistant : ses courriels en partent, les réponses y arrivent."
    )
    contact: MailAddress = Field(
        description="Adresse du service qui répond à « une personne, s'il vous plaît »."
    )
    address: str = Field(
        default="",
        description="Adresse postale de ce service, dite dans l'accusé de réception d'une demande.",
    )
    phone: Filled = Field(
        description="Téléphone du service, dit dès que l'assistant ne suffit pas."
    )
    hours: Filled = Field(description="Heures où le service répond.")
    site: Url = Field(description="Site de la ville.")
    dkim_selector: Selector = Field(
        default="",
        description="Nom de la clé dans le DNS, par exemple guichet pour guichet._domainkey.ma-ville.fr ;"
        " vide : nos courriels ne sont pas signés.",
    )
    dkim_key: Place = Field(
        default=None,
        description="Fichier de la clé privée qui signe nos courriels (DKIM), au format PEM : RSA de 2048 bits"
        " ou plus, ou Ed25519, que peu de destinataires vérifient. À lire par le programme seul.",
    )
    terms: Place = Field(
        default=None,
        description="Fichier des conditions d'utilisation ; vide : il n'y en a pas à accepter.",
    )
    privacy_contact: Filled = Field(
        description="À qui écrire au sujet de ses données (délégué à la protection des données)."
    )
    always_ask_temporary_password: bool = Field(
        default=False,
        description="Demander le mot de passe provisoire même à qui vient de prouver sa boîte.",
    )
    words: Place = Field(
        default=None, description="Dossier des textes propres à la ville ; vide : les nôtres."
    )
    franceconnect_client_id: str = Field(
        default="",
        description="Identifiant de la ville chez FranceConnect ; vide : pas de bouton FranceConnect.",
    )
    franceconnect_client_secret: SecretStr = Field(
        default=NO_SECRET,
        description="Secret de la ville chez FranceConnect."
        " À donner par GUICHET_TOWNS__<VILLE>__FRANCECONNECT_CLIENT_SECRET.",
    )
    mailbox: Mailbox | None = Field(
        default=None, description="La boîte aux lettres à relever ; sans elle, [mail_in] reçoit."
    )

    @model_validator(mode="after")
    def _whole_signature(self) -> Self:
        if bool(self.dkim_selector) != bool(self.dkim_key):
            raise ValueError("veut dkim_selector et dkim_key ensemble, ou aucun des deux")
        return self

    @model_validator(mode="after")
    def _whole_client(self) -> Self:
        if bool(self.franceconnect_client_id) != bool(self.franceconnect_client_secret):
            raise ValueError(
                "veut franceconnect_client_id et franceconnect_client_secret ensemble, ou aucun des deux"
            )
        return self


class Settings(Section):
    """Tous les réglages, vérifiés."""

    database: Database = Field(default_factory=Database)
    web: Web = Field(default_factory=Web)
    telegram: Telegram = Field(default_factory=Telegram)
    mail_in: MailIn = Field(default_factory=MailIn)
    mail_out: MailOut = Field(default_factory=MailOut)
    password: Password = Field(default_factory=Password)
    keys: Keys = Field(default_factory=Keys)
    limits: Limits = Field(default_factory=Limits)
    invitations: Invitations = Field(default_factory=Invitations)
    retention: Retention = Field(default_factory=Retention)
    franceconnect: FranceConnect = Field(default_factory=FranceConnect)
    log: Log = Field(default_factory=Log)
    towns: dict[Slug, TownSettings] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _every_section(cls, told: Any) -> Any:
        # A section that is left out is read like an empty one: its paths too have their folder.
        return (
            {**{name: {} for name in cls.model_fields}, **told} if isinstance(told, dict) else told
        )

    @model_validator(mode="after")
    def _telegram_can_call(self) -> Self:
        public = urlsplit(self.web.public_url)
        # A Bot API server of one's own, on the same network, calls over http too.
        ours = self.telegram.api_base_url.startswith("http:")
        good = public.scheme == "https" and public.port in _WEBHOOK_PORTS
        if self.telegram.mode == "webhook" and not (good or ours):
            raise ValueError(
                "[telegram] mode = webhook veut [web] public_url en https, sur le port 443, 80, 88 ou"
                " 8443 : Telegram n'envoie rien ailleurs ; sans cela, mettez mode = polling"
            )
        return self

    @model_validator(mode="after")
    def _a_mailbox_each(self) -> Self:
        read = [one.mailbox for one in self.towns.values() if one.mailbox]
        places = {(one.host.lower(), one.username.lower(), one.folder.lower()) for one in read}
        if len(places) < len(read):
            raise ValueError(
                "[towns] : deux villes relèvent la même boîte ; à chacune la sienne, ou son dossier"
            )
        return self
