"""What the house costs, measured on the real desk, each figure beside the bare tools in the same run."""
