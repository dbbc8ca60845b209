"""How a mail is understood, in French sentences for a person."""

from collections.abc import Iterator, Mapping

from mail_ingest.authenticity import Standing
from mail_ingest.explain import Explained
from mail_ingest.kind import Kind

KINDS: Mapping[Kind, str] = {
    Kind.REPLY: "une réponse",
    Kind.NEW: "un nouveau message",
    Kind.AUTOMATIC: "un courriel automatique : noté, jamais lu ni répondu",
    Kind.BOUNCE: "un retour : un de nos courriels n'est pas arrivé",
    Kind.FORWARD: "un courriel transféré : seuls les mots de qui transfère comptent",
    Kind.REFUSED: "un courriel refusé",
}
STANDINGS: Mapping[Standing, str] = {
    Standing.ALIGNED: "son domaine en répond",
    Standing.NONE: "rien ne prouve qui écrit",
    Standing.DISAVOWED: "son domaine le désavoue",
}
RULES: Mapping[str, str] = {
    "attribution": "annonce d'une citation",
    "delimiter": "notre ligne « répondez au-dessus »",
    "device": "signature d'un appareil",
    "forward": "message transféré",
    "header": "en-tête recopié",
    "introduction": "annonce d'une citation, marquée par le logiciel",
    "legal": "mention légale",
    "original": "message d'origine",
    "quoted": "citation, marquée par le logiciel",
    "signature": "signature",
}
REFUSALS: Mapping[str, str] = {"empty": "il est vide", "too large": "il est trop lourd"}
PLACES = {
    "recipient": "l'adresse à laquelle il est envoyé",
    "thread": "le fil auquel il répond",
    "reference": "la référence citée dans son texte",
}


def lines(told: Explained) -> Iterator[str]:
    """What it is, from whom, about which conversation, and its words."""
    yield f"C'est {KINDS[told.kind]}."
    if told.refused:
        yield f"Pourquoi : {REFUSALS.get(told.refused, told.refused)}."
        return
    if told.automatic:
        yield f"Pourquoi : {told.automatic}."
    if told.bounce:
        yield from _bounce(told)
    yield from _sender(told)
    yield from _words(told)


def _bounce(told: Explained) -> Iterator[str]:
    back = told.bounce
    assert back is not None
    lasting = "pour de bon" if back.permanent else "pour l'instant"
    whom = back.recipient or "personne n'est nommé"
    yield f"À qui : {whom}, {lasting} ({back.status or 'sans code'})."
    if back.message_id:
        yield f"Lequel : {back.message_id}"


def _sender(told: Explained) -> Iterator[str]:
    yield f"De : {f'{told.sender_name} ' if told.sender_name else ''}<{told.sender or 'inconnu'}>"
    yield f"Expéditeur : {STANDINGS[told.standing.standing]}."
    yield from (f"  - {reason}" for reason in told.standing.reasons)
    for clue in told.clues:
        yield f"Conversation : jeton {clue.token} dans {PLACES[clue.found]} (à vérifier par la clé)."
    if not told.clues:
        yield "Conversation : aucun indice, celle de l'expéditeur."


def _words(told: Explained) -> Iterator[str]:
    for repair in told.repairs:
        declared = repair.declared or "rien"
        yield f"Réparé : {repair.where}, annoncé {declared}, lu en {repair.read_as}."
    for cut in told.cut:
        yield f"Laissé de côté : {RULES.get(cut.rule, cut.rule)} « {cut.line.strip()} »"
    if told.sealed:
        yield "Chiffré : seul son destinataire pourrait l'ouvrir, il lui est demandé d'écrire sans chiffrer."
    if told.text is not None:
        yield "Ce qui est lu :" if told.text else "Ce qui est lu : rien."
        yield from (f"  {line}" for line in told.text.splitlines())
