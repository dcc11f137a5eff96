"""The shapes questions come in, as tables: each row is an intent and a pattern of named groups. Pure data.

Groups: who, who2 (speakers), topic, to (addressee), where (show, interview), frag (words to find or check). The
patterns see a question without greetings, dates and final marks; a quotation in it has become `MARK`.
"""

from __future__ import annotations

import re

from bot.model import Intent

MARK = "\ufffc"

_PARTS = {
    "QUOTE": MARK,
    "WHO": r"(?P<who>[^?]+?)",
    "ONE": r"(?P<who>(?:(?!\b<UTTER>\b).)+?)",
    "TOPIC": r"(?P<topic>.+?)",
    "FRAG": r"(?P<frag>.+?)",
    "ABOUT": r"(?:about|on|regarding|re:?|concerning|over|as to|in response to|when it comes to)",
    "ON": r"(?:,?\s+(?:about|on|regarding|re:?|concerning|over|as to|of|for|after|following|in response to)\s+(?P<topic>.+?))?",
    "AUX": r"(?:did|does|do|has|have|had|is|was|were|are|will|would|could|can|might)",
    "PRON": r"(?:he|she|they|it|him|her|them)",
    "SOFT": r"(?:(?:really|ever|actually|also|just|even|indeed|once|then|have to|had to|has to|got to|been|be|quoted as|recorded as|on record as|on the record)\s+)*",
    "WORDS": r"(?:quot(?:e|es|ations?)|statements?|comments?|remarks?|words|lines?|soundbites?|sayings?|utterances?)",
    "SAY": (
        r"(?:sa(?:y|ys|id|ying)|tell|tells|told|telling|call(?:s|ed|ing)?|claim(?:s|ed|ing)?|argu(?:e|es|ed|ing)"
        r"|writ(?:e|es|ing)|wrote|written|tweet(?:s|ed|ing)?|stat(?:e|es|ed|ing)|declar(?:e|es|ed)|suggest(?:s|ed|ing)?"
        r"|describ(?:e|es|ed)|insist(?:s|ed)?|warn(?:s|ed|ing)?|promis(?:e|es|ed|ing)|announc(?:e|es|ed)|admit(?:s|ted)?"
        r"|den(?:y|ies|ied)|explain(?:s|ed)?|predict(?:s|ed)?|respond(?:s|ed)?|repl(?:y|ies|ied)|react(?:s|ed)?"
        r"|comment(?:s|ed)?|report(?:s|ed)?|mention(?:s|ed)?|mean|note[ds]?|add(?:s|ed)?|quip(?:s|ped)?|joke[ds]?"
        r"|compar(?:e|es|ed)|liken(?:s|ed)?|complain(?:s|ed)?|contend(?:s|ed)?|allege[sd]?|accus(?:e|es|ed)|vow(?:s|ed)?"
        r"|blam(?:e|es|ed)|critici[sz](?:e|es|ed)|condemn(?:s|ed)?|prais(?:e|es|ed)|propos(?:e|es|ed)|demand(?:s|ed)?"
        r"|urg(?:e|es|ed)|ask(?:s|ed)?|talk(?:s|ed|ing)?|speak(?:s|ing)?|spoke|spoken|testif(?:y|ies|ied)|show(?:s|ed|n)?"
        r"|find|found|discuss(?:es|ed)?|address(?:es|ed)?|offer(?:s|ed)?|pledg(?:e|es|ed)|put|quoted)"
    ),
    "THINK": (
        r"(?:want(?:s|ed)?|think(?:s|ing)?|thought|believ(?:e|es|ed)|make of|makes of|made of|feels?|felt|expect(?:s|ed)?"
        r"|hop(?:e|es|ed)|plan(?:s|ned)?|see|sees|support(?:s|ed)?|oppos(?:e|es|ed)|advocat(?:e|es|ed)|like|need)"
    ),
    "VIEW": (
        r"(?:views?|positions?|stances?|takes?|arguments?|responses?|reactions?|reasoning|reasons?|case|explanations?|excuses?"
        r"|message|opinions?|thoughts?|plans?|answers?|defen[cs]e|criticisms?|line|claims?|promises?|warnings?|prediction)"
    ),
}  # fmt: skip
_PARTS["UTTER"] = f"(?:{_PARTS['SAY'][3:-1]}|{_PARTS['THINK'][3:-1]})"


def shape(pattern: str) -> re.Pattern[str]:
    """Compile a row: `<NAME>` stands for a part. Questions have single blanks."""
    filled = re.sub(r"<([A-Z]+)>", lambda m: _PARTS[m[1]], pattern)
    return re.compile(re.sub(r"<([A-Z]+)>", lambda m: _PARTS[m[1]], filled), re.IGNORECASE)


def _table(*rows: tuple[Intent, str]) -> tuple[tuple[Intent, re.Pattern[str]], ...]:
    return tuple((intent, shape(pattern)) for intent, pattern in rows)


# With a quotation in the question.
QUOTED = _table(
    (Intent.VERIFY, r"(?:is it true (?:that )?|so |and )?(?:was|is) it <WHO> (?:who|that) <SOFT><SAY>\b.*?<QUOTE>.*"),
    (Intent.WHO, r".*\b(?:who|whose|which \w+|what \w+)\b(?<!did who)(?:'s|'d)?\b(?!.*\bdid\b .*<QUOTE>).*<QUOTE>.*"),
    (Intent.WHO, r".*<QUOTE>.*\b(?:who|whose)\b.*"),
    (Intent.VERIFY, r"(?:when|where|why|how|in what context|to whom)? ?(?:did|has|have|does) <WHO> <SOFT><SAY>\b.*?<QUOTE>.*"),
    (Intent.VERIFY, r".*?<QUOTE>\W*(?:did|has|have) <WHO> <SOFT><SAY>\b.*"),
    (Intent.VERIFY, r".*?<QUOTE>\W*(?:is|was) (?:that|this|it) (?:really |actually )?(?:from |by )?<WHO>(?:'s?)?(?: (?:line|quote|words))?"),
    (Intent.VERIFY, r"(?:is it true that |so |and )?<WHO>(?: has| have)? <SOFT><SAY>\b.*?<QUOTE>.*"),
    (Intent.VERIFY, r".*?<QUOTE>\W+(?:by |from |said |says )?<WHO>"),
)  # fmt: skip

# What else surrounds the name in a request to check a quotation.
CHECKING = shape(
    r"\b(?:is|was|are|were|it|this|that|these|those|the|an?|really|actually|true|exact(?:ly)?|accurate|right|correct"
    r"|verbatim|real|genuine|quot(?:e|es|ation|ed|ing)|lines?|words?|words are|check(?:ing|ed)?|confirm(?:ing|ed)?"
    r"|verif(?:y|ying|ied|ication)|need(?: to)?|can|could|you|we|i|please|pls|have|want to|from|by|of|did|does|say"
    r"|says|said|double|fact|did he|did she|attributed to|attribution|for me|me|us|our|on record|record|to)\b"
)

# No quotation; tried in this order.
SHAPES = _table(
    # -- of one speaker over time, of two, of the newest and the oldest
    (Intent.CHANGED, r"how (?:has|have|had|did) <WHO>(?:['’]s? (?:<VIEW>|tone|mind|rhetoric|thinking))? <ABOUT> <TOPIC> (?:been )?(?:chang|evolv|shift|mov|develop)\w*(?: over time)?"),
    (Intent.CHANGED, r"how (?:has|have|had|did) <WHO>(?:['’]s? (?:<VIEW>|tone|mind|rhetoric|thinking))? (?:been )?(?:chang|evolv|shift|mov|develop)\w*(?: (?:his|her|their|its) (?:<VIEW>|mind|tone|tune))?(?: over time)?<ON>"),
    (Intent.CHANGED, r"(?:has|have|did) <WHO> (?:ever )?(?:chang|shift|revers)\w* (?:his|her|their|its) (?:<VIEW>|mind|tone|tune|course)<ON>"),
    (Intent.COMPARE, r"(?:compare|contrast) (?:what )?<WHO> (?:and|with|to|versus|vs\.?) (?P<who2>.+?)(?: (?:have |has )?sa(?:id|y|ys))?<ON>"),
    (Intent.COMPARE, r"(?:what(?:'s| is) the )?difference between (?:what )?<WHO> and (?P<who2>.+?)(?: (?:have |has )?sa(?:id|y|ys))?<ON>"),
    (Intent.COMPARE, r"(?P<who>\S+(?: \S+){0,3}) (?:versus|vs\.?) (?P<who2>\S+(?: \S+){0,3}?) <ABOUT> <TOPIC>"),
    (Intent.NEW, r"(?:is there |are there |have we got |do we have |got )?(?:anything|something|what(?:'s| is)|any|any news|what) (?:new|fresh|newer)(?: <WORDS>)? (?:from|by|out of) <WHO><ON>"),
    (Intent.NEW, r"(?:is there |got )?(?:any )?(?:news|new <WORDS>) (?:from|by|out of) <WHO><ON>"),
    (Intent.NEW, r"(?:is there |do we have |have we got )?(?:anything|something|what(?:'s| is)) new (?:on|about) <TOPIC>"),
    (Intent.LATEST, r"(?:what(?:'s|'re| is| was| are| were) )?(?:the )?(?:very )?(?:latest|newest|most recent|last)(?: things?| word)?(?: <WORDS>)? (?:from|by|of|out of) <WHO><ON>"),
    (Intent.LATEST, r"(?:what(?:'s| is| was) )?(?:the )?(?:very )?(?:latest|newest|most recent|last) (?:thing |things |<WORDS> )?(?:that |which )?<WHO> (?:has |have )?<SOFT>(?:said|say|says|told us)<ON>"),
    (Intent.LATEST, r"what (?:did|has|have|does) <WHO> (?:most recently|last|just|recently|lately) <SAY><ON>"),
    (Intent.LATEST, r"what (?:did|has|have) <WHO> <SAY>(?: (?:most recently|last|lately|recently))<ON>"),
    (Intent.LATEST, r"<WHO>(?:['’]s?)? (?:latest|newest|most recent)(?: <WORDS>)?<ON>"),
    (Intent.LATEST, r"(?:what(?:'s| is) )?(?:the )?latest(?: <WORDS>)? (?:on|about) <TOPIC>"),
    (Intent.FIRST, r"when (?:did|has|have) <WHO> first <SAY>(?: (?:that|of))?(?: <ABOUT>)? <TOPIC>"),
    (Intent.FIRST, r"(?:what (?:is|was) |when (?:is|was) )?(?:the )?(?:first|earliest) (?:time|thing|<WORDS>)(?: that| when)? <WHO> (?:ever )?<SAY>(?: (?:that|of))?(?: <ABOUT>)?(?: <TOPIC>)?"),
    (Intent.FIRST, r"(?:what (?:is|was) )?(?:the )?(?:first|earliest) (?:time|thing|<WORDS>) (?:from|by|of) <WHO><ON>"),
    (Intent.FIRST, r"(?:what (?:is|was) )?<WHO>['’]s? (?:first|earliest) <WORDS><ON>"),
    (Intent.FIRST, r"what did <WHO> first <SAY><ON>"),
    # -- about something, whoever said it
    (Intent.TOPIC, r"(?:(?:is|was|has) )?(?:anyone|anybody|someone|somebody|who)(?:'s| is| was| has| have)? (?:been |else |all )?(?:quoted|commented|spoken|spoke|talked|talking|speaking|commenting|weighed in|on record|on the record)(?: anything| something)? <ABOUT> <TOPIC>"),
    (Intent.TOPIC, r"who(?:'s| has| have)?(?: else| all)? (?:said|saying) (?:what|anything|something|things|stuff) <ABOUT> <TOPIC>"),
    (Intent.TOPIC, r"(?:what|has|have|did|is|are|was) (?:(?:has|have|did|do|does|are|is|was) )?(?:people|anyone|anybody|everyone|everybody|someone|folks|they|others|the papers|the record)(?: been| else)? <SAY>(?: anything| something)?(?: (?:to )?(?P<to>(?!about\b|on\b)[\w.'’& -]+?))??(?: <ABOUT> <TOPIC>)?"),
    (Intent.TOPIC, r"what (?:has|have|was|is|did) (?:been |being |get )?(?:said|written|reported) <ABOUT> <TOPIC>"),
    (Intent.TOPIC, r"(?:do we have |have we got |is there |are there |what do we have |got )?(?:anything|everything|something|all|any|any <WORDS>|all <WORDS>|all the <WORDS>|<WORDS>|what we have)(?: said)? (?:about|on|regarding) <TOPIC>"),
    (Intent.TOPIC, r"(?:what do we have|what have we got) (?:about|on|regarding) <TOPIC>"),
    # -- who said Y
    (Intent.WHO, r"(?:some(?:body|one)|a \w+) <SAY>(?: that)? <FRAG>\W+who(?: was (?:it|that)| is (?:it|that))?"),
    (Intent.WHO, r"(?:whose (?:line|words?|quote) (?:is|was|are|were)(?: it)?:?|who(?:se)? coined) <FRAG>"),
    (Intent.WHO, r"<FRAG>\s*[,–—:;-]+\s*(?:whose (?:line|words?|quote) (?:is|was|are) (?:that|this|it)|who (?:said|says|wrote|tweeted) (?:that|this|it|so)|who(?: was| is) (?:that|it)|who)"),
    (Intent.WHO, r"(?:who|which \w+(?: \w+)??|what \w+) (?:was it that|is it that|was the one (?:who|that)|is the one (?:who|that)|exactly|first|else)? ?(?:has |have |had |was |is )?(?:been )?(?:really |actually )?(?:said|says|saying|say|claimed|claims|claiming|argued|argues|wrote|writes|tweeted|stated|suggested|insisted|declared|told \w+|thinks|thought|believes|believed)(?: that)? <FRAG>"),
    (Intent.WHO, r"(?:who(?:'s)?|which (?!of)\w+) (?:was it that|is it that|was the one (?:who|that))? ?(?:has |have |had |was |is )?(?:been )?<FRAG>"),
    # -- did X say Y: anything about it, or these words
    (Intent.SAID, r"did we (?:ever )?(?:quote|have|get|cite|print) <WHO>(?: saying (?:anything|something))?<ON>"),
    (Intent.SAID, r"(?:did|has|have|does) <WHO> <SOFT>(?:sa(?:y|id)|comment(?:ed)?|talk(?:ed)?|sp(?:eak|oke|oken)|mention(?:ed)?|discuss(?:ed)?|address(?:ed)?|write|wrote|tweet(?:ed)?)(?: (?:anything|something|much|publicly))?(?: to (?P<to>[\w.'’& -]+?))? <ABOUT> <TOPIC>"),
    (Intent.SAID, r"(?:did|has|have|does) <WHO> <SOFT>(?:sa(?:y|id)|tell|told) (?:us |reporters )?(?:anything|something)"),
    (Intent.SAID, r"(?:did|has|have|does) <WHO> <SOFT>(?:mention(?:ed)?|discuss(?:ed)?|address(?:ed)?|comment(?:ed)?) <TOPIC>"),
    (Intent.VERIFY, r"(?:did|has|have) <WHO> <SOFT>(?:sa(?:y|id)|call(?:ed)?|claim(?:ed)?|describe[d]? (?:it|this|that) as|state[d]?|use the (?:words?|phrase|term))(?: that)?(?: (?:it|this|that|him|her|them|something)(?= an?\b| the\b))? <FRAG>"),
    (Intent.VERIFY, r"is it true (?:that )?<WHO> (?:has )?(?:said|called|claimed)(?: that)? <FRAG>"),
    (Intent.SAID, r"(?:did|does|do|has|is|was|would|will) <WHO> <SOFT><UTTER>(?: that| to)? <TOPIC>"),
    # -- what did X say [to Z] [about Y]
    (Intent.SAID, r"(?:so |and )?(?:what|how|why|when|where|which|who)(?: exactly| all| else)? (?:do|does|did) <ONE> <SOFT><THINK>(?: (?:about|of|to))?(?: <TOPIC>)?"),
    (Intent.SAID, r"(?:so |and )?(?:what|whatever|how much)(?:'s|'d|'ve)? (?:exactly |all |else |on earth |the hell )?<AUX> <WHO> <SOFT>(?:tell|told|telling) (?P<to>.+?)(?:,? <ABOUT> <TOPIC>)?"),
    (Intent.SAID, r"(?:so |and )?(?:what|whatever|how|why|when|where|which)(?:'s|'d|'ve)? (?:exactly |all |else )?(?:<AUX> )<WHO> <SOFT>(?:say|said|saying|speak|spoke|talk|comment) (?:to|with) (?P<to>.+?)(?:,? <ABOUT> <TOPIC>)?"),
    (Intent.SAID, r"(?:so |and )?(?:what|whatever|how|why|when|where|which|who)(?:'s|'d|'ve)? (?:exactly |all |else )?<AUX> <WHO> <SOFT><SAY>(?: (?P<where>(?:on|at|in|during|for|with|from|before|after) (?:(?!\babout\b|\bon\b|\bregarding\b).)+?))?,? (?:about|regarding|concerning) <TOPIC>"),
    (Intent.SAID, r"(?:so |and )?(?:what|whatever|how|why|when|where|which|who)(?:'s|'d|'ve)? (?:exactly |all |else )?<AUX> <WHO> <SOFT><UTTER>(?: (?P<where>(?:on|at|in|during|for|with) (?:(?!\babout\b).)*?(?:\bshow|\bprogram(?:me)?|\bpodcast|\binterview|\btv|\bradio|\btwitter|\bfacebook|\bx|\brally|\bconference|\bdebate|\bspeech)))?(?: (?:that|to|<ABOUT>|of))?(?: <TOPIC>)?"),
    (Intent.SAID, r"(?:what|why|how)(?:'s|'d|'ve) <WHO> <SOFT><UTTER>(?: (?:that|to|<ABOUT>|of))?(?: <TOPIC>)?"),
    (Intent.SAID, r"(?:what|how)(?:'s| is| was| are| were| about) <WHO>['’]s? <VIEW>(?: (?:on|about|for|to|against|regarding|of|as to) <TOPIC>)?"),
    (Intent.SAID, r"(?:everything|anything|all|whatever|what|the things|things|stuff|exactly what)(?: that| else)? <WHO>(?: has| have|'s|'ve|'d)? <SOFT>(?:said|says|say|told|wrote|saying)(?: (?:us|reporters|so far))?<ON>"),
    (Intent.SAID, r"<WHO>(?: has)? (?:said|says) what<ON>"),
    # -- X - what did he say; X to Z - what did he say
    (Intent.SAID, r"(?P<who>[^,:;–—]+?) to (?P<to>[^,:;–—]+?)\s*[,:;–—-]+ (?:so |and )?what(?:'s|'d)? ?(?:<AUX> )?<PRON> <SOFT><UTTER>(?: (?:that|<ABOUT>|of))?(?: <TOPIC>)?"),
    (Intent.SAID, r"<WHO>\s*[,:;–—-]+ (?:so |and )?(?:what|whatever|anything|everything|why|how)(?:'s|'d)? ?(?:<AUX> )?<PRON>(?:'s|'d|'ve)? <SOFT><UTTER>(?: (?:that|<ABOUT>|of))?(?: <TOPIC>)?"),
    (Intent.SAID, r"<WHO>\s*[,:;–—-]+ .*?\b<PRON>(?:'s|'d|'ve)? <SOFT><UTTER>(?: (?:that|<ABOUT>|of) <TOPIC>)?"),
    # -- requests without a verb of saying
    (Intent.SAID, r"(?:(?:do|have) we (?:have |got |ever )?|got |have we quoted )<WHO> (?:on (?:the )?record|quoted|on file)(?: (?:<ABOUT>|saying) <TOPIC>)?"),
    (Intent.SAID, r"(?:is|was|has) <WHO> (?:been )?(?:quoted|on (?:the )?record)<ON>"),
    (Intent.SAID, r"(?:do we have |have we got |is there |are there |got |all |any |every |the |pull |some |of |<WORDS> )*(?:anything|everything|something|statements?|<WORDS>|words?|all|stuff|what we have) (?:of |by |from |made by |attributed to |out of )<WHO><ON>"),
    (Intent.SAID, r"(?:do we have |have we got |is there |are there |got |all |any |every |the |pull |some |of )*<WHO>(?:['’]s?)? <WORDS>(?: (?:we have|in there|on file|in the archive|on record|at all))?<ON>"),
    (Intent.SAID, r"(?P<who>[^,:;–—?]{2,40}?):? (?:re:?|regarding) <TOPIC>"),
    (Intent.SAID, r"(?P<who>[^,:;–—?]{2,40}?): <TOPIC>"),
    (Intent.SAID, r"(?P<who>[^,:;–—?]{2,60}?) (?:on|about) <TOPIC>"),
    (Intent.SAID, r"(?P<who>[^\s,:;?]+(?: [^\s,:;?]+){0,2}) to (?P<to>[^\s,:;?]+(?: [^\s,:;?]+){0,2})"),
)  # fmt: skip

# "direct quotes only"
LOOKS = (
    ("direct", shape(r",?\s*[(]?(?:only |just |with |using )*(?:direct|verbatim|exact|actual|full|real) quot(?:e|es|ations?)(?: only)?\b(?! check)[)]?|,?\s*[(]?\bquot(?:e|es|ations) only\b[)]?|,?\s*\bonly (?:the )?quot(?:e|es|ations)\b|,?\s*\b(?:in (?:his|her|their) own words|word for word|no paraphrases?|without paraphrases?)\b")),
    ("indirect", shape(r",?\s*[(]?\b(?:only paraphrases?|paraphrases? only|just paraphrases?|indirect (?:speech|statements?)(?: only)?)\b[)]?")),
    ("mixed", shape(r",?\s*[(]?\b(?:part[- ]quotes?|partial quotes?)(?: only)?\b[)]?")),
)  # fmt: skip

GREETING = shape(
    r"^(?:(?:hey|hi|hiya|hello|heya|yo|ok|okay|so|um|uh|well|please|pls|plz|btw|quick question|quick one|question"
    r"|good (?:morning|afternoon|evening)|morning|dear|guys|team|all|there|everyone|verbatim|bot|thanks|sorry"
    r"|<@\w+>|@\w+)\b[\s,!.:;–—-]*(?![sd]\b))+|^<@\w+>[\s,:]*"
)
FAREWELL = shape(
    r"(?:[\s,.!?:;–—-]+(?:please|pls|plz|thanks(?: a lot| so much)?|thank you|thx|ty|cheers|lol|haha|asap|anyone know"
    r"|do (?:we|you) know|if we have it|if any|again|btw|quick|man|guys|though|anyway|today please)\b|[\s?.!,;:–—-]+)+$"
)
REQUEST = shape(
    r"^(?:(?:can|could|would|will) (?:you|someone|anyone|we) |(?:please|kindly) |i(?:'d| would) like(?: to (?:see|know|have))? "
    r"|i(?:'m| am) looking for |i (?:need|want)(?: to (?:see|know|find))? |(?:need|want)(?: to know)? (?!to\b)|looking for "
    r"|do (?:you|we) know |any idea |(?:tell|give|find|get|fetch|send|bring|remind)(?: me| us)? |show (?:me |us |(?=all\b|the\b|every|any))|(?:pull|dig)(?: up| out)? "
    r"|search(?: for)? |find out |look up |list |i wonder |wondering )+"
)
# A second sentence that only repeats the question: "does X think Y? what did he say"
ECHO = shape(r"[?.!;]+\s*(?:so |and )?(?:what|how|why)(?:'d| did|'s| has| does)? ?(?:he|she|they|it)\b[\w' ]{0,24}$")
NOBODY = shape(
    r"^(?:people|anyone|anybody|everyone|everybody|someone|somebody|they|he|she|it|we|you|i|us|folks|others|who|that|this|there|"
    r"anything|everything|something|all|any)$"
)
GENERAL = shape(
    r"^(?:anything|everything|something|it|that|this|things|stuff|all|any of (?:this|that)|him|her|them|anything at all)$"
)
AUDIENCE = shape(
    r"^(?:the )?(?:reporters?|journalists?|us|me|people|the press|press|media|everyone|everybody|anyone|them)$"
)
SHOW = shape(
    r".*\b(?:show|program(?:me)?|podcast|interview|tv|radio|news|times|post|journal|press|cnn|nbc|abc|cbs|bbc|fox|msnbc|cnbc|reuters|box|tonight|morning|today|tonight|hour|report|nation|face)\b.*"
)
