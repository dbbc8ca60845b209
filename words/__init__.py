"""What citizens read and what they may write, in French: a key becomes a sentence. No flow, no table."""
