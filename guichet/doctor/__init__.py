"""What works, and what to do about the rest: small looks at each part of an installation, in one ordered list."""
