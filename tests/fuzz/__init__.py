"""What looks for bytes that break the reader, for as long as one likes; not part of the suite."""
