"""The Telegram door: what citizens write there is reduced, stored, then acknowledged; replies leave.

python-telegram-bot is its client of the Bot API and nothing more: its `Updater` acknowledges updates
before they are handled, and its `ConversationHandler` is not durable. `bots.py` puts the parts together.
"""

import os

# The library reads this at each 429 and warns without it: `retry_after` is a timedelta from now on.
os.environ.setdefault("PTB_TIMEDELTA", "1")
