"""Files that a question of ours wants: recognised by their content, bounded, kept aside, handed to a person."""
