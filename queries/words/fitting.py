"""How well one pattern of a question fits a sentence: words explained, words met, what is denied, what part names play.

Filling the parameters is the matter of `reading`; this only judges one way of doing so.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from queries.words import lexicon
from queries.words.casting import inversions, miscast
from queries.words.patterns import Asked, Denial, Pattern, soft_stems, weight
from queries.words.sentence import Sentence
from queries.words.tokens import stem

LACKS_DENIAL = "no word denies, as this question does"
_LEAST = 0.6
"""A pattern of lighter words than this is never met whole."""
_HEADLESS = 0.7
"""What is left of the fit when the sentence has none of the pattern's telling words."""
_SOFT = 0.15
"""Weight of a word that means little, where the question does not have it."""
_UNKNOWN = 1.3
"""Weight of a word that no question has."""
_INVERTED = 0.12
_HALF = 0.75
"""Of its weight, what one word must have of a pattern to speak for it alone."""
_OWN = 1.0
"""A stem that weighs more is known to one question only."""
_SOUGHT = {"country", "company", "facility", "technology", "policy", "process"}
"""Groups of words that name what a question may ask for, each the label of an entity."""
_PARTS = {"share", "percentage", "proportion", "fraction", "majority"}
"""Words that ask for a part of what the question lists."""


def fit(
    asked: Asked, pattern: Pattern, sentence: Sentence, spans: Mapping[str, tuple[int, int]]
) -> tuple[float, list[str]]:
    """How well one pattern fits, of 1, and what of the sentence it leaves unexplained."""
    filled = {at: name for name, (start, past) in spans.items() for at in range(start, past)}
    left = [*_unmet(pattern, sentence, filled), *_defined(pattern, sentence)]
    requested = _requested(sentence)
    mentioned, names = _mentioned(sentence), _names(asked, spans)
    named = {at for each in sentence.mentions if each.candidates[0].kind == "id" for at in range(each.start, each.past)}
    again = _again(asked, sentence, spans)
    apart = {at for start, past in sentence.figures() for at in range(start, past)}
    told = explained = 0.0
    for at, token in enumerate(sentence.words):
        word = token.word
        if (at in filled and filled[at] in names) or at == requested or word in lexicon.NOT | lexicon.EXCEPT:
            continue
        if word in ("could", "might") and not pattern.words & lexicon.MAYBE and not _politely(sentence, at):
            left.append(word)
        if word == "how" and not any(word in each.words for each in asked.patterns):
            left.append(sentence.said(at, min(len(sentence.words), at + 2)))
        if word in lexicon.function_words() and at not in mentioned:
            continue
        if at in apart or (at in again and at not in filled):
            continue
        credit, known = _credit(asked, pattern, token.stem)
        if at in filled and credit < 0.8:
            continue  # a word of a list explains itself, and may be a word of the pattern as well
        if at in mentioned and at not in filled and token.stem not in asked.stems and (at in named or credit < 0.8):
            over = [(each.start - each.past, each.start, each.past) for each in sentence.mentions
                    if each.start <= at < each.past]  # fmt: skip
            left.append(sentence.said(*min(over)[1:]))
            continue
        if word in _PARTS and credit < 0.8 and not sentence.amounts:
            left.append(word)
        if credit < 0.8 and word in lexicon.critical_words() and not _said(asked, token.stem):
            left.append(word)
            continue
        share = weight(token.stem) if known else _UNKNOWN
        share = _SOFT if credit < 0.8 and token.stem in soft_stems() and not _counted(sentence, at) else share
        told += share
        explained += share * credit
    covered = explained / told if told else 1.0
    left += miscast(asked, sentence, spans)
    met = _met(pattern, sentence, {at for at, name in filled.items() if name in names})
    headed = 1.0 if pattern.denials or (_headed(pattern, sentence) and not _hinted(pattern, sentence)) else _HEADLESS
    left += _asked_for(asked, sentence)
    return headed * covered * (0.5 + 0.5 * met) - _INVERTED * inversions(asked, pattern, sentence, spans), left


def _again(asked: Asked, sentence: Sentence, spans: Mapping[str, tuple[int, int]]) -> set[int]:
    """Where a name stands that is named elsewhere too, by itself or within the name of a rule."""
    whole = {sentence.said(*span).casefold() for name, span in spans.items() if name in _names(asked, spans)}
    ruled = {sentence.words[at].word for name, span in spans.items() for at in range(*span)
             if "Policy" in asked.question.params[name].type}  # fmt: skip
    found = set()
    for each in sentence.mentions:
        said = {token.word for token in sentence.words[each.start : each.past]}
        if said <= ruled or sentence.said(each.start, each.past).casefold() in whole:
            found |= set(range(each.start, each.past))
    return found


def _requested(sentence: Sentence) -> int | None:
    """Where the verb stands that asks for a list: first, but for words of courtesy."""
    polite = lexicon.function_words() | lexicon.POLITE
    at = next((at for at, token in enumerate(sentence.words) if token.word not in polite), 0)
    following = [each.word for each in sentence.words[at + 1 : at + 2]]
    return at if sentence.words[at].word in lexicon.REQUESTS and following != ["of"] else None


def _said(asked: Asked, stem_: str) -> bool:
    """Whether the question says as much in words that are too common for its patterns' stems: 'against' for versus."""
    return any(lexicon.alike(stem_, stem(each)) for pattern in asked.patterns for each in pattern.words)


def _politely(sentence: Sentence, at: int) -> bool:
    around = {token.word for token in sentence.words[max(0, at - 1) : at + 2]}
    return bool(around & {"you", "i", "we", "someone", "somebody"})


def _defined(pattern: Pattern, sentence: Sentence) -> list[str]:
    """'What is HHI' asks what the word means, and no question tells that."""
    words = [token.word for token in sentence.words]
    plain = [each for each in words[2:] if each not in ("a", "an", "the")]
    bare = len(plain) == 1 and words[0] == "what" and words[1] in ("is", "are") and not sentence.mentions
    return plain if bare and not {"what", words[1]} <= pattern.words else []


def _counted(sentence: Sentence, at: int) -> bool:
    """Whether a word is what is counted, which always matters: 'how many people', 'the number of sites'."""
    return [token.word for token in sentence.words[max(0, at - 2) : at]] in (["how", "many"], ["number", "of"])


def _mentioned(sentence: Sentence) -> set[int]:
    """Where names stand; of those with other words the function words in them do not count."""
    found = set()
    for each in sentence.mentions:
        if each.candidates[0].of != "states" and not each.source:  # states are everyday words: permit
            places = set(range(each.start, each.past))
            told = {at for at in places if sentence.words[at].word not in lexicon.function_words()}
            found |= told or places
    return found


def _credit(asked: Asked, pattern: Pattern, stem_: str) -> tuple[float, bool]:
    """How far a stem is explained, of 1, and whether the question knows it at all."""
    here = lexicon.nearest(stem_, pattern.stems)
    if here == 1.0:
        return 1.0, True
    elsewhere = 0.85 * max(lexicon.nearest(stem_, asked.stems), lexicon.nearest(stem_, asked.verbs))
    wider = 0.55 * lexicon.nearest(stem_, asked.wider)
    return max(here, elsewhere, wider), max(here, elsewhere, wider) > 0


def _met(pattern: Pattern, sentence: Sentence, named: set[int]) -> float:
    """How much of the pattern's own words the sentence has, of 1. Names do not count as words; a denial does, for
    without it the pattern does not fit at all."""
    stems = {token.stem for at, token in enumerate(sentence.words)
             if at not in named and token.word not in lexicon.function_words()}  # fmt: skip
    found = 0.0
    for own in sorted(pattern.stems, key=lambda each: (each not in stems, -weight(each), each)):
        best = max(sorted(stems), key=lambda each: lexicon.alike(own, each), default="")
        if best and (likeness := lexicon.alike(own, best)):
            found += weight(own) * likeness
            stems.discard(best)  # one word says one thing: 'production' is not mining and refining both
    whole = sum(weight(own) for own in pattern.stems)
    denied = float(len(pattern.denials))
    return (found + denied) / max(whole + denied, _LEAST)


def _headed(pattern: Pattern, sentence: Sentence) -> bool:
    """Whether the sentence has a word that tells of the pattern, or a number that belongs to it."""
    stems = {token.stem for token in sentence.words}
    return any(lexicon.alike(head, each) for head in pattern.heads for each in stems)


def _hinted(pattern: Pattern, sentence: Sentence) -> bool:
    """Whether one word alone speaks for a pattern of several: 'exports of gallium' does not ask for export controls."""
    stems = {token.stem for token in sentence.words if token.word not in lexicon.function_words()}
    telling = [own for own in pattern.stems if not lexicon.groups().get(own, frozenset()) & lexicon.LABELS]
    met = [own for own in telling if any(lexicon.alike(own, each) for each in stems)]
    if len(met) != 1 or weight(met[0]) > _OWN:
        return False
    return len(telling) > 1 and weight(met[0]) < _HALF * sum(weight(own) for own in telling)


def _asked_for(asked: Asked, sentence: Sentence) -> list[str]:
    """'Which country' where no column of the question tells a country."""
    told = {of for column in asked.question.columns.values() for of in column.type.partition(":")[2].split("|")}
    left = []
    for at, (one, two) in enumerate(pairwise(sentence.words)):
        wanted = {each.capitalize() for each in lexicon.groups().get(two.stem, frozenset()) & _SOUGHT}
        if one.word in ("which", "what") and wanted and not told & {*wanted, "Entity"}:
            left.append(sentence.said(at, at + 2))
    return left


def _names(asked: Asked, spans: Mapping[str, tuple[int, int]]) -> set[str]:
    kinds = {name: asked.question.params[name].type.partition(":")[0] for name in spans}
    return {name for name, kind in kinds.items() if kind in ("id", "source", "domain")}


def _unmet(pattern: Pattern, sentence: Sentence, filled: Mapping[int, str]) -> list[str]:
    """Denials of the sentence that the pattern does not have, and those of the pattern that the sentence lacks."""
    wanted = list(pattern.denials)
    left = []
    for at, token in enumerate(sentence.words):
        excludes = token.word in lexicon.EXCEPT or (
            token.word == "other" and [each.word for each in sentence.words[at + 1 : at + 2]] == ["than"]
        )
        if not excludes and token.word not in lexicon.NOT:
            continue
        numbered = token.word == "no" and [each.word.isdigit() for each in sentence.words[at + 1 : at + 2]] == [True]
        if at in filled or numbered or any(each.start <= at < each.past for each in sentence.amounts):
            continue
        denied = _denied(sentence, at, filled, excludes)
        match = next((each for each in wanted if _same(each, denied)), None)
        if match is None:
            left.append(sentence.said(at, min(len(sentence.words), at + 3)))
        else:
            wanted.remove(match)
    return [*left, *(LACKS_DENIAL for _ in wanted)]


def _denied(sentence: Sentence, at: int, filled: Mapping[int, str], excludes: bool) -> Denial:
    slots: list[str] = []
    for place in range(at + 1, len(sentence.words)):
        word = sentence.words[place].word
        if place in filled:
            slots.append(filled[place])
        elif word in lexicon.function_words() or word in lexicon.NOT | lexicon.EXCEPT or word == "than":
            if slots and word not in ("of", "the"):
                break
        elif slots:
            break
        else:
            return Denial(excludes, frozenset({sentence.words[place].stem}))
    return Denial(excludes, frozenset(), frozenset(slots))


def _same(one: Denial, other: Denial) -> bool:
    if one.excludes != other.excludes:
        return False
    return bool(one.slots & other.slots) or any(lexicon.alike(a, b) for a in one.stems for b in other.stems)
