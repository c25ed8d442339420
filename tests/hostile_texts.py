"""Texts that no newspaper prints: what a careless or hostile sender may put into an article.

Each entry of :data:`TEXTS` makes about ``n`` characters of one kind. Most need a word of English
before them, or the article is set aside for its language before any room reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

NORMAL = (
    "The council of Arnford closed the old bridge on Monday after engineers found cracks in two "
    "of its pillars. “It is not safe to cross,” said Maria Keller, who leads the road office. "
    "About 1,200 people used the bridge each day. She said that repairs would take three months "
    "and cost $4 million.\n\n"
    "Peter Lind, a baker, told reporters he was worried about his shop. “Nobody will come,” he "
    "said. The mayor promised that buses would run every ten minutes from June 3. Drivers must "
    "take the road through Elmont, which the police will watch.\n\n"
)
LEAD = "The mayor of Oslo said on Monday that the old bridge is closed and that people must wait. "
_SYLLABLES = ("ka", "mo", "re", "tin", "vel", "do", "sha", "lu", "pi", "gor")


def _word(n: int) -> str:
    """Return a made-up name, another for each number."""
    return "".join(_SYLLABLES[int(digit)] for digit in f"{n:03}").capitalize()


def _filled(make: Callable[[int], str], n: int, lead: str = LEAD) -> str:
    """Return the lead and as many pieces as ``n`` characters hold."""
    pieces, length, count = [lead], len(lead), 0
    while length < n:
        pieces.append(make(count))
        length += len(pieces[-1])
        count += 1
    return "".join(pieces)


def _same(piece: str, lead: str = LEAD) -> Callable[[int], str]:
    return lambda n: lead + piece * (max(0, n - len(lead)) // len(piece) + 1)


def _each(make: Callable[[int], str], lead: str = LEAD) -> Callable[[int], str]:
    return lambda n: _filled(make, n, lead)


TEXTS: Mapping[str, Callable[[int], str]] = {
    # -- sentences without an end
    "one sentence of clauses": _same("and the council closed the bridge ", "The man left "),
    "one sentence of words": _same("word ", "The "),
    "one sentence of commas": _same("the mayor left, ", "Yesterday, "),
    "said that said that": _same("said that the mayor ", "The mayor "),
    "which … which": _same("the dog that chased the cat that ", "He saw "),
    "of the … of the": _same("of the mayor ", "She saw the son "),
    "of the friend's friend's": _same("friend’s ", "She saw his "),
    "if if if": _same("if ", "He asked "),
    "brackets that nest": lambda n: LEAD + "(" * (n // 2) + "a" + ")" * (n // 2),
    "a long coordination": _each(lambda k: f"and {_word(k)} ", "The mayor met Ana "),
    # -- names and pronouns
    "names in one sentence": _each(lambda k: f"{_word(k)} {_word(k + 7)}, ", "They met "),
    "names in sentences": _each(lambda k: f"{_word(k)} {_word(k * 7 + 1)} left Oslo. "),
    "surnames shared": _each(lambda k: f"{_word(k)} Keller left. Keller said no. "),
    "one name again and again": _same("Maria Keller left Oslo. "),
    "one name in one sentence": _same("Keller ", "They met "),
    "pronouns": _same("She told him that he saw her. "),
    "pronouns in one sentence": _same("he she they it ", "Then "),
    "names and pronouns": _each(lambda k: f"{_word(k)} {_word(k + 3)} said she saw them. "),
    "reflexives": _same("Ana saw herself. "),
    "mayors": _same("The mayor of Oslo met the mayor. "),
    "roles": _each(lambda k: f"The {_word(k)} minister left. The minister said no. "),
    "nicknames": _same("Ana “Nan” Lind left. "),
    "acronyms": _each(lambda k: f"The {_word(k)} Trade Union (KTU) said no. "),
    "honorifics": _same("Mr. Mrs. Dr. Prof. "),
    "all names in capitals": _each(lambda k: f"{_word(k).upper()} "),
    # -- quotation marks
    "marks that only open": _same("“"),
    "marks that only open, apart": _same("“ "),
    "marks that only close": _same("” "),
    "straight marks": _same('"'),
    "straight marks, apart": _same('" '),
    "single marks": _same("' "),
    "apostrophes": _same("’"),
    "marks around words": _same("“no” "),
    "marks around sentences": _same("“It is old,” said Ana. "),
    "an opening mark a paragraph": _same("“It is old and nobody wants it.\n\n"),
    "an opening mark a sentence": _same("“It is old and nobody wants it. "),
    "marks that nest": _same("“He said ‘no "),
    "marks that differ": _same("“a' «b” ‘c\" „d» "),
    "guillemets": _same("«a "),
    "a word and a closing mark": _same("no” said Ana. "),
    "a very long quotation": lambda n: (
        LEAD + "“" + "We are here to stay. " * (n // 21) + "” he said."
    ),
    "turns of an interview": _same("Ana: It is old.\n\nQ: Why?\n\n"),
    "dashes as turns": _same("– It is old, said Ana.\n\n"),
    "said, said, said": _same("said Ana, "),
    "according to": _same("according to Ana, "),
    # -- white space and line ends
    "spaces": _same(" "),
    "line ends": _same("\n"),
    "tabs": _same("\t"),
    "carriage returns": _same("\r"),
    "blank lines": _same("\r\n \t"),
    "hard spaces": _same("\u00a0"),
    "form feeds": _same("\f"),
    "spaces within a sentence": lambda n: LEAD + "He left" + " " * n + "Oslo on Monday.",
    "spaces at every line": _same("a" + " " * 500 + "\n"),
    "one word a paragraph": _same("No.\n\n"),
    "one letter a line": _same("a\n"),
    "one mark a paragraph": _same("“\n\n"),
    # -- numbers, dates and units
    "numbers with units": _each(lambda k: f"{k} km "),
    "numbers": _same("1 "),
    "digits": _same("1"),
    "digits and commas": _same("1,"),
    "digits and points": _same("1."),
    "digits and dashes": _same("1-"),
    "numbers in words": _same("twenty-one million "),
    "hundreds of thousands of": _same("hundreds of thousands of "),
    "half of half of": _same("half of "),
    "three of the five of the": _same("three of the five "),
    "money": _same("$5 to "),
    "currencies": _same("$ "),
    "shares": _same("% "),
    "dates": _each(lambda k: f"on {k % 28 + 1} May {1900 + k % 120} "),
    "dates in sentences": _each(lambda k: f"He left on {k % 28 + 1} May {1900 + k % 120}. "),
    "weekdays": _same("on Monday "),
    "weekdays and commas": _same("Monday, "),
    "months and years": _same("May 2020 to "),
    "years": _same("2020-2021 "),
    "the same day": _same("the same day "),
    "between and": _same("between May and June "),
    "ages": _same("the 26-year-old "),
    "hours": _same("at 5 p.m. "),
    "he would, he will": _same("he would, he will, "),
    # -- letters and signs
    "one word without an end": _same("a"),
    "capitals": _same("THE MAYOR LEFT OSLO. "),
    "no spaces": _same("themayorleftoslo"),
    "words joined by points": _same("word."),
    "words joined by hyphens": _same("word-"),
    "words joined by slashes": _same("word/"),
    "words joined by apostrophes": _same("o'"),
    "capitals and points": _same("A."),
    "capitals, points and spaces": _same("A. "),
    "at signs": _same("a@"),
    "underscores": _same("_a"),
    "a web address": _same("a/b?c=d&", LEAD + "See https://example.org/"),
    "web addresses": _same("https://example.org/a "),
    "a host name": _same("a.", LEAD + "See http://"),
    "points": _same("."),
    "points apart": _same(". "),
    "exclamation": _same("!?"),
    "hyphens": _same("-"),
    "hyphens apart": _same("- "),
    "dashes": _same("—"),
    "dashes and letters": _same("a—"),
    "colons": _same(": "),
    "semicolons": _same("; "),
    "commas": _same(", "),
    "signs": _same("#$%&*+/<=>@\\^_`{|}~"),
    "tags": _same("<b>"),
    "tags that do not close": _same("<b "),
    "square brackets": _same("["),
    "brackets apart": _same("( "),
    "smileys": _same("🙂👩‍👩‍👧"),
    "combining marks": _same("\u0301"),
    "combining marks on words": _same("e\u0301\u0302\u0303"),
    "right to left marks": _same("\u202e\u200f"),
    "zero width": _same("\u200b"),
    "nulls": _same("\x00 "),
    "private use": _same("\ue000 "),
    "lone surrogates": _same("\ud800 "),
    "Chinese": _same("市长"),
    "Thai": _same("นายก"),
    "ligatures": _same("ﷺ"),
    "accents": _same("ÀÉÎõü "),
    # -- layout
    "header lines": lambda n: "Source: a\n" * (n // 10) + "\n" + LEAD,
    "bylines": lambda n: "By Ana Lind\n" * (n // 12) + "\n" + LEAD,
    "date lines": lambda n: "Date: 2020-01-01\n" * (n // 17) + "\n" + LEAD,
    "a byline without an end": lambda n: "By " + "Ana and " * (n // 8) + "\n\n" + LEAD,
    "a title without an end": lambda n: "The bridge of " + "Oslo " * (n // 5) + "\n\n" + LEAD,
    "a dateline without an end": lambda n: "OSLO, " * (n // 6) + "– " + LEAD,
    "a dateline of capitals": lambda n: "OSLO " * (n // 5) + "– " + LEAD,
    "a header value without an end": lambda n: "Date: " + "1 May " * (n // 6) + "\n\n" + LEAD,
    "captions": _same("Photo: Ana Lind.\n\n"),
    "a list": _each(lambda k: f"{k}. The mayor left.\n"),
    "bullets": _same("• The mayor left\n"),
    "a table": _same("1\t2\t3\t4\n"),
    "headlines": _same("Mayor leaves Oslo\n\n"),
    "datelines": _same("OSLO, May 3 – The mayor left.\n\n"),
}
