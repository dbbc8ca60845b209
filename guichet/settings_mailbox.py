"""The mailbox of a town that has no mail server of its own: read over IMAP, at its host's."""

from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator

from guichet.settings_section import NO_SECRET, Section
from guichet.settings_types import Filled, MaybeUrl, Names, Place

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Mailbox(Section):
    """La boîte aux lettres de l'assistant, relevée par IMAP, pour une ville sans serveur de courriel."""

    host: Filled = Field(description="Serveur IMAP de l'hébergeur.")
    port: Annotated[int, Field(ge=1, le=65535)] = Field(
        default=993, description="Port du serveur : souvent 993 avec tls, 143 avec starttls."
    )
    tls: Literal["tls", "starttls", "none"] = Field(
        default="tls",
        description="Chiffrement de la liaison ; le certificat est toujours vérifié."
        " none : sur la même machine seulement.",
    )
    ca_file: Place = Field(
        default=None,
        description="Certificat de l'autorité qui a signé celui du serveur, si elle n'est pas publique.",
    )
    username: Filled = Field(description="Identifiant de la boîte : souvent son adresse.")
    auth: Literal["password", "xoauth2"] = Field(
        default="password",
        description="Comment l'ouvrir : un mot de passe, ou un jeton (Microsoft 365, Google Workspace).",
    )
    password: SecretStr = Field(
        default=NO_SECRET,
        description="Mot de passe de la boîte. À donner par GUICHET_TOWNS__<VILLE>__MAILBOX__PASSWORD.",
    )
    token_file: Place = Field(
        default=None,
        description="Fichier où un autre programme tient le jeton à jour, relu à chaque connexion.",
    )
    oauth_token_url: MaybeUrl = Field(
        default=None,
        description="Sinon, adresse où demander le jeton à l'hébergeur.",
    )
    oauth_client_id: str = Field(
        default="", description="Identifiant de l'application déclarée chez l'hébergeur."
    )
    oauth_client_secret: SecretStr = Field(
        default=NO_SECRET,
        description="Secret de l'application."
        " À donner par GUICHET_TOWNS__<VILLE>__MAILBOX__OAUTH_CLIENT_SECRET.",
    )
    oauth_refresh_token: SecretStr = Field(
        default=NO_SECRET,
        description="Jeton de renouvellement (Google) ; vide : l'application s'identifie elle-même (Microsoft)."
        " À donner par GUICHET_TOWNS__<VILLE>__MAILBOX__OAUTH_REFRESH_TOKEN.",
    )
    oauth_scope: str = Field(
        default="",
        description="Droit demandé, par exemple https://outlook.office365.com/.default.",
    )
    folder: Filled = Field(default="INBOX", description="Dossier où arrivent les courriels.")
    done_folder: Filled = Field(
        default="Guichet",
        description="Dossier où va un courriel une fois lu et gardé ; créé s'il manque.",
    )
    plus_addressing: bool = Field(
        default=False,
        description="L'hébergeur remet dans la boîte ce qui est écrit à adresse+quelquechose@.",
    )
    trusted_authserv_ids: Names = Field(
        default=(),
        description="Noms de l'hébergeur dans Authentication-Results : eux seuls sont crus pour cette boîte.",
    )

    @model_validator(mode="after")
    def _opens(self) -> Self:
        if self.tls == "none" and self.host not in _LOOPBACK:
            raise ValueError(
                "avec tls = none, le mot de passe de la boîte voyagerait en clair : mettez tls ou starttls"
            )
        if self.auth == "password" and not self.password:
            raise ValueError("veut password avec auth = password")
        if self.auth == "xoauth2":
            self._one_token()
        return self

    @model_validator(mode="after")
    def _moves(self) -> Self:
        if self.folder.lower() == self.done_folder.lower():
            raise ValueError(
                "doit ranger les courriels lus dans un autre dossier : changez done_folder"
            )
        return self

    def _one_token(self) -> None:
        if (self.token_file is None) == (self.oauth_token_url is None):
            raise ValueError(
                "veut, avec auth = xoauth2, soit token_file, soit oauth_token_url, et pas les deux"
            )
        if self.oauth_token_url is None:
            return
        asked = urlsplit(self.oauth_token_url)
        if asked.scheme != "https" and asked.hostname not in _LOOPBACK:
            raise ValueError("veut oauth_token_url en https : un secret y est envoyé")
        if not self.oauth_client_id or not (self.oauth_client_secret or self.oauth_refresh_token):
            raise ValueError(
                "veut, avec oauth_token_url, oauth_client_id"
                " et oauth_client_secret ou oauth_refresh_token"
            )
