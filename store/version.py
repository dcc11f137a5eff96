"""How many steps `store.schema` has, beside them: a database that is up to date is opened without loading any.

Whoever adds a step counts it here; tests/store/test_store_open.py looks whether that was done.
"""

from __future__ import annotations

VERSION = 22
