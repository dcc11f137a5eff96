"""Questions: understood, searched, ranked and composed into answers."""
