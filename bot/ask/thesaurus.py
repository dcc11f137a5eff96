"""Words that newsrooms use for one another, so that a question need not guess the article's own. Pure data.

Written for the project from general knowledge. A row holds only words that stand for each other in most news
sentences; what is merely about the same thing is left to the surroundings of a statement (`bot.ask.rank`).
"""

from __future__ import annotations

from functools import lru_cache

from bot.ask.stems import stem

_ROWS = """
soldier troop military army serviceman servicewoman veteran
war conflict combat fighting battle
peace ceasefire truce armistice
attack assault strike raid offensive
bomb bombing explosion blast explosive
kill murder slay killing shoot shooting
gun firearm weapon rifle pistol
weapon arms weaponry
missile rocket
nuclear atomic
terrorist militant extremist jihadist
rebel insurgent
hostage captive
refugee migrant asylum immigrant
immigrant migrant immigration
deport deportation expel
border frontier
police cop officer
arrest detain detention custody
jail prison imprison incarcerate behind-bars lock
crime criminal offence offense
court judge tribunal ruling judicial
ruling decision verdict judgment order
lawsuit suit sue litigation complaint
lawyer attorney counsel
law legislation bill statute
constitution constitutional amendment
illegal unlawful
ban prohibit outlaw forbid block
allow permit let
rule regulation regulate
vote ballot voter election
election poll polls
poll survey
candidate nominee contender
campaign race bid
president presidency presidential
lawmaker legislator congressman senator
congress senate house parliament lawmaker
government administration authority
minister ministry
resign quit step-down resignation leave
fire sack dismiss oust
appoint name nominate pick
leader chief head boss
boss executive ceo manager chief
company firm corporation business
employee worker staff staffer workforce
job employment work
hire recruit employ
fired sacked laid-off layoff
pay wage salary earn earning income
pay paid payment
raise increase hike rise boost grow
cut reduce lower slash reduction decrease
fall drop decline plunge slump
price cost
expensive pricey costly pricier
cheap inexpensive affordable
money cash fund funding funds
fund finance bankroll
donate donation donor contribute contribution give
tax taxation taxpayer taxman irs
budget spending
debt borrowing deficit
economy economic
growth grow
recession downturn slump
inflation prices
bank lender
trade export import commerce tariff
tariff duty
deal agreement accord pact treaty
talks negotiation negotiate
sanction embargo penalty
rich wealthy billionaire millionaire
poor poverty
fraud scam swindle cheat
corrupt corruption bribe bribery graft
scandal controversy
lie lying liar false untrue mislead
true truth truthful honest
fake phony bogus
claim allege allegation
accuse accusation blame
apologise apologize apology sorry
deny denial reject
reject refuse rebuff oppose
oppose opposition against
support back backing endorse endorsement
agree agreement accept
promise pledge vow commit commitment
threat threaten menace
warn warning caution
fear afraid worry worried concern scared
anger angry furious outrage fury
happy glad pleased delighted
sad sorrow grief mourn
shock surprise stun
insult demean disparage slur offend
racist racism bigot bigotry
sexist sexism misogyny
woman female girl
man male
mother mom mum mama
father dad daddy
parent mother father mom dad
kid child children
baby infant newborn
son daughter
wife husband spouse
marry marriage wedding married
divorce split separation
unmarried unwed single
gay lgbt lesbian homosexual
young youth younger millennial teen teenager
old elderly senior pensioner
student pupil
school education classroom
college university school campus
teacher educator
doctor physician medic
hospital clinic
ill sick illness disease unwell health
health healthcare medical
medicine drug medication
insurance coverage premium
obamacare aca
vaccine vaccination jab
epidemic outbreak pandemic
suicide self-harm
abortion pro-choice pro-life
climate warming
pollution smog emission contaminate
environment environmental
coal mine mining pit colliery
oil gas petroleum
energy power electricity
flood flooding
storm hurricane typhoon
drought dry
fire blaze wildfire
earthquake quake
crash accident collision
plane aircraft jet airliner
flight airline
train rail railway
car vehicle automobile
road highway
ship vessel boat
build construct construction
house home housing
city town
village hamlet
country nation
foreign overseas abroad
american us america
british uk britain
russian russia kremlin moscow putin
chinese china beijing
korea korean pyongyang seoul
european europe eu brussels
german germany berlin
french france paris
israeli israel jerusalem
palestinian gaza
iranian iran tehran
turkish turkey ankara
ukrainian ukraine kyiv kiev
nato alliance
ally partner
enemy foe adversary
spy intelligence espionage
hack hacker hacking cyber breach cyberattack
leak leaked disclose
secret confidential classified
email e-mail
document paper file record
sealed seal secret confidential private privacy
private privacy
website site online internet web
twitter tweet
facebook post
video footage film clip
movie film documentary
television tv channel network broadcast
newspaper press paper
media press journalist reporter
interview sit-down
speech address remarks
debate debates
question ask
answer reply respond response
call phone ring
meet meeting summit
visit trip travel
win victory triumph winner
lose loss defeat
beat defeat
strong tough strength tougher
weak weakness fragile
handle cope manage
big huge large
small little tiny
good great
bad terrible awful
fast quick rapid
begin start launch
end finish stop halt
delay postpone
continue keep
change shift alter
help aid assist assistance
save rescue
protect protection defend safeguard
defend defence defense security
safe safety secure
danger dangerous risk
protest demonstration rally march
strike walkout
riot unrest violence
violence violent
freedom liberty
right rights
equal equality
slave slavery
prisoner inmate convict
death die dead dying
execute execution
victim survivor
witness onlooker
investigate investigation probe inquiry
evidence proof
guilty convict conviction
innocent acquit acquittal
pardon clemency amnesty
immunity immune
visa passport
citizen citizenship
religion faith religious
muslim islam islamic
christian church
jew jewish
pope vatican
football soccer
match game
player athlete
team club side
queue line wait waiting turn
neighbourhood neighborhood community local
farmer farm agriculture
food meal
water drinking
animal wildlife
science scientist scientific
research study researcher
technology tech
computer pc
phone smartphone mobile
artist art
music song
book author
award prize
fan supporter
enthusiasm enthusiastic excitement
rest recover recovery
hurt harm damage
guardianship trusteeship tutelage
disarm disarmament demilitarise demilitarize demilitarization
deploy deployment send
withdraw withdrawal pull-out
occupy occupation
settlement settler
"""


@lru_cache(maxsize=1)
def _kin() -> dict[str, frozenset[str]]:
    kin: dict[str, frozenset[str]] = {}
    for row in _ROWS.split("\n"):
        stems = frozenset(stem(word) for word in row.split())
        for one in stems:
            kin[one] = kin.get(one, frozenset()) | stems
    return kin


@lru_cache(maxsize=1)
def _surface() -> dict[str, tuple[str, ...]]:
    rows: dict[str, tuple[str, ...]] = {}
    for row in _ROWS.split("\n"):
        words = tuple(row.split())
        for word in words:
            rows[stem(word)] = (*rows.get(stem(word), ()), *(w for w in words if w != word))
    return rows


def akin(word: str) -> frozenset[str]:
    """The stems that may stand for the stem of `word`, itself among them."""
    own = stem(word)
    return _kin().get(own, frozenset((own,)))


def others(word: str) -> tuple[str, ...]:
    """Surface words to search for beside `word`."""
    return tuple(dict.fromkeys(_surface().get(stem(word), ())))
