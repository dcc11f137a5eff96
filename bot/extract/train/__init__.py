"""Training of the core from a corpus with stand-off annotation; never imported at run time."""
