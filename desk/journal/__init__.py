"""The journal as staff read it: asked for, followed live, and said in plain French."""
