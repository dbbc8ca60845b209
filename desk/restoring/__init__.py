"""After a backup came back: what it was about to send, ring or open is held until somebody has seen how much."""
