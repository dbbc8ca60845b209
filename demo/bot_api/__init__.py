"""Our own fake of Telegram's Bot API: a real process, for the tests, the demo and the benchmarks.

Bots speak to `/bot<token>/<method>` as they do to Telegram. Citizens are moved by `/control/...`
(see `demo.bot_api.client`), or by a person in a browser at `/chat`.
"""
