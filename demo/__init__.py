"""What only the demo needs: an invented town, its mail reader, a Bot API of our own."""
