"""What a sentence mentions: entities, countries by their adjectives, domains, and words of the closed lists.

Exact names are looked up first, the longest first; words that nothing explains are then compared by their spelling. A
mention keeps every candidate that fits as well, so that the reading can tell a clear one from an open one.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kb import cypher
from kb.names import fold
from kb.store import Reader
from kb.vocab import rows, words
from kb.vocab.countries import country_names
from queries.find import Found, exactly, nearly
from queries.words import lexicon
from queries.words.english import is_english
from queries.words.patterns import library, vocabulary
from queries.words.tokens import Token, stem

_LONGEST = 9
"""Words of the longest name that is looked for."""
LEFT_OUT = ("State", "Measure")
"""Labels that sentences do not ask by; their names are everyday words."""
_BATCH = 400
_NEAR = 80.0
_SURER = 88.0
"""Likeness that a name needs which takes in words that are a name of their own."""
_MOST_UNKNOWN = 6
_WITHIN = 85.0
"""Likeness of a name to one of its later words."""


@dataclass(frozen=True)
class Candidate:
    """What a mention may be: the parameter type's kind (id, word, domain, source, texts), a value, a label or list."""

    kind: str
    value: str
    of: str
    name: str
    likeness: float = 100.0


@dataclass(frozen=True)
class Mention:
    """Words from `start` to before `past`, and what they may be, best first."""

    start: int
    past: int
    candidates: tuple[Candidate, ...]

    @property
    def exact(self) -> bool:
        return self.candidates[0].likeness == 100.0

    @property
    def source(self) -> bool:
        """Whether it is a source; a question that takes none reads its title as words: 'gallium market'."""
        return self.candidates[0].kind == "source"


@cache
def known_words() -> frozenset[str]:
    return vocabulary() | _listed_words()


@cache
def known_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in known_words())


def mentions(reader: Reader, sentence: Sequence[Token]) -> list[Mention]:
    """Everything that is mentioned. Names within a longer name are told too: not every question takes the longer."""
    exact, listed = list(entities(reader, sentence)), _listed(reader, sentence)
    return sorted([*exact, *listed, *_spelt(reader, sentence, exact, listed)], key=lambda each: (each.start, each.past))


def entities(reader: Reader, sentence: Sequence[Token]) -> Iterator[Mention]:
    """Entities by their exact names."""
    texts = {form for start, past in spans(sentence) for form in _forms(sentence[start:past])}
    found: dict[str, list[Found]] = {}
    ordered = sorted(texts)
    for at in range(0, len(ordered), _BATCH):
        found |= exactly(reader, ordered[at : at + _BATCH])
    met: dict[tuple[int, int], Mention] = {}
    for start, past in spans(sentence):
        candidates = []
        for form in _forms(sentence[start:past]):
            candidates += [
                Candidate("id", each.id, each.label, each.name)
                for each in found.get(form, [])
                if each.label not in LEFT_OUT and each.id != "country:WLD" and _as_written(sentence, start, past, each)
            ]
        if (code := _country(sentence, start, past)) and not any(each.of == "Country" for each in candidates):
            candidates.append(Candidate("id", f"country:{code}", "Country", ""))
        if candidates:
            met[start, past] = Mention(start, past, tuple(dict.fromkeys(candidates)))
    for mention in met.values():
        wider = _widened(sentence, mention)
        if wider == mention or (wider.start, wider.past) not in met:
            yield wider


def _widened(sentence: Sequence[Token], mention: Mention) -> Mention:
    """The mention with the words before it that are a part of its full name: NVIDIA in 'the NVIDIA H100'."""
    start = mention.start
    names = [_name_words(each) for each in mention.candidates]
    while start and sentence[start - 1].word not in lexicon.function_words():
        word = sentence[start - 1].word
        if not all({word, country_names().get(word)} & name for name in names):
            break
        start -= 1
    return Mention(start, mention.past, mention.candidates)


def _name_words(candidate: Candidate) -> set[str | None]:
    """The words of an entity's name, with the code of the country that it begins with: 'DR Congo: quotas'."""
    code = country_names().get(fold(candidate.name.partition(":")[0])) if ":" in candidate.name else None
    return {*fold(candidate.name).split(), code} - {None}


def _country(sentence: Sequence[Token], start: int, past: int) -> str | None:
    """A country by name or adjective, whether the graph knows it or not. Codes count in capitals; 'us' may be us."""
    typed = " ".join(token.text for token in sentence[start:past])
    code = country_names().get(fold(typed))
    if code is None or code == "WLD":
        return None
    if typed == "us":
        before = sentence[start - 1].word if start else ""
        return None if before in ("tell", "give", "show", "let", "for", "to", "gives", "of") else code
    shouted = all(token.text.isupper() for token in sentence if token.text.isalpha()) and len(sentence) > 2
    return code if len(typed) > 3 or fold(typed) in demonyms() or (typed.isupper() and not shouted) else None


@cache
def demonyms() -> frozenset[str]:
    """Adjectives of countries, folded."""
    return frozenset(fold(row["word"]) for row in rows("demonyms"))


def _as_written(sentence: Sequence[Token], start: int, past: int, found: Found) -> bool:
    """Symbols of one or two letters, and short everyday words, name something only as it is written: In, As, US."""
    typed = sentence[start:past]
    text = " ".join(token.text for token in typed)
    if found.label == "Country" and len(text) <= 3:
        return _country(sentence, start, past) is not None
    if len(typed) > 1 or len(text) > 3:
        return True
    if len(text) == 3 and (found.label == "Mineral" or not is_english(typed[0].word)):
        return True
    return text == found.matched if len(text) > 2 or typed[0].word not in lexicon.function_words() else False


def _listed(reader: Reader, sentence: Sequence[Token]) -> list[Mention]:
    """Words of the closed lists that parameters take, domains, and kinds that a default names."""
    known: dict[str, list[Candidate]] = {}
    domains = [row["domain"] for row in reader.run(cypher.DOMAINS).rows]
    of_domains = [
        (text, Candidate("domain", word, "domain", word))
        for word in domains
        for text in (word, *_others("domains", word))
    ]
    for text, candidate in (*_list_texts(), *of_domains):
        known.setdefault(_stemmed(text), []).append(candidate)
    found = []
    for start, past in spans(sentence):
        key = " ".join(token.stem for token in sentence[start:past])
        if candidates := known.get(key):
            found.append(Mention(start, past, tuple(dict.fromkeys(candidates))))
    return longest_of([*found, *_told_apart(sentence, found)])


def _told_apart(sentence: Sequence[Token], found: Sequence[Mention]) -> Iterator[Mention]:
    """Texts of two words that a sentence has apart, by the second: an export ban in 'who bans exports'."""
    stems = [token.stem for token in sentence]
    together = {each.candidates[0].value for each in found}
    for text, candidate in _list_texts():
        first, _, second = _stemmed(text).partition(" ")
        if candidate.kind == "texts" and text not in together and first in stems and second in stems:
            yield Mention(stems.index(second), stems.index(second) + 1, (candidate,))


@cache
def _list_texts() -> tuple[tuple[str, Candidate], ...]:
    found = []
    for each in library():
        for param in each.question.params.values():
            kind, _, of = param.type.partition(":")
            if kind == "word":
                found += [
                    (text, Candidate("word", word, of, word))
                    for word in words(of)
                    for text in (word, *_others(of, word))
                ]
            if kind == "texts" and isinstance(param.default, list):
                found += [(word, Candidate("texts", word, param.name, word)) for word in param.default]
    return tuple(dict.fromkeys(found))


def _others(list_: str, word: str) -> list[str]:
    """Other words for a word of a list, from its column `also`."""
    return [text for text in words(list_).get(word, {}).get("also", "").split("|") if text]


@cache
def _listed_words() -> frozenset[str]:
    texts = [text for text, _ in _list_texts()]
    texts += [*calendar.month_name, "yesterday"]
    texts += [text for row in rows("domains") for text in (row["word"], row["also"].replace("|", " "))]
    return frozenset(word for text in (*texts, *country_names()) for word in fold(text).split() if len(word) > 3)


def _spelt(
    reader: Reader, sentence: Sequence[Token], exact: Sequence[Mention], listed: Sequence[Mention]
) -> Iterator[Mention]:
    """Names that are spelt nearly like words that nothing explains, alone or with their neighbours."""
    taken = {at for each in (*exact, *listed) for at in range(each.start, each.past)}
    unknown = [at for at, token in enumerate(sentence) if at not in taken and odd(token)]
    found = []
    for at in unknown[:_MOST_UNKNOWN]:
        for start, past in spans(sentence, longest=5):
            ends = (sentence[start].word, sentence[past - 1].word)
            if not start <= at < past or any(word in lexicon.function_words() for word in ends):
                continue
            if any(start <= each.start and each.past <= past and each.candidates[0].of == "Country" for each in exact):
                continue
            text = " ".join(token.word for token in sentence[start:past] if token.text != "%")
            holds = any(start <= each.start and each.past <= past for each in exact)
            slips = any(odd(token) and not is_english(token.word) for token in sentence[start:past])
            near = nearly(reader, text, least=_SURER if holds else _NEAR, slips=slips)
            near = [each for each in near if each.label not in LEFT_OUT]
            if near:
                best = [each for each in near if each.likeness >= near[0].likeness - 4][:6]
                candidates = (Candidate("id", each.id, each.label, each.name, _likeness(text, each)) for each in best)
                found.append(Mention(start, past, tuple(candidates)))
    while found:
        best_one = max(found, key=lambda each: (_sum(each), -each.start))
        yield best_one
        found = [each for each in found if each.past <= best_one.start or each.start >= best_one.past]


def _likeness(text: str, found: Found) -> float:
    """How like it is spelt; one word from within a name hardly tells of it: water of the chilled-water plant."""
    own = fold(found.matched).split()
    return min(found.likeness, _WITHIN if text in own[1:] else 99.0)


def _sum(each: Mention) -> float:
    """Likeness, and a little for each word: of two names the longer explains more."""
    return each.candidates[0].likeness + 3 * (each.past - each.start)


def odd(token: Token) -> bool:
    """Whether neither a question nor a list knows the word, in any of its forms."""
    if len(token.word) < 4 or token.word.isdigit():
        return False
    return token.word not in known_words() and token.stem not in known_stems()


def spans(sentence: Sequence[Token], longest: int = _LONGEST) -> Iterator[tuple[int, int]]:
    for start in range(len(sentence)):
        for past in range(start + 1, min(len(sentence), start + longest) + 1):
            yield start, past


def _forms(span: Sequence[Token]) -> list[str]:
    """A span as a name might be written: as typed, and with its last word in the singular or plural."""
    if len(span) == 1 and span[0].word in lexicon.function_words() and not span[0].text.isupper():
        return [span[0].text] if span[0].text == "us" else []
    typed = [token.text for token in span]
    plural = [f"{typed[-1]}s"] if len(typed) > 1 and not typed[-1].endswith("s") else []
    return [" ".join([*typed[:-1], each]) for each in (*singulars(typed[-1]), *plural)]


def singulars(word: str) -> list[str]:
    """A word, and what it may be the plural of."""
    singular = [f"{word[:-3]}y"] if word.endswith("ies") else []
    singular += [word[:-2]] if word.endswith("es") else []
    singular += [word[:-1]] if word.endswith("s") and not word.endswith("ss") else []
    return [word, *(one for one in singular if len(one) > 2)]


def _stemmed(text: str) -> str:
    return " ".join(stem(word) for word in fold(text).split())


def longest_of(found: Sequence[Mention]) -> list[Mention]:
    return [each for each in found if not any(within(each, other) and not within(other, each) for other in found)]


def within(each: Mention, other: Mention) -> bool:
    return other.start <= each.start and each.past <= other.past
