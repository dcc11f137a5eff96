"""The commands of `verbatim`; a module of them is loaded when one is called for."""
