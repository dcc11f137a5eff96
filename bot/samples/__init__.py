"""Ten articles written for this project, so that a newcomer sees real answers at once.

`articles.jsonl` has one article a line, in the format `verbatim index` reads. Hakan Fidan, Recep Tayyip Erdogan and
Sheikh Mohammed bin Abdulrahman Al Thani appear with what the public record has of them (Istanbul, 3 November 2025;
Doha, 6 December 2025); every other person, outlet and event is invented, and each article's `author` says which it
is. The samples are read into a temporary database, never into the newsroom's.
"""
