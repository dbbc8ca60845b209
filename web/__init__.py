"""The web door: few pages, served by us alone, for what must not be said in a chat or a mail."""
