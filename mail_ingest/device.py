"""The line that phones and webmails add: "Envoyé de mon iPhone", in the languages they speak.

A thing has to be named, in a short line of a known form: "Envoyé de mon espace, mais l'application
affiche…" is a citizen.
"""

import re
from collections.abc import Sequence

from mail_ingest.lines import Line

_THINGS = (
    r"iphone|ipad|ipod|android|samsung|galaxy|smartphone|mobile|telephone|tablette|portable|appareil"
    r"|outlook|yahoo|orange|sfr|bouygues|free mail|webmail|laposte|la poste mail|mail la poste|proton"
    r"|gmail|huawei|honor|xiaomi|redmi|oppo|oneplus|wiko|nokia|sony|xperia|pixel|fairphone|blackberry"
    r"|windows|bluemail|k-9|spark|aol|thunderbird|messagerie|application|appli|app|mailo|mac|icloud"
    r"|zimbra|caramail|gmx|edison|canary|tutanota|tuta|infomaniak|e-mail|windows phone|lg|htc|motorola"
    r"|web\.de|aqua ?mail|fairemail|mail\.ru|superhuman|handy|mobiltelefon|mobilen|movil|celular"
    r"|telemovel|telefono|cellulare|tablet|telefoon|telefonu?|mail for|mail для|почты"
)
_EXCUSE = (
    r"(?:[.,;!(<:-](?:.{0,12}|.{0,60}(?:excus|desol|briev|fautes?|orthograph|http|www).{0,90}))?"
)
_NAMED = rf"(?:\S{{1,30}} ){{0,4}}?(?:[ld]')?\W?(?:{_THINGS})\b(?:[ ']{{1,2}}[^\s.,;:]{{1,30}}){{0,5}} ?{_EXCUSE}"
_SENT = (
    r"sent (?:from|with|via|using|by)|gesendet (?:von|mit|aus)|verzonden (?:vanaf|met|vanuit)"
    r"|verstuurd (?:vanaf|met|vanuit)|enviado (?:desde|do|a partir d[eo]|com|con|des de)|enviat des de"
    r"|inviato (?:da|dal|dall'|con)|wysl?ano (?:z|ze|za)|wyslane (?:z|ze|za)|trimis (?:de pe|din|cu)"
    r"|skickat fran|sendt fra|odeslano z|отправлено (?:с|из)|надіслано (?:з|із)|відправлено з"
)
_ADVERTISED = (
    r"(?:aka\.ms|www\.avast\.com|overview\.mail\.yahoo|proton\.me|mail\.onelink|www\.mobisystems)"
)
_DEVICE = re.compile(
    r"[-_*\"(< ]{0,4}(?:"
    r"(?:ce )?(?:message |mail |courriel |e-?mail )?(?:a ete )?(?:envoye|expedie|transmis|ecrit|redige)e?"
    rf" (?:a partir |depuis |de |d'|du |via |avec |grace a ){{1,2}}{_NAMED}"
    rf"|(?:{_SENT}) {_NAMED}"
    rf"|(?:diese nachricht wurde )?von mein(?:em|er) (?:\S{{1,30}} ){{0,2}}?(?:{_THINGS})\b"
    r"(?: \S{1,20}){0,4} gesendet.{0,20}"
    rf"|(?:\S{{1,30}} ){{0,3}}?(?:{_THINGS})(?:'?\S{{1,8}})? gonderildi.{{0,3}}"
    rf"|lahetetty (?:\S{{1,30}} ){{0,2}}?(?:{_THINGS})\w{{0,5}}.{{0,3}}"
    r"|发自我的.{1,30}|(?:ا|أُ?|\u0654|\u064f){1,4}رسلت من .{1,30}"
    r"|(?:obtenir|obtenez|telecharger|telechargez|decouvrez|get|download) (?:outlook|yahoo|bluemail|aol)\b"
    r".{0,60}"
    r"|(?:holen sie sich|obten(?:er|ga)|descargar|ottieni|scarica|obter o|transferir o|download|pobierz"
    r"|uzyskaj|descarcati) (?:\S{1,12} )?outlook (?:\S{1,12} ){1,3}?(?:ios|android|mac)\b.{0,20}"
    r"|outlook (?:fur|voor|for) (?:ios|android|mac) \S{4,16}.{0,20}"
    r"|provenance ?: ?(?:courrier|mail)\b.{0,40}"
    r"|yahoo mail ?[:-] .{0,60}"
    r"|.{1,60} a reagi via gmail.{0,20}|.{1,60} reacted via gmail.{0,20}"
    r"|(?:garanti )?sans virus\W.{0,60}|virus-free\W.{0,60}"
    rf"|<?https?://{_ADVERTISED}\S{{0,200}}"
    rf"|(?:\S{{1,30}} ){{1,7}}\S{{0,30}}[<(]https?://{_ADVERTISED}[^\s>)]{{0,200}}[>)](?: \S{{1,20}}){{0,3}}"
    r"|(?:cet? (?:e-?mail|courriel|message)|l'absence de virus dans ce courrier).{0,60}antivirus.{0,80}"
    r"|veuillez excuser ma brievete.{0,60}"
    r")"
)
_MAY_FOLD = re.compile(
    r"[-_*\"(< ]{0,4}(?:envoye|sent|message envoye|l'absence de virus|cet e-?mail)\b"
)
_FOLLOW_UP = re.compile(r"[ <(]{0,3}https?://\S{1,300}|<?https?://\S{1,300}>?|www\.avast\.com")
_LONGEST = 320  # signs; what programs add is shorter


def device(lines: Sequence[Line], at: int, *, below_one: bool) -> int:
    """How many lines such an addition takes from `at`, folded or not; 0 when none stands here."""
    first = lines[at].folded
    if not first or len(first) > _LONGEST:
        return 0
    if _DEVICE.fullmatch(first) or (below_one and _FOLLOW_UP.fullmatch(first)):
        return 1
    if at + 1 == len(lines) or not _MAY_FOLD.match(first):
        return 0
    return 2 if _DEVICE.fullmatch(f"{first} {lines[at + 1].folded}") else 0
