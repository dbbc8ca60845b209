"""How mails come in, and how they leave: the sections [mail_in] and [mail_out]."""

from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, model_validator

from guichet.settings_section import NO_SECRET, Section
from guichet.settings_types import Delimiter, Filled, Names, Place, Port
from mail_ingest.reply import DELIMITER


class MailIn(Section):
    """Les courriels que le serveur de la ville nous remet."""

    protocol: Literal["smtp", "lmtp", "none"] = Field(
        default="smtp",
        description="Comment le serveur de courriel remet les messages ; none : nous n'en recevons pas.",
    )
    host: Filled = Field(
        default="127.0.0.1", description="Adresse sur laquelle la réception écoute."
    )
    port: Port = Field(default=8025, description="Port de la réception ; 0 prend un port libre.")
    tls_certificate: Place = Field(
        default=None,
        description="Certificat et clé de la réception, dans un fichier PEM : STARTTLS est alors proposé.",
    )
    reply_delimiter: Delimiter = Field(
        default=DELIMITER,
        description="Ligne au-dessus de laquelle le citoyen répond ; ce qui la suit n'est pas lu.",
    )
    max_size_mb: Annotated[int, Field(ge=1, le=100)] = Field(
        default=15, description="Taille au-delà de laquelle un courriel est refusé, en mégaoctets."
    )
    trusted_authserv_ids: Names = Field(
        default=(),
        description="Noms de vos serveurs dans Authentication-Results : eux seuls sont crus. Ils doivent"
        " ôter les en-têtes de ce nom que d'autres ont écrits.",
    )
    check_dkim: bool = Field(
        default=False,
        description="Vérifier nous-mêmes les signatures DKIM, par le DNS, si aucun de vos serveurs ne le fait.",
    )


class MailOut(Section):
    """Le relais auquel nous remettons nos courriels."""

    host: str = Field(
        default="127.0.0.1",
        description="Relais de courriel de la ville ; vide : les courriels vont dans spool.",
    )
    port: Annotated[int, Field(ge=1, le=65535)] = Field(
        default=25, description="Port du relais : souvent 25, 587 avec starttls, 465 avec tls."
    )
    tls: Literal["none", "starttls", "tls"] = Field(
        default="none", description="Chiffrement de la liaison avec le relais."
    )
    username: str = Field(
        default="", description="Identifiant chez le relais ; vide : sans authentification."
    )
    password: SecretStr = Field(
        default=NO_SECRET,
        description="Mot de passe chez le relais. À donner par GUICHET_MAIL_OUT__PASSWORD.",
    )
    connections: Annotated[int, Field(ge=1, le=50)] = Field(
        default=4, description="Liaisons ouvertes avec le relais en même temps, au plus."
    )
    per_minute: Annotated[int, Field(ge=1, le=60_000)] = Field(
        default=600,
        description="Courriels remis au relais en une minute, au plus, par chaque programme qui envoie."
        " Chaque fournisseur (Orange, Free, Gmail…) a de plus son allure, qui baisse quand il se plaint.",
    )
    spool: Place = Field(
        default=None,
        description="Dossier Maildir où déposer les courriels au lieu de les envoyer, si host est vide.",
    )

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if not self.host and self.spool is None:
            raise ValueError(
                "n'indique pas où vont les courriels : donnez host (un relais) ou spool (un dossier)"
            )
        if bool(self.username) != bool(self.password):
            raise ValueError("veut username et password ensemble, ou aucun des deux")
        return self
