"""Closed word lists of English news prose, by what the rules use them for."""

from __future__ import annotations


def listed(words: str) -> frozenset[str]:
    """The words of a blank-separated list."""
    return frozenset(words.split())


# Sentences --------------------------------------------------------------------------------------------------------
# Never the end of a sentence: a name or a number follows.
TITLE_ABBREVIATIONS = listed(
    "mr mrs ms messrs dr prof sen sens rep reps gov govs gen lt col maj capt cpl sgt adm cmdr pres rev hon fr st ste "
    "sr supt insp atty dist amb asst det pvt cllr mx mme mlle msgr vs v approx ca cf est al eds "
    "op cit viz eg e.g i.e u.s.s h.r mt ft"
)
# Never the end before a number: "No. 5".
NUMBERED = listed("no nos vol pp p art sec fig jan feb mar apr jun jul aug sept sep oct nov dec")
# The end only where what follows looks like a beginning.
ABBREVIATIONS = listed(
    "jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun inc corp co ltd llc "
    "plc bros dept univ assn ave blvd rd jr etc u.s u.n u.k e.u d.c l.a n.y a.m p.m ph.d m.d b.a m.a calif fla mass "
    "conn pa va ga ill ind mich minn mo neb nev ala ariz ark colo del kan ky la md miss mont okla ore tenn tex vt wash "
    "wis wyo n.j n.c s.c n.h n.m n.d s.d w.va r.i gop"
)
# Words that begin sentences and hardly ever go on a name.
STARTERS = listed(
    "the a an he she it they we i you his her its their our my this that these those there here in on at for but and "
    "or so yet as if when while after before since although though however meanwhile also instead then what who how "
    "why where which some many most all both one two no not asked according critics last earlier still until with "
    "from by to during under over despite even only such other others"
)

# Reporting words ---------------------------------------------------------------------------------------------------
# Verbs with a clause or a quotation after them, or a tag beside it. Regular ones by their base form.
SAY_REGULAR = listed(
    "add announce argue assert claim comment complain conclude confirm confide contend counter declare emphasize "
    "emphasise exclaim explain insist interject joke lament maintain mention muse note observe opine predict "
    "proclaim promise quip reason recall reckon recount reiterate remark report respond "
    "retort reveal signal speculate stress suggest tweet retweet vow warn yell admit concede acknowledge "
    "affirm allege boast caution charge chant deny disclose echo estimate forecast grumble hint imply indicate "
    "inform intone murmur mutter notify pledge reply shout stipulate swear testify threaten underline "
    "underscore urge volunteer whisper bemoan protest plead remind assure advise answer email post continue "
    "conclude demand recommend rule scream text snap gush tease stammer implore beg pronounce profess attest "
    "certify assess hypothesize hypothesise theorize"
)
SAY_IRREGULAR = {
    "say": ("said", "said", "says", "saying"),
    "tell": ("told", "told", "tells", "telling"),
    "write": ("wrote", "written", "writes", "writing"),
    "hold": ("held", "held", "holds", "holding"),
    "read": ("read", "read", "reads", "reading"),
    "find": ("found", "found", "finds", "finding"),
    "show": ("showed", "shown", "shows", "showing"),
    "swear": ("swore", "sworn", "swears", "swearing"),
}
ASK_REGULAR = listed("ask wonder query inquire enquire")
# Verbs whose object is what was said: "called it a failure", "criticised the deal", "proposed a truce".
OBJECT_REGULAR = listed(
    "call describe cite quote criticize criticise praise accuse blame denounce condemn slam blast mock question "
    "express tout thank propose rebuke decry hail portray liken label dub applaud congratulate discuss highlight "
    "outline reference voice deride chide lambast lambaste laud commend decry ridicule demand reject defend dismiss "
    "characterize characterise advocate brand credit welcome assail fault scold berate salute"
)
OBJECT_IRREGULAR: dict[str, tuple[str, str, str, str]] = {}
# Verb and particle that go together: "called for", "pointed out", "spoke of".
PARTICLES = {
    "call": listed("for on"),
    "point": listed("out to"),
    "talk": listed("about of"),
    "speak": listed("about of"),
    "refer": listed("to"),
    "allude": listed("to"),
    "respond": listed("to"),
    "agree": listed("that with to"),
    "rail": listed("against"),
    "ask": listed("about for"),
    "apologize": listed("for to"),
    "apologise": listed("for to"),
    "quote": listed("as"),
}
PARTICLE_IRREGULAR = {"speak": ("spoke", "spoken", "speaks", "speaking")}
# Told somebody: a person follows before the words do.
ADDRESSING = listed("tell remind assure inform notify warn advise ask urge implore beg promise")
# As nouns just as common: they count only before "that", a colon or a quotation.
NOUNISH = listed(
    "claims claim reports report notes note comments comment remarks remark tweets tweet posts post estimates estimate "
    "demands demand promises promise pledges pledge vows vow warnings warning signals signal states state questions "
    "question charges charge answers answer calls call rules rule reasons reason texts text emails email stress echoes "
    "echo forecasts forecast swears jokes joke protests protest counter counters hints hint brands credit credits "
    "blame blames voice voices praise slams fault labels label reading holding held hold read reads writing meaning "
    "welcome recalls recall continued continues continue maintained maintains maintain reference highlights "
    "outline estimated charged ruled posted shared reasoned threatened discussed held advised observed assess "
    "found finds find finding showed shown shows show showing indicate indicates indicated suggests suggest signaled"
)

# Small words -------------------------------------------------------------------------------------------------------
AUXILIARIES = listed(
    "has have had is was are were be been being do does did will would can could may might must shall should to "
    "'s 'd 've 'll 're isn't wasn't aren't weren't don't doesn't didn't won't wouldn't can't couldn't hasn't haven't "
    "hadn't not n't never"
)
ADVERBS = listed(
    "also later then now again still once already first often even ever just only too further meanwhile instead "
    "earlier soon previously recently repeatedly always sometimes yesterday today tonight tomorrow reportedly "
    "flatly famously quickly publicly privately simply bluntly candidly specifically openly explicitly initially "
    "eventually finally subsequently separately largely strongly firmly additionally consistently recently rightly "
    "wrongly long thus therefore twice all both each himself herself themselves itself so much rather quite"
)
DETERMINERS = listed(
    "the a an this that these those his her its their our my your some several many most few any no one two three "
    "four five six seven eight nine ten another other either neither both all each every dozens hundreds thousands"
)
PRONOUNS = listed("he she they it we i you who")
BREAKERS = listed(
    "that which when while because if as but and or so after before since although though however where until than "
    "whether what why how whose whom nor yet once unless then despite amid during including like per via versus "
    "not never there here , ; : — – - ( ) [ ] ? ! . ... …"
)
PREPOSITIONS = listed(
    "of for at from in with on by to into about over under against among between through within without near "
    "across around behind beyond inside outside toward towards upon during after before since until amid despite "
    "as per via out off up down"
)
# A source noun may carry a prepositional phrase: "a spokesman for the ministry".
SOURCE_NOUNS = listed(
    "spokesman spokeswoman spokesperson spokespeople spokesmen official officials source sources head heads member "
    "members leader leaders director directors minister ministers secretary president chairman chairwoman chair chief "
    "professor adviser advisor advisers advisors aide aides mayor governor senator representative representatives "
    "ambassador envoy analyst analysts expert experts lawyer lawyers attorney attorneys critic critics supporter "
    "supporters opponent opponents person people man woman men women voter voters resident residents reporter "
    "correspondent editor author authors journalist strategist strategists manager operative operatives executive "
    "founder co-founder owner partner fellow researcher researchers scientist scientists scholar student students "
    "teacher report statement study poll survey letter email memo document documents office department ministry "
    "commission committee university institute center centre bank court house board council group party campaign "
    "coalition association federation union army police force agency bureau team family majority minority number "
    "some many several one most none few half percent commander general colonel captain sheriff judge justice "
    "candidate nominee deputy vice commissioner comptroller treasurer delegate delegates veteran survivor witness "
    "witnesses victim victims parent parents mother father wife husband son daughter brother sister friend friends "
    "colleague colleagues ally allies rival rivals"
)
VERBISH = listed(
    "is was are were be been has have had do does did will would can could may might must shall should made make "
    "makes took take takes got get gets went go goes came come comes gave give gives saw see sees knew know knows "
    "thought think thinks felt feel feels left leave leaves kept keep keeps put puts let lets became become becomes "
    "began begin begins showed show shows ran run runs won win wins lost lose loses met meet meets brought bring sent "
    "send sends spent spend built set sets cut cuts hit hits stood stand stands heard hear hears found find finds "
    "believe believes wants want need needs seems seem appears remains includes include"
)
TIME_WORDS = listed(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tonight tomorrow january february march "
    "april may june july august september october november december week month year morning afternoon evening night "
    "weekend earlier later ago last this next recently jan feb mar apr jun jul aug sept oct nov dec noon midnight"
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
