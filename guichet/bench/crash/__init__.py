"""The desk killed with -9 after every statement of its work, then begun again: what is left is compared."""
