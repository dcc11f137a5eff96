"""Word forms: when two words are one word inflected or derived. Pure; for ranking, not for the index."""

from __future__ import annotations

import re
from functools import lru_cache

# Words that carry no topic. Question words and verbs of saying are among them: they ask, they are not asked about.
SMALL = frozenset(
    """a an the this that these those it its he she they them his her hers their theirs him we us our you your i me my
    who whom whose which what when where why how if whether than then there here and or but nor so as of in on at to
    from by with without about into onto over under after before between through during against for up down out off
    again once is are was were be been being am do does did done doing has have had having will would shall should can
    could may might must not no nor n't don't doesn't didn't isn't aren't wasn't won't can't couldn't wouldn't
    say says said saying tell tells told quote quotes quoted statement statements comment comments anything something
    everything thing things stuff really actually just also even ever very too much many more most such own same other
    any all some every each both few one ones like get gets got getting going go goes
    make makes made making let lets letting let's put puts putting use uses using used come comes coming came went
    want wants wanted take takes taking took give gives giving gave
    itself himself herself themselves myself yourself ourselves oneself new
    because while until upon per via etc re regarding concerning whatever anyone someone people's guy ok vs
    i'm he's she's it's they're we're you're there's that's what's who's""".split()
)
_ENDINGS = (
    "ization isation ations ation ition itions ingly edly ments ment ities ity ness iveness ives ive ically ical ials"
    " ial ables able ibles ible ances ance ences ence ists ist isms ism ians ian eans ean ans an ers er ors or ings ing"
    " ied ies ed es s ly al ic e n t ion ions ese ish ize ise izes ized ising izing ate ates ated ating ful less"
    " ship hood"
).split()
_TAIL = re.compile(rf"^(?:{'|'.join(sorted(_ENDINGS, key=len, reverse=True))})?$")
_DOUBLE = re.compile(r"([bdgklmnprt])\1$")
_IRREGULAR = {
    "women": "woman", "men": "man", "children": "child", "people": "person", "wives": "wife", "lives": "life",
    "paid": "pay",
    "spoke": "speak", "spoken": "speak", "went": "go", "gone": "go", "came": "come", "fought": "fight",
    "thought": "think",
    "bought": "buy", "brought": "bring", "lost": "lose", "loss": "lose", "losing": "lose", "won": "win",
    "kept": "keep", "left": "leave", "built": "build",
    "sent": "send", "spent": "spend", "met": "meet", "taught": "teach", "sold": "sell", "held": "hold", "led": "lead",
    "stole": "steal", "stolen": "steal", "chose": "choose", "chosen": "choose", "broke": "break", "broken": "break",
    "drove": "drive", "driven": "drive", "gave": "give", "given": "give", "took": "take", "taken": "take",
    "wrote": "write",
    "written": "write", "knew": "know", "known": "know", "grew": "grow", "grown": "grow", "fell": "fall",
    "fallen": "fall",
    "rose": "rise", "risen": "rise", "ran": "run", "saw": "see", "seen": "see", "died": "die", "dying": "die",
    "death": "die", "dead": "die",
    "better": "good", "best": "good", "worse": "bad", "worst": "bad", "younger": "young", "youngest": "young",
    "youth": "young",
    "older": "old", "oldest": "old", "feet": "foot", "troops": "troop", "taxes": "tax", "crises": "crisis",
    "hacking": "hack",
}  # fmt: skip


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A folded word without its inflection: "taxes", "taxed" and "taxing" are "tax"."""
    word = word.removesuffix("'s").replace("'", "")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= 3 or word.isdigit():
        return word
    for ending, put in (
        ("sses", "ss"),
        ("ies", "y"),
        ("ied", "y"),
        ("xes", "x"),
        ("ches", "ch"),
        ("shes", "sh"),
        ("ing", ""),
        ("ed", ""),
        ("es", "e"),
        ("s", ""),
    ):
        kept = len(word) - len(ending)
        if word.endswith(ending) and kept >= 3 and not (ending == "s" and word[-2] in "sui"):
            bare = word[:kept] + put
            if ending in ("ing", "ed"):
                bare = bare[:-1] if _DOUBLE.search(bare) and not bare.endswith(("ll", "ss")) else bare
            return bare.removesuffix("e") if len(bare) > 3 else bare
    return word.removesuffix("e") if len(word) > 3 else word


@lru_cache(maxsize=1)
def _forms() -> dict[str, tuple[str, ...]]:
    forms: dict[str, tuple[str, ...]] = {}
    for form, bare in _IRREGULAR.items():
        forms[bare] = (*forms.get(bare, ()), form)
    return forms


def irregular(bare: str) -> tuple[str, ...]:
    """The irregular forms of a stem: "went" and "gone" of "go"."""
    return _forms().get(bare, ())


def variants(word: str) -> tuple[str, ...]:
    """Surface forms that a folded word may have in print: its plural, its past, its "-ing"."""
    bare = stem(word)
    ends = ("", "e", "s", "es", "ed", "ing", "er")
    y = (f"{bare[:-1]}ies", f"{bare[:-1]}ied") if bare.endswith("y") else ()
    return tuple(dict.fromkeys((*(bare + end for end in ends), *y)))


@lru_cache(maxsize=200_000)
def related(one: str, other: str) -> bool:
    """Whether two stems or folded words are forms of one word: "russia" and "russian", "divorce" and "divorced"."""
    if one == other:
        return True
    first, second = stem(one), stem(other)
    if first == second:
        return True
    shared = 0
    for a, b in zip(first, second, strict=False):
        if a != b:
            break
        shared += 1
    if shared < 4 or shared < 0.6 * max(len(first), len(second)):
        return False
    return bool(_TAIL.match(first[shared:]) and _TAIL.match(second[shared:]))
