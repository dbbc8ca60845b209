"""Settings, the command line, the wiring: what knows everything, and what nothing else knows."""
