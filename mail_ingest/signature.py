"""What programs add under the words of a person: their own advertising, and the "-- " signature."""

import re
from collections.abc import Sequence

from mail_ingest.lines import Line

_THINGS = (
    r"iphone|ipad|ipod|android|samsung|galaxy|smartphone|mobile|telephone|tablette|portable|appareil"
    r"|outlook|yahoo|orange|sfr|bouygues|free mail|webmail|laposte|la poste mail|mail la poste|proton"
    r"|gmail|huawei|honor|xiaomi|redmi|oppo|oneplus|wiko|nokia|sony|xperia|pixel|fairphone|blackberry"
    r"|windows|bluemail|k-9|spark|aol|thunderbird|messagerie|application|appli|app|mailo|mac|icloud"
    r"|zimbra|caramail|gmx|edison|canary|tutanota|tuta|infomaniak|e-mail|windows phone|lg|htc|motorola"
)
_EXCUSE = (
    r"(?:[.,;!(<:-](?:.{0,12}|.{0,60}(?:excus|desol|briev|fautes?|orthograph|http|www).{0,90}))?"
)
# At most four words around the thing: "Envoyé de mon espace, l'application affiche…" is a citizen.
_NAMED = rf"(?:\S{{1,30}} ){{0,4}}?(?:[ld]')?\W?(?:{_THINGS})\b(?:[ ']{{1,2}}[^\s.,;:]{{1,30}}){{0,5}} ?{_EXCUSE}"
_DEVICE = re.compile(
    r"[-_*\"(< ]{0,4}(?:"
    r"(?:ce )?(?:message |mail |courriel |e-?mail )?(?:a ete )?(?:envoye|expedie|transmis|ecrit|redige)e?"
    rf" (?:a partir |depuis |de |d'|du |via |avec |grace a ){{1,2}}{_NAMED}"
    rf"|sent (?:from|with|via|using|by) {_NAMED}"
    r"|(?:obtenir|obtenez|telecharger|telechargez|decouvrez|get|download) (?:outlook|yahoo|bluemail|aol)\b"
    r".{0,60}"
    r"|provenance ?: ?(?:courrier|mail)\b.{0,40}"
    r"|yahoo mail ?[:-] .{0,60}"
    r"|von meinem .{0,40}gesendet.{0,20}|gesendet (?:von|mit|aus) .{0,60}"
    r"|enviado (?:desde|do|a partir d[eo]|com|con) .{0,60}"
    r"|inviato (?:da|dal|con) .{0,60}|verzonden (?:vanaf|met|vanuit) .{0,60}"
    r"|.{1,60} a reagi via gmail.{0,20}|.{1,60} reacted via gmail.{0,20}"
    r"|(?:garanti )?sans virus\W.{0,60}|virus-free\W.{0,60}"
    r"|<?https?://(?:aka\.ms|www\.avast\.com|overview\.mail\.yahoo|proton\.me|mail\.onelink)\S{0,200}"
    r"|(?:cet? (?:e-?mail|courriel|message)|l'absence de virus dans ce courrier).{0,60}antivirus.{0,80}"
    r"|veuillez excuser ma brievete.{0,60}"
    r")"
)
_MAY_FOLD = re.compile(
    r"[-_*\"(< ]{0,4}(?:envoye|sent|message envoye|l'absence de virus|cet e-?mail)\b"
)
_FOLLOW_UP = re.compile(r"[ <(]{0,3}https?://\S{1,300}|<?https?://\S{1,300}>?|www\.avast\.com")
_LEGAL = re.compile(
    r"(?:ce (?:message|courriel|mail)|cet e-?mail|le present (?:message|courriel)|this (?:e-?mail|message)"
    r"|les informations contenues dans ce)\b.{0,300}"
    r"(?:confidenti|pieces? jointes?|destinataires?|intended|attachments)"
    r"|.{0,60}(?:avant d'imprimer|n'imprimez|before printing)"
)
_LONGEST_SIGNATURE = 14  # lines after "-- ", more is not a signature


def cut_signature(lines: Sequence[Line]) -> tuple[list[Line], list[tuple[str, str]]]:
    """A run of a person's lines without what was added, and each thing cut: rule, first line."""
    kept, cuts = _without_dashes(list(lines))
    kept, devices = _without_devices(kept)
    return _without_legal(kept, cuts + devices)


def _without_dashes(lines: list[Line]) -> tuple[list[Line], list[tuple[str, str]]]:
    """What stands above the last "-- ". [RFC 3676 4.3]"""
    at = next((n for n in range(len(lines) - 1, -1, -1) if lines[n].text == "--"), -1)
    rest = [below.text for below in lines[at + 1 :] if below.text]
    if at < 0 or len(rest) > _LONGEST_SIGNATURE:
        return lines, []
    return lines[:at], [("signature", rest[0])] if rest else []


def _without_devices(lines: list[Line]) -> tuple[list[Line], list[tuple[str, str]]]:
    """Lines of advertising, wherever they stand: people also type below them."""
    kept: list[Line] = []
    cuts: list[tuple[str, str]] = []
    at, length = 0, 0
    while at < len(lines):
        linked = length and _FOLLOW_UP.fullmatch(lines[at].folded)
        length = 1 if linked else _device(lines, at)
        if length:
            cuts.append(("device", lines[at].text))
        else:
            kept.append(lines[at])
        at += length or 1
    return kept, cuts


def _device(lines: list[Line], at: int) -> int:
    """How many lines a device signature takes from `at`, folded or not; 0 when none stands here."""
    first = lines[at].folded
    if _DEVICE.fullmatch(first):
        return 1
    below = lines[at + 1].folded if at + 1 < len(lines) else ""
    folded = below and _MAY_FOLD.match(first) and _DEVICE.fullmatch(f"{first} {below}")
    return 2 if folded else 0


def _without_legal(
    lines: list[Line], cuts: list[tuple[str, str]]
) -> tuple[list[Line], list[tuple[str, str]]]:
    """Without a last paragraph of confidentiality or of paper to save."""
    for at in range(len(lines) - 1, -1, -1):
        starts = lines[at].folded and (at == 0 or not lines[at - 1].folded)
        if starts and _LEGAL.match(" ".join(one.folded for one in lines[at : at + 6])):
            return lines[:at], [*cuts, ("legal", lines[at].text)]
        if starts and at and not _LEGAL.match(lines[at].folded) and len(lines) - at > 12:
            break
    return lines, cuts
