"""Closed word lists of English news prose, by what the rules use them for."""

from __future__ import annotations


def listed(words: str) -> frozenset[str]:
    """The words of a blank-separated list."""
    return frozenset(words.split())


# Sentences --------------------------------------------------------------------------------------------------------
# Never the end of a sentence: a name or a number follows.
TITLE_ABBREVIATIONS = listed(
    "mr mrs ms messrs dr prof sen sens rep reps gov govs gen lt col maj capt cpl sgt adm cmdr pres rev hon fr st ste "
    "sr supt insp atty dist amb asst det pvt cllr mx mme mlle msgr vs v no nos vol pp p art sec fig approx ca cf est "
    "al eds op cit viz eg e.g i.e u.s.s h.r mt ft"
)
# The end only where what follows looks like a beginning.
ABBREVIATIONS = listed(
    "jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun inc corp co ltd llc "
    "plc bros dept univ assn ave blvd rd jr etc u.s u.n u.k e.u d.c l.a n.y a.m p.m ph.d m.d b.a m.a calif fla mass "
    "conn pa va ga ill ind mich minn mo neb nev ala ariz ark colo del kan ky la md miss mont okla ore tenn tex vt wash "
    "wis wyo n.j n.c s.c n.h n.m n.d s.d w.va r.i gop"
)
MONTH_ABBREVIATIONS = listed("jan feb mar apr jun jul aug sept sep oct nov dec")
# Words that begin sentences and hardly ever go on a name.
STARTERS = listed(
    "the a an he she it they we i you his her its their our my this that these those there here in on at for but and "
    "or so yet as if when while after before since although though however meanwhile also instead then what who how "
    "why where which some many most all both one two no not asked according critics last earlier still until with "
    "from by to during under over despite even only such other others"
)
