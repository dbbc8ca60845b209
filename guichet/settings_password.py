"""What a password must have: the section [password]."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from guichet.settings_section import Section
from portal.password.rules import MAX_LENGTH


class Password(Section):
    """Ce qu'un mot de passe doit avoir. Chaque règle est dite avant le premier essai."""

    min_length: Annotated[int, Field(ge=1, le=MAX_LENGTH)] = Field(
        default=8, description="Caractères, au moins."
    )
    min_lowercase: Annotated[int, Field(ge=0, le=MAX_LENGTH)] = Field(
        default=1, description="Lettres minuscules, au moins."
    )
    min_digits: Annotated[int, Field(ge=0, le=MAX_LENGTH)] = Field(
        default=1, description="Chiffres, au moins."
    )
    min_score: Annotated[int, Field(ge=0, le=4)] = Field(
        default=2,
        description="Solidité, de 0 (devinable tout de suite) à 4 ; à 3, trois essais sur quatre"
        " sont refusés.",
    )
    telegram: Literal["page", "chat"] = Field(
        default="chat",
        description="Où choisir un mot de passe depuis Telegram : page (un lien, seulement)"
        " ou chat (le lien d'abord, la conversation aussi).",
    )

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.min_lowercase + self.min_digits > MAX_LENGTH:
            raise ValueError(
                f"demande plus de {MAX_LENGTH} caractères : diminuez min_lowercase ou min_digits"
            )
        return self
