"""The labels that mail programs put before the fields of an earlier mail, in the languages they speak."""

import re

from mail_ingest.lines import fold

#: As programs write them, with commas between: fr, en, de, es, it, pt, nl, pl, ro, tr, sv, da, cs,
#: hu, el, ru, uk, ar, zh.
_WRITTEN = {
    "from": "de, from, von, da, expéditeur, exp, van, remitente, remetente, od, de la, kimden, från,"
    "fra, feladó, από, от, від, от кого, від кого, من, 发件人, 寄件者, 差出人",
    "sent": "envoyé, envoyé le, sent, gesendet, enviado, enviado el, enviados, enviada em, inviato,"
    "verzonden, date d'envoi, wysłane, wysłano, trimis, gönderilme, gönderilme tarihi, gönderildi,"
    "skickat, sendt, odesláno, elküldve, εστάλη, отправлено, надіслано, تم الإرسال, أرسلت,"
    "发送时间, 傳送時間",
    "date": "date, datum, fecha, data, dată, tarih, dato, dátum, ημερομηνία, дата, التاريخ, 日期",
    "to": "à, a, to, an, para, pour, destinataire, destinataires, aan, do, către, kime, till, til,"
    "komu, címzett, προς, кому, إلى, 收件人, 收件者",
    "copy": "cc, cci, copie, copie à, bcc, répondre à, reply-to, dw, копия, копія, نسخة, 抄送",
    "subject": "objet, sujet, subject, betreff, asunto, oggetto, ogg, assunto, onderwerp, temat,"
    "subiect, konu, ämne, emne, předmět, tárgy, θέμα, тема, الموضوع, 主题, 主旨, 件名",
}
_KINDS = {fold(label): kind for kind, written in _WRITTEN.items() for label in written.split(",")}
_LONGEST = 30  # signs before the colon
_DECORATION = " *_>\"'|"
_ANY = re.compile(r"[^\W\d_][^:@<>]{0,24}:\s?\S")


def label_of(folded: str) -> str:
    """The kind of field that a folded line begins, as « from »; empty when it begins none."""
    head, colon, _ = folded[:_LONGEST].partition(":")
    return _KINDS.get(head.strip(_DECORATION), "") if colon else ""


def is_labelled(folded: str) -> bool:
    """Whether a line looks like a field in any language: a word or two, a colon, something."""
    return bool(_ANY.match(folded.lstrip(_DECORATION)))
