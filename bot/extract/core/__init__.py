"""The trained finder: taggers for words, cues and roles, and a judge of what they find. See weights/CARD.md."""
