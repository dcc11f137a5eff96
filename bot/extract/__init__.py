"""From an article to its statements: `Extractor().extract(article)`. Pure: nothing is opened, no clock is read.

Three steps: a `document` (paragraphs, sentences, quotations, tokens), `draft`s of statements found in it by a
`Finder`, and their resolution (who, to whom, on whose word, when) within the article.
"""
