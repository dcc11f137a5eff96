"""Articles on their way in: what they are, and what of them is new."""
