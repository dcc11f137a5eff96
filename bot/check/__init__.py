"""Are these the words? Quotations held against the record."""
