"""The commands of `verbatim` that have a module of their own; each is loaded when it is called for."""
