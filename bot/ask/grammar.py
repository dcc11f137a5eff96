"""The parts that questions are made of, and what stands around them: greetings, requests, looks. Pure data."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.patterns import Pattern

MARK = "\ufffc"

_PARTS = {
    "QUOTE": MARK,
    "WHO": r"(?P<who>[^?]+?)",
    "ONE": r"(?P<who>(?:(?!\b<UTTER>\b).)+?)",
    "TOPIC": r"(?P<topic>.+?)",
    "FRAG": r"(?P<frag>.+?)",
    "ABOUT": r"(?:about|on|regarding|re:?|concerning|over|as to|in response to|when it comes to)",
    "ON": (
        r"(?:,?\s+(?:about|on|regarding|re:?|concerning|over|as to|of|for|after|following"
        r"|in response to)\s+(?P<topic>.+?))?"
    ),
    "AUX": r"(?:did|does|do|has|have|had|is|was|were|are|will|would|could|can|might)",
    "PRON": r"(?:he|she|they|it|him|her|them)",
    "SOFT": (
        r"(?:(?:really|ever|actually|also|just|even|indeed|once|then|have to|had to"
        r"|has to|got to|been|be|quoted as|recorded as|on record as|on the record)\s+)*"
    ),
    "WORDS": r"(?:quot(?:e|es|ations?)|statements?|comments?|remarks?|words|lines?|soundbites?|sayings?|paraphrases?)",
    "SAY": (
        r"(?:sa(?:y|ys|id|ying)|tell|tells|told|telling|call(?:s|ed|ing)?|claim(?:s|ed|ing)?|argu(?:e|es|ed|ing)"
        r"|writ(?:e|es|ing)|wrote|written|tweet(?:s|ed|ing)?|stat(?:e|es|ed|ing)|declar(?:e|es|ed)|suggest(?:s|ed|ing)?"
        r"|describ(?:e|es|ed)|insist(?:s|ed)?|warn(?:s|ed|ing)?|promis(?:e|es|ed|ing)"
        r"|announc(?:e|es|ed)|admit(?:s|ted)?"
        r"|den(?:y|ies|ied)|explain(?:s|ed)?|predict(?:s|ed)?|respond(?:s|ed)?|repl(?:y|ies|ied)|react(?:s|ed)?"
        r"|comment(?:s|ed)?|report(?:s|ed)?|mention(?:s|ed)?|mean|note[ds]?|add(?:s|ed)?|quip(?:s|ped)?|joke[ds]?"
        r"|compar(?:e|es|ed)|liken(?:s|ed)?|complain(?:s|ed)?|contend(?:s|ed)?|allege[sd]?"
        r"|accus(?:e|es|ed)|vow(?:s|ed)?"
        r"|blam(?:e|es|ed)|critici[sz](?:e|es|ed)|condemn(?:s|ed)?|prais(?:e|es|ed)|propos(?:e|es|ed)|demand(?:s|ed)?"
        r"|urg(?:e|es|ed)|ask(?:s|ed)?|talk(?:s|ed|ing)?|speak(?:s|ing)?|spoke|spoken"
        r"|testif(?:y|ies|ied)|show(?:s|ed|n)?"
        r"|defend(?:s|ed)?|justif(?:y|ies|ied)|rule[ds]?|decide[ds]?|find|found|discuss(?:es|ed)?|address(?:es|ed)?"
        r"|offer(?:s|ed)?|pledg(?:e|es|ed)|put|quoted)"
    ),
    "THINK": (
        r"(?:want(?:s|ed)?|think(?:s|ing)?|thought|believ(?:e|es|ed)|make of|makes"
        r" of|made of|feels?|felt|expect(?:s|ed)?"
        r"|hop(?:e|es|ed)|plan(?:s|ned)?|see|sees|support(?:s|ed)?|oppos(?:e|es|ed)|advocat(?:e|es|ed)|like|need)"
    ),
    "VIEW": (
        r"(?:views?|positions?|stances?|takes?|arguments?|responses?|reactions?|reasoning"
        r"|reasons?|case|explanations?|excuses?"
        r"|message|opinions?|thoughts?|plans?|answers?|defen[cs]e|criticisms?|line"
        r"|claims?|promises?|warnings?|prediction)"
    ),
}
_PARTS["UTTER"] = f"(?:{_PARTS['SAY'][3:-1]}|{_PARTS['THINK'][3:-1]})"


def shape(pattern: str, *clues: str) -> Pattern:
    """A row as a pattern: `<NAME>` stands for a part. Questions have single blanks. For `clues` see `Pattern`."""
    filled = re.sub(r"<([A-Z]+)>", lambda m: _PARTS[m[1]], pattern)
    return Pattern(re.sub(r"<([A-Z]+)>", lambda m: _PARTS[m[1]], filled), re.IGNORECASE, clues=clues)


@lru_cache(maxsize=16)
def beginnings(name: str) -> tuple[str, ...]:
    """The letters that each wording of a part begins with; () for a part that is no list of wordings."""
    wordings = re.sub(r"\([^()]*\)", "()", _PARTS[name][3:-1]).split("|")
    found = [re.match(r"([a-z ]*)(\??)", one) for one in wordings]
    letters = [m[1][: -len(m[2]) or None] for m in found if m]
    listed = _PARTS[name].startswith("(?:") and _PARTS[name].endswith(")") and all(letters)
    return tuple(letters) if listed else ()


# What else surrounds the name in a request to check a quotation.
CHECKING = shape(
    r"\b(?:is|was|are|were|it|this|that|these|those|the|an?|really|actually|true|exact(?:ly)?|accurate|right|correct"
    r"|verbatim|real|genuine|quot(?:e|es|ation|ed|ing)|lines?|words?|words are|check(?:ing|ed)?|confirm(?:ing|ed)?"
    r"|verif(?:y|ying|ied|ication)|need(?: to)?|can|could|you|we|i|please|pls|have|want to|from|by|of|did|does|say"
    r"|says|said|double|fact|did he|did she|whether|if|attributed to"
    r"|attribution|for me|me|us|our|on record|record|to)\b"
)

# "direct quotes only"
LOOKS = (
    (
        "direct",
        shape(
            r",?\s*[(]?(?:only |just |with |using )*(?:direct|verbatim|exact|actual|full"
            r"|real) quot(?:e|es|ations?)(?: only)?\b(?! check)[)]?|,?\s*[(]?\bquot(?:e"
            r"|es|ations) only\b[)]?|,?\s*\b(?:only|just) (?:(?:the|his|her|their) )?quot(?:e|es|ations)\b|,?\s*\b(?:in"
            r" (?:his|her|their) own words|word for word|no paraphrases?|without paraphrases?)\b",
            "quot",
            "word",
            "paraphrase",
        ),
    ),
    (
        "indirect",
        shape(
            r",?\s*[(]?\b(?:only paraphrases?|paraphrases? only|just paraphrases?|indirect"
            r" (?:speech|statements?)(?: only)?)\b[)]?",
            "paraphrase",
            "indirect",
        ),
    ),
    ("mixed", shape(r",?\s*[(]?\b(?:part[- ]quotes?|partial quotes?)(?: only)?\b[)]?", "quote")),
)

# Words with which people ask; what has none of them may be a quotation without its marks.
ASKING = frozenset(
    """what who whom whose which when where why how did does do has have is are was were can could would anything
    anyone anybody latest newest first compare versus vs show tell find give list said say says saying told tells
    quote quotes quoted statement statements""".split()
)

# Contractions without their apostrophe, and what thumbs make of small words.
CASUAL = {
    "whats": "what's", "wat": "what", "wht": "what", "whos": "who's", "hows": "how's", "didnt": "didn't",
    "hes": "he's", "shes": "she's", "theyre": "they're", "abt": "about", "bout": "about", "sez": "says",
}  # fmt: skip

GREETING = shape(
    r"^(?:(?:hey|hi|hiya|hello|heya|yo|ok|okay|so|um|uh|well|please|pls|plz|btw|quick question|quick one|question"
    r"|good (?:morning|afternoon|evening)|morning|dear|guys|team|all|there|everyone|verbatim|bot|thanks|sorry"
    r"|<@\w+>|@\w+)\b[\s,!.:;–—-]*(?![sd]\b))+|^<@\w+>[\s,:]*"
)
# A run of marks is read once, from its start: with a choice between shorter runs ". . . . ." would take for ever.
FAREWELL = shape(
    r"(?<![\s,.!?:;–—-])(?:[\s,.!?:;–—-]++(?:please|pls|plz|thanks(?: a lot| so much)?|thank you|thx|ty|cheers|lol"
    r"|haha|asap|anyone know|do (?:we|you) know|if we have it|if any|again|btw|quick|man|guys|though|anyway"
    r"|today please)\b)*[\s?.!,;:–—-]*+$"
)
REQUEST = shape(
    r"^(?:(?:can|could|would|will) (?:you|someone|anyone|we) |(?:please|kindly)"
    r" |i(?:'d| would) like(?: to (?:see|know|have))? "
    r"|i(?:'m| am) looking for |i (?:need|want)(?: to (?:see|know|find))? |(?:need"
    r"|want)(?: to know)? (?!to\b)|looking for "
    r"|do (?:you|we) know |any idea |(?:tell|give|find|get|fetch|send|bring|remind)(?:"
    r" me| us)? |show (?:me |us |(?=all\b|the\b|every|any))|(?:pull|dig)(?: up"
    r"| out)? "
    r"|search(?: for)? |find out |look up |list |i wonder |wondering )+"
)
# A second sentence that only repeats the question: "does X think Y? what did he say"
ECHO = shape(r"[?.!;]+\s*(?:so |and )?(?:what|how|why)(?:'d| did|'s| has| does)? ?(?:he|she|they|it)\b[\w' ]{0,24}$")
NOBODY = shape(
    r"^(?:people|anyone|anybody|everyone|everybody|someone|somebody|they|he|she"
    r"|it|we|you|i|us|folks|others|who|that|this|there|"
    r"anything|everything|something|all|any)$"
)
GENERAL = shape(
    r"^(?:anything|everything|something|it|that|this|things|stuff|all|any of (?:this"
    r"|that)|him|her|them|anything at all)$"
)
AUDIENCE = shape(
    r"^(?:the )?(?:reporters?|journalists?|us|me|people|the press|press|media|everyone|everybody|anyone|them)$"
)
SHOW = shape(
    r".*\b(?:show|program(?:me)?|podcast|interview|tv|radio|news|times|post|journal"
    r"|press|cnn|nbc|abc|cbs|bbc|fox|msnbc|cnbc|reuters|box|tonight|morning|today"
    r"|tonight|hour|report|nation|face)\b.*"
)
