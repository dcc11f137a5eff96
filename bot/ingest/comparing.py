"""The words that reports are compared by: figures, negations, what is small, light or on everybody's lips. Pure data.

Written for the project from general knowledge; no word of a measured corpus is looked at.
"""

from __future__ import annotations

NUMBERS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen".split()
    )
} | {word: 10 * (i + 2) for i, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
ORDINALS = frozenset("first second third fourth fifth sixth seventh eighth ninth tenth last".split())
DAYS = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december""".split()
)
AMOUNTS = frozenset("all none half most every some double twice third quarter".split())
NEGATIONS = frozenset("not no never nobody none nor neither nothing nowhere cannot without hardly".split())
CONDITIONS = frozenset("if unless provided".split())
RELATIONS = frozenset("than before after from to for against above below under over".split())
STRONG = frozenset("take takes took taken taking give gives gave given giving new more less fewer".split())
# Said so often that they tell nothing of what else is said.
LIGHT = frozenset(
    """well know think believe simply really clear clearly today tonight now still already again yet far back only
    indeed fact course okay yes therefore hence maybe perhaps quite rather almost nearly about around so-called
    certainly absolutely obviously frankly basically actually anyone anybody everyone everybody whoever whatever
    single even ever long soon except instead""".split()
)
# On everybody's lips: they count as words, and not as a sign that two sentences are one.
COMMON = frozenset(
    """continue monitor situation closely committed commitment work working together important people
    necessary possible ensure support effort efforts challenge challenges issue issues matter matters thank thanks
    hope hard country government responsible responsibility full fully confidence process dialogue stand ready
    everything need needs time day today way world problem problems question questions better best good right
    unacceptable totally completely serious seriously concern concerns concerned decision security peace future
    condemn strongly terms thoughts family families victims prayers priority safety public interest nation
    alternative solution discuss talks negotiations step steps forward""".split()
)
# What follows them is not so, or not yet: "failed to close", "refused to sign".
TURNING = frozenset(
    """fail refuse decline deny stop cease lose pretend claim allege threaten plan consider hope fear doubt
    try attempt lost intend avoid forget prevent forbid unable unwilling impossible wrong false""".split()
)
KIN = """
home house apartment
return go-back come-back go back
begin start commence launch
end finish conclude
big large huge great enormous
small little tiny
child kid
help assist aid assistance
show demonstrate prove
buy purchase acquire
fix repair mend
speak talk
answer reply respond
choose select pick
destroy demolish wreck ruin
quick fast swift rapid
hide conceal
steal rob
remain stay
wait await
get receive obtain
build construct erect
car vehicle
ship vessel boat
street road
town city
worker employee
rich wealthy
strange odd weird
fear afraid scared
angry furious
shut close
flee escape
die perish
wound injure
demand insist
promise pledge vow
area region district
money fund cash
price cost
doctor physician
forest wood
stone rock
shore coast
station post deploy
happen occur
danger threat peril
guard protect defend
keep maintain preserve
order command
permit allow let
foreign alien
soldier troop
sell sale
tired weary exhausted
arrive reach
clear obvious evident
correct accurate
stupid foolish
brave courageous
hungry starving
sick ill
near close
lie falsehood
argue quarrel
gather assemble meet
surprise astonish
hate detest
reason cause
work labour
side bank
complete total entire whole
"""
