"""A person at a terminal is a citizen of the demo town: the doors' own reading and writing, and no network.

A typed line becomes an update or a mail, as the phone or the mail program would make it, and goes through
`bot.reading` or `mail_ingest.reading`; what leaves comes through `bot.writing` or `mail_send`.
"""
