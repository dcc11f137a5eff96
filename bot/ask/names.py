"""Names as people type them: folded words, spellings that sound alike, short forms. Pure.

rapidfuzz has no default processor and folds no accents, so everything is folded first (docs: FACTS, "rapidfuzz").
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.text import words

# Written before a name, never part of it.
TITLES = frozenset(
    """mr mrs ms miss mx dr prof professor sir dame lord lady sen senator rep representative congressman congresswoman
    gov governor gen general lt col colonel capt captain maj major sgt sergeant adm admiral cmdr president vice pres
    chief sheriff judge justice rev reverend father sister pope cardinal bishop rabbi imam sheikh king queen prince
    princess minister premier chancellor ambassador secretary speaker mayor councillor councilman councilwoman
    commissioner officer detective inspector attorney chairman chairwoman coach former ex the a an""".split()
)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "md", "phd", "esq"})
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")
_SHORT_FORMS = (
    "abraham abe", "albert al bert", "alexander alex sandy al", "alexandra alex sandra", "andrew andy drew",
    "anthony tony",
    "antonio tony", "barbara barb", "benjamin ben benny bibi", "bernard bernie", "catherine cathy kate kathy cate",
    "charles charlie chuck chas", "christine chris christy", "christopher chris kit", "daniel dan danny", "david dave",
    "deborah deb debbie", "donald don donny", "dorothy dot", "douglas doug", "edward ed eddie ted ned", "edwin ed",
    "elizabeth liz beth betty eliza lizzie", "eugene gene", "francis frank", "franklin frank", "frederick fred freddie",
    "geoffrey geoff", "gerald gerry jerry", "gregory greg", "harold harry hal", "henry harry hank", "jacob jake",
    "jacqueline jackie", "james jim jimmy jamie", "jeffrey jeff", "jennifer jen jenny", "jeremiah jerry",
    "jessica jess",
    "john jack johnny jon", "jonathan jon", "joseph joe joey", "joshua josh", "judith judy",
    "katherine kate kathy katie",
    "kathleen kathy", "kenneth ken kenny", "kimberly kim", "laurence larry", "lawrence larry", "leonard len lenny leo",
    "louis lou louie", "margaret maggie meg peggy", "martin marty", "matthew matt", "maurice maury", "maximilian max",
    "michael mike mick mickey", "michelle shelly", "nancy nan", "nathaniel nat nate", "nicholas nick nicky",
    "nikolai nick",
    "pamela pam", "patricia pat patty trish", "patrick pat paddy", "peter pete", "philip phil", "phillip phil",
    "rachel rach",
    "randolph randy", "raymond ray", "rebecca becky", "reginald reg", "richard rick dick rich ricky",
    "robert bob rob bobby robby",
    "rodney rod", "ronald ron ronnie", "rudolph rudy", "samantha sam", "samuel sam sammy", "sergei sergey",
    "stanley stan",
    "stephen steve stevie", "steven steve", "susan sue susie", "suzanne sue", "teresa terry", "theodore ted teddy theo",
    "theresa terry tess", "thomas tom tommy", "timothy tim timmy", "veronica ronnie", "victor vic", "victoria vicky",
    "vincent vince", "vladimir vlad", "walter walt", "william bill will billy willy", "zachary zach zack",
)  # fmt: skip
_FORMS: dict[str, frozenset[str]] = {}
for _row in _SHORT_FORMS:
    _names = _row.split()
    for _name in _names:
        _FORMS[_name] = _FORMS.get(_name, frozenset()) | frozenset(_names)

# Letters and groups that transliterations and typing vary, longest first.
_SOUNDS = (
    ("sch", "s"), ("tsch", "s"), ("tch", "s"), ("sh", "s"), ("ch", "k"), ("kh", "k"), ("gh", "g"), ("ph",
    "f"), ("th", "t"),
    ("dh", "d"), ("zh", "s"), ("ck", "k"), ("qu", "k"), ("gw", "gu"), ("wr", "r"), ("kn", "n"), ("ce", "se"), ("ci",
    "si"),
    ("cy", "si"), ("mac", "mk"), ("mc", "mk"), ("c", "k"), ("q", "k"), ("x", "ks"), ("z", "s"), ("j", "i"), ("y",
    "i"), ("w", "v"),
)  # fmt: skip


def tokens(name: str) -> tuple[str, ...]:
    """The folded words of a name, without titles, generations and possessive endings: "U.N." is "un"."""
    joined = _DOTTED.sub(lambda m: m.group().replace(".", ""), name)
    found = [word.removesuffix("'s").replace("'", "") for word in words(joined)]
    while len(found) > 1 and found[0] in TITLES:
        found = found[1:]
    while len(found) > 1 and found[-1] in _SUFFIXES:
        found = found[:-1]
    return tuple(word for word in found if word)


_SPELT_OUT = {
    "un": ("united", "nations"), "us": ("united", "states"), "uk": ("united", "kingdom"), "eu": ("european", "union"),
}  # fmt: skip


def spelt_out(name: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a name, abbreviated states and unions in full: "un security council"."""
    return tuple(full for word in name for full in _SPELT_OUT.get(word, (word,)))


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """How a folded name word sounds, roughly: its consonants, spelling variants made one ("meshaal" is "msl")."""
    for letters, like in _SOUNDS:
        word = word.replace(letters, like)
    head, rest = word[:1], re.sub(r"[aeiouh]", "", word[1:])
    kept = ("a" if head in "aeiou" else head) + rest
    return re.sub(r"(.)\1+", r"\1", kept)


def alike(typed: str, printed: str) -> float:
    """How well one folded name word fits another: 1 the same, 0 another name.

    One slip in four to seven letters, two in more; with the same consonants more is forgiven, because vowels are
    what transliterations disagree on (Meshaal, Mashal, Mishal).
    """
    if typed == printed:
        return 1.0
    if min(len(typed), len(printed)) < 4:
        return 0.0
    close = OSA.normalized_similarity(typed, printed)
    if sound(typed) == sound(printed) and close >= 0.55:
        return max(0.9, float(close))
    slips = OSA.distance(typed, printed, score_cutoff=2)
    allowed = 1 if min(len(typed), len(printed)) < 8 else 2
    return float(close) if slips <= allowed and close >= 0.75 else 0.0


def is_first_name(word: str) -> bool:
    """Whether a folded word is a first name that has short forms, or one of these."""
    return word in _FORMS


@lru_cache(maxsize=50_000)
def same_first(typed: str, printed: str) -> float:
    """The same for first names: an initial, a short form or a beginning will do."""
    if typed == printed:
        return 1.0
    if len(typed) == 1 or len(printed) == 1:
        return 0.9 if typed[0] == printed[0] else 0.0
    if printed in _FORMS.get(typed, ()):
        return 0.95
    if min(len(typed), len(printed)) >= 3 and (typed.startswith(printed) or printed.startswith(typed)):
        return 0.9
    return alike(typed, printed)


def initials(name: tuple[str, ...]) -> str:
    """As in "International Monetary Fund" -> "imf"; small words do not count."""
    return "".join(word[0] for word in name if word not in ("of", "the", "and", "for", "to", "on", "in", "a"))
