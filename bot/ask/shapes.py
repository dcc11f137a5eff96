"""The shapes questions come in, as tables: an intent and a pattern of named groups a row. Pure data.

Groups: who, who2 (speakers), topic, to (addressee), where (show, interview), frag (words to find or check).
`<NAME>` stands for a part (`bot.ask.grammar`); an indented line continues the row above, nothing between.
The patterns see a question without greetings, dates and final marks; a quotation in it has become `grammar.MARK`.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from bot.ask.grammar import beginnings, shape
from bot.model import Intent
from bot.patterns import Pattern, folded

if TYPE_CHECKING:
    from collections.abc import Iterator

# With a quotation in the question.
_QUOTED = r"""
who:     (?:has|did|have) (?:anyone|anybody|someone|somebody)\b.*<QUOTE>.*
verify:  (?:is it true (?:that )?|so |and )?(?:was|is) it <WHO> (?:who|that) <SOFT><SAY>\b.*?<QUOTE>.*
who:     .*\b(?:who|whose|which \w+|what (?!<AUX>\b)\w+)\b(?<!did who)(?:'s|'d)?\b(?!.*\bdid\b .*<QUOTE>).*<QUOTE>.*
who:     .*<QUOTE>.*\b(?:who|whose)\b.*
verify:  (?:when|where|why|how|what|in what context|to whom)? ?(?:did|has|have|does) <WHO> <SOFT><SAY>\b.*?<QUOTE>.*
verify:  .*?<QUOTE>\W*(?:did|has|have) <WHO> <SOFT><SAY>\b.*
verify:  .*?<QUOTE>\W*(?:is|was) (?:that|this|it) (?:really |actually )?(?:from |by )?<WHO>
         (?:'s?)?(?: (?:line|quote|words))?
verify:  (?:is it true that |so |and )?<WHO>(?: has| have)? <SOFT><SAY>\b.*?<QUOTE>.*
verify:  .*?<QUOTE>\W+(?:by |from |said |says )?<WHO>
"""

# No quotation; tried in this order.
_SHAPES = r"""
# -- of one speaker over time, of two, of the newest and the oldest
changed: how (?:has|have|had|did) <WHO>(?:['’]s? (?:<VIEW>|tone|mind|rhetoric|thinking))? <ABOUT> <TOPIC>
         \ (?:been )?(?:chang|evolv|shift|mov|develop)\w*(?: over time)?
changed: how (?:has|have|had|did) <WHO>(?:['’]s? (?:<VIEW>|tone|mind|rhetoric|thinking))?
         \ (?:been )?(?:chang|evolv|shift|mov|develop)\w*(?: (?:his|her|their|its) (?:<VIEW>
         |mind|tone|tune))?(?: over time)?<ON>
changed: (?:has|have|did) <WHO> (?:ever )?(?:chang|shift|revers)\w* (?:his|her|their|its)
         \ (?:<VIEW>|mind|tone|tune|course)<ON>
changed: (?:has|have|did) <WHO>['’]s? (?:<VIEW>|tone|mind|rhetoric|thinking) <ABOUT> <TOPIC>
         \ (?:ever )?(?:been )?(?:chang|evolv|shift|mov|develop|soften|harden)\w*
compare: (?:compare|contrast) (?:what )?<WHO> (?:and|with|to|versus|vs\.?) (?P<who2>.+?)
         (?: (?:have |has )?sa(?:id|y|ys))?<ON>
compare: (?:what(?:'s| is) the )?difference between (?:what )?<WHO> and (?P<who2>.+?)(?:
         \ (?:have |has )?sa(?:id|y|ys))?<ON>
compare: (?P<who>\S+(?: \S+){0,3}) (?:versus|vs\.?) (?P<who2>\S+(?: \S+){0,3}?) <ABOUT> <TOPIC>
new:     (?:is there |are there |have we got |do we have |got )?(?:anything|something|what
         (?:'s| is)|any|any news|what) (?:new|fresh|newer)(?: <WORDS>)? (?:from|by|out of) <WHO><ON>
new:     (?:is there |got )?(?:any )?(?:news|new <WORDS>) (?:from|by|out of) <WHO><ON>
new:     (?:is there |do we have |have we got )?(?:anything|something|what(?:'s| is)) new
         (?: (?:on|about) <TOPIC>)?
latest:  (?:what(?:'s|'re| is| was| are| were) )?(?:the )?(?:very )?(?:latest|newest|most recent
         |last)(?: things?| word)?(?: <WORDS>)? (?:from|by|of|out of) <WHO><ON>
latest:  (?:what(?:'s| is| was) )?(?:the )?(?:very )?(?:latest|newest|most recent|last)
         \ (?:thing |things |<WORDS> )?(?:that |which )?<WHO> (?:has |have )?<SOFT>(?:said
         |say|says|told us)<ON>
latest:  what (?:did|has|have|does) <WHO> (?:most recently|last|just|recently|lately) <SAY><ON>
latest:  what (?:did|has|have) <WHO> <SAY> (?:most recently|last|lately|recently)<ON>
latest:  (?:what(?:'s| is) )?(?:the )?latest(?: <WORDS>)? (?:on|about) <TOPIC>
latest:  <WHO>(?:['’]s?)? (?:latest|newest|most recent)(?: <WORDS>)?<ON>
first:   when (?:did|has|have) <WHO> first <SAY>(?: (?:that|of))?(?: <ABOUT>)? <TOPIC>
first:   (?:what (?:is|was) |when (?:is|was) )?(?:the )?(?:first|earliest) (?:time|thing
         |<WORDS>)(?: that| when)? <WHO> (?:ever )?<SAY>(?: (?:that|of))?(?: <ABOUT>)?(?: <TOPIC>)?
first:   (?:what (?:is|was) )?(?:the )?(?:first|earliest) (?:time|thing|<WORDS>) (?:from
         |by|of) <WHO><ON>
first:   (?:what (?:is|was) )?<WHO>['’]s? (?:first|earliest) <WORDS><ON>
first:   what did <WHO> first <SAY><ON>
latest:  (?:the )?(?:latest|newest|most recent|last) <WHO> <WORDS><ON>
# -- about something, whoever said it
topic:   (?:(?:is|was|has) )?(?:anyone|anybody|someone|somebody|who)(?:'s| is| was| has| have)?
         \ (?:been |else |all )?(?:quoted|commented|spoken|spoke|talked|talking|speaking|commenting
         |weighed in|on record|on the record)(?: anything| something)? <ABOUT> <TOPIC>
topic:   who(?:'s| has| have)?(?: else| all)? (?:said|saying) (?:what|anything|something
         |things|stuff) <ABOUT> <TOPIC>
topic:   (?:what|has|have|did|is|are|was) (?:(?:has|have|did|do|does|are|is|was) )?(?:people
         |anyone|anybody|everyone|everybody|someone|folks|they|others|the papers|the record)
         (?: been| else)? <SAY>(?: anything| something)?(?: (?:to )?(?P<to>(?!about\b|on\b)[\w.'’& -]+?))??
         (?: <ABOUT> <TOPIC>)?
topic:   what (?:has|have|was|is|did) (?:been |being |get )?(?:said|written|reported)(?: <ABOUT> <TOPIC>)?
topic:   (?:about|regarding) <TOPIC>
topic:   (?:do we have |have we got |is there |are there |what do we have |got )?(?:anything
         |everything|something|all|any|any <WORDS>|all <WORDS>|all the <WORDS>|<WORDS>|what we have)
         (?: said)? (?:about|on(?! (?:the )?record\b)|regarding) <TOPIC>
topic:   (?:what do we have|what have we got) (?:about|on|regarding) <TOPIC>
said:    (?:everything|anything|all|whatever|what|the things|things|stuff|exactly what)(?: that
         | else)? (?!<AUX>\b)<WHO>(?: has| have|'s|'ve|'d)? <SOFT>(?:said|says|say|told|wrote|saying)
         (?: (?:us|reporters|so far))?<ON>
said:    (?:what (?:was|has been|is being|is)|anything|everything|something|all) (?:said|written|reported|claimed)
         \ by <WHO><ON>
said:    where (?:do|does|did) <WHO> (?:now )?stand<ON>
said:    (?:all |any |the )*<WORDS> (?:where|in which|when) <WHO> <SOFT><UTTER><ON>
# -- who said Y
who:     (?:some(?:body|one)|a \w+) <SAY>(?: that)? <FRAG>\W+who(?: was (?:it|that)| is
         \ (?:it|that))?
who:     (?:whose (?:line|words?|quote) (?:is|was|are|were)(?: it)?:?|who(?:se)? coined) <FRAG>
who:     <FRAG>\s*[,–—:;-]+\s*(?:whose (?:line|words?|quote) (?:is|was|are) (?:that|this
         |it)|who (?:said|says|wrote|tweeted) (?:that|this|it|so)|who(?: was| is) (?:that
         |it)|who)
who:     (?:who|which \w+(?: \w+)??|what \w+) (?:was it that|is it that|was the one (?:who
         |that)|is the one (?:who|that)|exactly|first|else)? ?(?:has |have |had |was |is )?
         (?:been )?(?:really |actually )?(?:said|says|saying|say|claimed|claims|claiming
         |argued|argues|wrote|writes|tweeted|stated|suggested|insisted|declared|told \w+
         |thinks|thought|believes|believed)(?: that)? <FRAG>
who:     (?:who(?:'s)?|which (?!of)\w+) (?:was it that|is it that|was the one (?:who|that))? ?
         (?:has |have |had |was |is )?(?:been )?<FRAG>
# -- did X say Y: anything about it, or these words
said:    did we (?:ever )?(?:quote|have|get|cite|print) <WHO>(?: saying (?:anything|something))?<ON>
said:    (?:did|has|have|does) <WHO> <SOFT>(?:sa(?:y|id)|comment(?:ed)?|talk(?:ed)?|sp(?:eak
         |oke|oken)|mention(?:ed)?|discuss(?:ed)?|address(?:ed)?|write|wrote|tweet(?:ed)?)
         (?: (?:anything|something|much|publicly))?(?: to (?P<to>[\w.'’& -]+?))? <ABOUT> <TOPIC>
said:    (?:did|has|have|does) <WHO> <SOFT>(?:sa(?:y|id)|tell|told) (?:us |reporters )?(?:anything
         |something)
said:    (?:did|has|have|does) <WHO> <SOFT>(?:mention(?:ed)?|discuss(?:ed)?|address(?:ed)?
         |comment(?:ed)?) <TOPIC>
verify:  (?:did|has|have) <WHO> <SOFT>(?:sa(?:y|id)|call(?:ed)?|claim(?:ed)?|describe[d]?
         \ (?:it|this|that) as|state[d]?|use the (?:words?|phrase|term))(?: that)?(?: (?:it
         |this|that|him|her|them|something)(?= an?\b| the\b))? <FRAG>
verify:  is it true (?:that )?<WHO> (?:has )?(?:said|called|claimed)(?: that)? <FRAG>
said:    (?:did|does|do|has|is|was|would|will) <WHO> <SOFT><UTTER>(?: that| to)? <TOPIC>
# -- what did X say [to Z] [about Y]
said:    (?:so |and )?(?:what|how|why|when|where|which|who)(?: exactly| all| else)? (?:do
         |does|did) <ONE> <SOFT><THINK>(?: (?:about|of|to))?(?: <TOPIC>)?
said:    (?:so |and )?(?:what|whatever|how much)(?:'s|'d|'ve)? (?:exactly |all |else |on earth
         \ |the hell )?<AUX> <WHO> <SOFT>(?:tell|told|telling) (?P<to>.+?)(?:,? <ABOUT> <TOPIC>)?
said:    (?:so |and )?(?:what|whatever|how|why|when|where|which)(?:'s|'d|'ve)? (?:exactly
         \ |all |else )?(?:<AUX> )<WHO> <SOFT>(?:say|said|saying|speak|spoke|talk|comment)
         \ (?:to|with) (?P<to>.+?)(?:,? <ABOUT> <TOPIC>)?
said:    (?:so |and )?(?:what|whatever|how|why|when|where|which|who)(?:'s|'d|'ve)? (?:exactly
         \ |all |else )?<AUX> <WHO> <SOFT><SAY>(?: (?P<where>(?:on|at|in|during|for|with|from
         |before|after) (?:(?!\babout\b|\bon\b|\bregarding\b).)+?))?,? (?:about|regarding
         |concerning) <TOPIC>
said:    (?:so |and )?(?:what|whatever|how|why|when|where|which|who)(?:'s|'d|'ve)? (?:exactly
         \ |all |else )?<AUX> <WHO> <SOFT><UTTER>(?: (?P<where>(?:on|at|in|during|for|with)
         \ (?:(?!\babout\b).)*?(?:\bshow|\bprogram(?:me)?|\bpodcast|\binterview|\btv|\bradio
         |\btwitter|\bfacebook|\bx|\brally|\bconference|\bdebate|\bspeech)))?(?: (?:that
         |to|<ABOUT>|of))?(?: <TOPIC>)?
said:    (?:what|why|how)(?:'s|'d|'ve) <WHO> <SOFT><UTTER>(?: (?:that|to|<ABOUT>|of))?(?: <TOPIC>)?
said:    (?:what|how)(?:'s| is| was| are| were| about) <WHO>(?:['’]s?)? <VIEW>(?: (?:on|about
         |for|to|against|regarding|of|as to) <TOPIC>)?
said:    what (?:reasons?|explanation|justification) (?:did|does|has|have) <WHO>
         \ (?:give|gave|given|offer|cite) for <TOPIC>
said:    <WHO>(?: has)? (?:said|says) what<ON>
# -- X - what did he say; X to Z - what did he say
said:    (?P<who>[^,:;–—]+?) to (?P<to>[^,:;–—]+?)\s*[,:;–—-]+ (?:so |and )?what(?:'s|'d)? ?
         (?:<AUX> )?<PRON> <SOFT><UTTER>(?: (?:that|<ABOUT>|of))?(?: <TOPIC>)?
said:    <WHO>\s*[,:;–—-]+ (?:so |and )?(?:what|whatever|anything|everything|why|how)(?:'s
         |'d)? ?(?:<AUX> )?<PRON>(?:'s|'d|'ve)? <SOFT><UTTER>(?: (?:that|<ABOUT>|of))?(?: <TOPIC>)?
said:    <WHO>\s*[,:;–—-]+ .*?\b<PRON>(?:'s|'d|'ve)? <SOFT><UTTER>(?: (?:that|<ABOUT>|of) <TOPIC>)?
# -- requests without a verb of saying
said:    (?:(?:do|have) we (?:have |got |ever )?|got |have we quoted )<WHO> (?:on (?:the )?record
         |quoted|on file)(?: (?:<ABOUT>|saying) <TOPIC>)?
said:    (?:is|was|has) <WHO> (?:been )?(?:quoted|on (?:the )?record)<ON>
said:    (?:do we have |have we got |is there |are there |how many |got |all |any |every |the |pull
         \ |some |of |exact |direct |own |full |<WORDS> )*(?:anything|everything|something|statements?|<WORDS>|words?
         |all|stuff|what we have)(?: on (?:the )?record)? (?:of |by |from |made by |attributed to |out of )<WHO><ON>
said:    (?:do we have |have we got |is there |are there |got |all |any |every |the |pull
         \ |some |of )*<WHO>(?:['’]s?)? <WORDS>(?: (?:we have|in there|on file|in the archive
         |on record|at all))?<ON>
said:    <WHO>(?:['’]s?)? (?:response|reaction|reply|answer) (?:to|on|about) <TOPIC>
said:    (?P<who>[^,:;–—?]{2,40}?):? (?:re:?|regarding) <TOPIC>
said:    (?P<who>[^,:;–—?]{2,40}?): <TOPIC>
said:    (?P<who>[^,:;–—?]{2,60}?) (?:on|about) <TOPIC>
said:    (?P<who>[^\s,:;?]+(?: [^\s,:;?]+){0,2}) to (?P<to>[^\s,:;?]+(?: [^\s,:;?]+){0,2})
"""


class Table:
    """Rows in order, each compiled when a question comes that may have its shape: all of them are a tenth of a second.

    A row is not looked at where a question lacks a word that everything of its shape has.
    """

    def __init__(self, text: str) -> None:
        joined = re.sub(r"\n +", "", text)
        rows = [line.partition(":") for line in joined.split("\n") if line and not line.startswith("#")]
        self.rows = tuple((Intent(name), Row(pattern.lstrip())) for name, _, pattern in rows)

    def fitting(self, question: str) -> Iterator[tuple[Intent, re.Match[str]]]:
        """Each row that the whole question has the shape of."""
        for intent, row in self.rows:
            if row.may_fit(question) and (match := row.pattern.fullmatch(question)):
                yield intent, match


class Row:
    """A shape as written, compiled at the first look at its pattern."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def pattern(self) -> Pattern:
        """With its parts filled in."""
        return shape(self._text)

    @cached_property
    def needs(self) -> tuple[tuple[str, ...], ...]:
        """Of each of these, one at least stands in every question of this shape."""
        return needed(self._text)

    @cached_property
    def opens(self) -> tuple[str, ...]:
        """With one of these every question of this shape begins; () where that is not known."""
        return opening(self._text)

    def may_fit(self, question: str) -> bool:
        """False where a question cannot have this shape."""
        typed = folded(question)
        if self.opens and not typed.startswith(self.opens):
            return False
        return all(any(word in typed for word in words) for words in self.needs)


def opening(pattern: str) -> tuple[str, ...]:
    """What a pattern can begin with: the words of a first group, and of the next ones where those may be missing.

    () where it may begin with anything that is not letters.
    """
    found: list[str] = []
    flat, at = _flat(pattern), 0
    while piece := _PIECES.match(flat, at):
        if words := piece["run"]:
            return (*found, words[:-1] if piece["more"] else words)
        if not piece["group"]:
            break
        found += piece["group"].split("|")
        if not piece["often"]:
            return tuple(found)
        at = piece.end()
    return ()


def needed(pattern: str) -> tuple[tuple[str, ...], ...]:
    """The words, or sets of words, that a pattern asks for in so many letters and leaves no choice about.

    Read from the pattern's outermost level: letters in a row, groups of nothing but such words, and parts that are one.
    """
    found: list[tuple[str, ...]] = []
    for piece in _PIECES.finditer(_flat(pattern)):
        if words := piece["run"]:
            found += [(word,) for word in (words[:-1] if piece["more"] else words).split()]
        elif (group := piece["group"]) and not piece["often"]:
            found.append(tuple(group.split("|")))
    return tuple(found)


# Of the outermost level: letters, with the sign that makes the last of them optional; a group of plain words, with the
# sign that makes all of it optional; anything else is passed over.
_PIECES = re.compile(
    r"\\.|\[[^\]]*\]|\((?:\?:(?P<group>[a-z][a-z |]*)|[^()]*)\)(?P<often>[?*{]?)|(?P<run>[a-z ]+)(?P<more>[?*{]?)"
)
_NESTED = re.compile(r"\((?:[^()]*\([^()]*\))+[^()]*\)")


def _flat(pattern: str) -> str:
    """The pattern with every group that has groups in it emptied; of a choice between patterns nothing.

    A part that is a list of wordings is a group of their beginnings.
    """
    bare = re.sub(r"<([A-Z]+)>", lambda m: f"({'?:' * bool(found := beginnings(m[1]))}{'|'.join(found)})", pattern)
    while (shorter := _NESTED.sub("()", bare)) != bare:
        bare = shorter
    return "" if "|" in re.sub(r"\([^()]*\)", "", bare) else bare


@lru_cache(maxsize=1)
def quoted_shapes() -> Table:
    """Of questions with a quotation in them."""
    return Table(_QUOTED)


@lru_cache(maxsize=1)
def plain_shapes() -> Table:
    """Of all others; tried in this order."""
    return Table(_SHAPES)
