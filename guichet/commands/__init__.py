"""One command, one module; `guichet/cli.py` lists them."""
