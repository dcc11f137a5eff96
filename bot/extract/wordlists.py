"""Open word lists: titles and occupations, sorts of organisations, given names. Lower case, blank-separated."""

from __future__ import annotations

from bot.extract.lexicon import listed

# Words that stand right before a person's name as part of a title or role.
TITLES = listed(
    "mr mrs ms miss mx dr prof professor sir dame lord lady king queen prince princess pope president premier "
    "chancellor minister secretary senator sen rep representative congressman congresswoman gov governor mayor "
    "judge justice general gen colonel col major captain capt lieutenant lt sergeant sgt admiral adm commander "
    "sheriff chief chairman chairwoman chair director leader spokesman spokeswoman spokesperson ambassador "
    "attorney commissioner deputy speaker coach reverend rev bishop archbishop cardinal imam rabbi father sister "
    "brother ayatollah sheikh emir sultan crown official officer analyst editor reporter correspondent host "
    "anchor author actor actress singer activist lawyer strategist manager pollster adviser advisor aide "
    "economist historian democrat republican candidate nominee rival businessman businesswoman billionaire ceo "
    "cfo founder co-founder columnist commentator journalist philanthropist veteran inspector constable "
    "detective superintendent councillor councilman councilwoman councilor delegate chef farmer skipper master "
    "midwife violinist conductor striker defender goalkeeper trainer vocalist pianist baroness baron duke "
    "duchess count dean vice-president president-elect undersecretary executive envoy negotiator head member co-chair "
    "vice treasurer prosecutor"
)
COURTESY = frozenset(("mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "lord", "lady"))
OCCUPATION_ENDINGS = ("er", "or", "ist", "ian", "man", "woman", "wife", "eer", "ier", "ant", "ess", "smith", "wright")
ABBREVIATED_TITLES = {
    "sen": "senator",
    "sens": "senator",
    "rep": "representative",
    "gov": "governor",
    "gen": "general",
    "prof": "professor",
    "dr": "doctor",
    "col": "colonel",
    "capt": "captain",
    "congressman": "representative",
    "congresswoman": "representative",
    "premier": "minister",
}
ORGANISATION_WORDS = listed(
    "post times news press journal tribune herald guardian telegraph magazine review daily gazette chronicle "
    "standard courier observer agency network radio television tv broadcasting party committee commission "
    "council congress senate house parliament ministry department office bureau institute institution university "
    "college school academy foundation association federation union league alliance coalition society "
    "organization organisation group company corporation corp inc ltd llc plc bank fund trust center centre "
    "court police army navy force forces guard service services authority administration government campaign "
    "team club church board chamber exchange airlines airways motors industries holdings partners systems "
    "technologies media studios records mobile energy hospital clinic museum library nations assembly cabinet "
    "pentagon kremlin hamas hezbollah reuters afp bloomberg cnn bbc nbc abc cbs msnbc breitbart politico "
    "buzzfeed facebook twitter google apple microsoft amazon nato fbi cia nsa irs opec who eu un white treasury "
    "tass xinhua anadolu jazeera arabiya mirror sun express star globe mail independent examiner register "
    "dispatch bulletin newsletter wire line lines freight shipping ferries project initiative movement coastguard"
)
PLACES = listed(
    "u.s u.s. us usa america american americans washington london paris moscow beijing jerusalem gaza israel "
    "russia china turkey ankara iran tehran iraq syria egypt cairo france germany berlin britain england uk u.k. "
    "europe ukraine kyiv kiev japan tokyo india pakistan canada mexico brazil australia california florida texas "
    "ohio iowa michigan pennsylvania virginia nevada colorado arizona georgia wisconsin illinois carolina "
    "hampshire york chicago boston detroit philadelphia congress africa asia palestine lebanon jordan qatar doha "
    "yemen afghanistan brussels geneva vienna rome madrid spain italy greece poland hungary sweden norway "
    "denmark finland ireland scotland wales"
)
NATIONAL = listed(
    "american israeli palestinian russian turkish chinese iranian iraqi syrian egyptian french german british "
    "english ukrainian japanese indian pakistani canadian mexican brazilian australian european african asian "
    "arab muslim christian jewish saudi lebanese jordanian qatari yemeni afghan greek polish hungarian swedish "
    "norwegian danish finnish irish scottish welsh spanish italian dutch belgian swiss austrian republican "
    "democratic democrat gop texan western eastern northern southern federal foreign prime former acting senior "
    "vice deputy then-"
)
DOCUMENTS = listed(
    "report statement poll survey study memo letter email e-mail document documents filing lawsuit complaint "
    "transcript article story paper book ad website indictment brief data figures results release post tweet "
    "leaflet polls surveys studies reports records emails petition resolution ruling decision editorial analysis "
    "review message text note manual sign log diary page notice communique communiqué statistics census ballot "
    "script minutes"
)
ORGANISATIONS = listed(
    "company firm ministry department government administration police agency institute university newspaper "
    "paper magazine network party campaign committee commission council group organization organisation union "
    "court bank office bureau board army military coastguard parliament cabinet federation association club "
    "hospital school team outlet broadcaster station channel operator authority embassy church museum coalition "
    "regulator charity foundation brigade league airline retailer maker manufacturer chamber house senate congress "
    "prosecution defence defense"
)
ANONYMOUS = listed(
    "official officials source sources aide aides diplomat diplomats insider insiders spokesman spokeswoman "
    "spokesperson spokespeople spokesmen witness witnesses person someone somebody operative operatives officer "
    "officers adviser advisers advisor advisors member man woman resident resident's driver passenger staffer "
    "staffers"
)
# Generic descriptions that any unnamed source answers to.
SOURCE_LIKE = frozenset(
    ("source", "sources", "official", "officials", "person", "people", "insider", "aide", "diplomat")
)
NOT_NAMES = listed(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december christmas easter i god tv ramadan ok yes no oh well please thanks mr "
    "mrs ms dr sept oct nov dec jan feb aug"
)
MALE = listed(
    "aaron abdul abdullah abraham adam adrian ahmad ahmed al alan albert alejandro alex alexander alexei alfred "
    "ali allan allen amir anders andre andreas andrei andrew andy angelo anthony antonio ari arthur ben benjamin "
    "benny bernard bernie bert bill billy bob bobby boris brad bradley brandon brendan brett brian bruce bryan "
    "carl carlos chad charles charlie chris christian christopher chuck clarence claude clint colin corey craig "
    "curtis dale damian dan daniel danny daoud darren dave david dean dennis derek diego dick dmitri dmitry "
    "dominic don donald doug douglas dov duncan dwight dylan earl ed eddie edgar edmund eduardo edward edwin "
    "ehud elias eli elliott emil emmanuel eric erik ernest ethan eugene evan fadi felipe felix ferdinand "
    "fernando fidel francis francisco franco frank franz fred frederick gabriel garrett gary gavin gene geoffrey "
    "george gerald gerard gilbert glenn gordon graham grant greg gregory guillermo gunter gus guy hakan hal hans "
    "harold harry harvey hassan hector hektor helmut henri henry herbert herman howard hugh hugo hussein ian "
    "ibrahim igor ignatius isaac ismail ivan jack jackson jacob jaime jake james jamie jan janos jared jason "
    "javier jay jeb jeff jeffrey jeremy jerome jerry jesse jim jimmy joe joel johann john johnny jon jonah "
    "jonathan jordan jorge jose joseph josh joshua juan julian julio justin kareem karl keith ken kenneth kevin "
    "khaled khalid kirk klaus konrad kurt kyle lance larry lars lawrence lee len leo leon leonard lester lewis "
    "liam lionel lloyd louis luca lucas ludwig luis luke mahmoud malcolm manuel marc marcel marco marcus mario "
    "mark martin marvin massimo matt matteo matthew maurice max maxim mehmet melvin michael michel miguel mike "
    "mikhail milos mitch mitt mohamed mohammad mohammed moshe muhammad mustafa nathan nathaniel ned neil nelson "
    "newt nicholas nick nicolas nigel nikolai noah noel norman oleg oliver omar orlando oscar osama oskar osman "
    "otto ottmar owen pablo pat patrick paul pavel pedro pere perry pete peter philip phil philippe pierre piotr "
    "rafael raj ralph ramon randy raul ray raymond recep reggie reince rene reuben rex ricardo richard rick rob "
    "robert roberto robin rod rodney rodrigo roger roland ron ronald rory ross roy rudolf rudy rupert russell "
    "ryan saeb salman salvador sam samir samuel saul scott sean sebastian serge sergei sergey sergio seth shane "
    "shaun shimon silvio simon spencer stanley stefan stephen steve steven stewart stuart sven ted terrence "
    "terry theodore thomas tim timothy tobias todd tom tomas tommy tony travis trevor tyler umar vaclav victor "
    "viktor viggo vincent vitali vladimir volodymyr wade walter warren wayne wesley wilhelm will william winston "
    "wolfgang xavier yahya yair yasser yitzhak yoav yuri yusuf zac zachary bassem rami tariq faisal hamid karim "
    "nabil walid jalal ehsan dirk jens jonas henrik rasmus soren magnus nils olaf leif tor bjorn sander pieter "
    "maarten ruud teun"
)
FEMALE = listed(
    "abigail ada adele agatha agathe agnes aisha alexandra alexandria alexis alice alicia alison allison alyssa "
    "amanda amber amelia amina amy ana anastasia andrea angela angelina anita ann anna anne annette annie "
    "antonia ariadne ashley astrid audrey aurora ayelet barbara beata beatrice becky belinda bella bernadette "
    "beth betsy bettina betty beverly bonnie brenda bridget brigitte brittany camila camille carla carly carmen "
    "carol carole caroline carolyn carrie catherine cathy cecilia celia celine charlotte chelsea cheryl chloe "
    "christiane christina christine cindy claire clara claudia colleen condoleezza connie constance cora "
    "cordelia cosima courtney crystal cynthia daisy dana danielle daphne darlene dawn debbie deborah debra "
    "deirdre delia denise diana diane dolores donna dora doris dorothy edith eileen elaine eleanor elena "
    "elisabeth elise eliza elizabeth ella ellen elsa elspeth emily emma erica erika erin esther ethel eva evelyn "
    "faith fatima felicia fiona flora florence frances francesca gabriella gabrielle gail gayle geraldine gina "
    "ginger giulia gladys glenda gloria grace greta gretchen gwen hanan hannah harriet hazel heather heidi helen "
    "helena helga hilary hilda hillary holly huma ida ilana ingrid ines irene iris irina isabel isabella ivanka "
    "jackie jacqueline jan jane janet janice jasmine jean jeanne jeannette jen jenna jennifer jenny jessica jill "
    "jo joan joanna joanne jodi josephine joy joyce juanita judith judy julia juliana julie juliet june justine "
    "kamala karen karin kate katherine kathleen kathryn kathy katie katrina kay kayla kellyanne kelly kerry kim "
    "kimberly kirsten kristen kristin kristina lana larissa laura lauren laurie layla lea leah leila lena lesley "
    "leslie leticia lillian lily linda lisa liz lois loretta lori lorraine louise lucia lucille lucy lydia lynn "
    "mabel madeleine madison maggie magda malala mara marcia margaret margarita maria mariam marian marianne "
    "marie marilyn marina marissa marjorie marlene marsha martha mary matilda maureen maxine meg megan meghan "
    "melania melanie melinda melissa mercedes meredith mia michele michelle mildred miranda miriam mitzi molly "
    "monica nadia nancy naomi natalia natalie natasha nellie nicole nikki nina noa nora norma octavia olga "
    "olivia ophelia orla pamela patricia patty paula pauline pearl peggy penelope petra petronella philippa "
    "phoebe phyllis priscilla rachel ramona reba rebecca regina renee rhonda rita roberta rosa rosalind rosamund "
    "rose rosemary roxanne ruth sabrina sally samantha samira sandra sara sarah selma shannon sharon sheila "
    "shelley sheryl shirley signe sigrid silvia simone sofia sonia sophia sophie stacey stacy stella stephanie "
    "sue susan susanna susie suzanne svetlana sylvia tamara tamsin tanya tara tatiana teresa tess tessa thelma "
    "theresa tiffany tina tracy ulrike ursula valentina valerie vanessa vera veronica victoria violet virginia "
    "vivian wanda wendy whitney wilma winifred yasmin yolanda yvette yvonne zainab zara zoe zoya tzipi huda "
    "rania amal leyla elif ayse emine liv freja margrethe annalena marit saskia"
)

_NO_OCCUPATIONS = listed(
    "after other water paper river order never under later offer super power winter summer october november december "
    "september number member matter letter answer center former rather either neither another whether however longer "
    "further together remember consider chapter quarter corner dinner error floor minor major honor favor labor terror "
    "horror mirror factor sector doctor motor constant important relevant giant plant grant want restaurant process "
    "access success business address press stress progress congress unless illness witness fitness exist assist list "
    "resist consist twist christian human german woman man proper upper lower inner outer over ever forever cover tower"
)


def is_occupation(low: str) -> bool:
    """Whether a lower-case word ends like the name of an occupation."""
    one = low.removesuffix("s")
    return len(one) > 4 and one.endswith(OCCUPATION_ENDINGS) and one not in _NO_OCCUPATIONS
