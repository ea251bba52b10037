"""How well one pattern of a question fits a sentence: words explained, words met, what is denied, what part names play.

Filling the parameters is the matter of `reading`; this only judges one way of doing so.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations, pairwise

from queries.words import lexicon
from queries.words.linking import demonyms
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
_TOWARDS = ("to", "into", "towards", "toward", "against")
"""Words before what something is aimed at, which is never what it comes from."""
_HALF = 0.6
"""Of its weight, what one word must have of a pattern to speak for it alone."""
_OWN = 1.0
"""A stem that weighs more is known to one question only."""
_SOUGHT = {"country", "company", "facility", "technology", "policy", "process"}
"""Groups of words that name what a question may ask for, each the label of an entity."""
_ACTORS = {"Country", "Company"}
_NOUNS = ("tion", "sion", "ing", "ment", "ness", "ence", "ance", "ency")
"""Endings of words that are nouns, so that a name before one only says whose or which."""


def fit(
    asked: Asked, pattern: Pattern, sentence: Sentence, spans: Mapping[str, tuple[int, int]]
) -> tuple[float, list[str]]:
    """How well one pattern fits, of 1, and what of the sentence it leaves unexplained."""
    filled = {at: name for name, (start, past) in spans.items() for at in range(start, past)}
    left = _unmet(pattern, sentence, filled)
    requested = sentence.words[0].word in lexicon.REQUESTS and [each.word for each in sentence.words[1:2]] != ["of"]
    mentioned, names = _mentioned(sentence), _names(sentence, spans)
    apart = {at for start, past in sentence.figures() for at in range(start, past)}
    told = explained = 0.0
    for at, token in enumerate(sentence.words):
        word = token.word
        if (at in filled and filled[at] in names) or (at == 0 and requested) or word in lexicon.NOT | lexicon.EXCEPT:
            continue
        if word in ("could", "might") and not pattern.words & lexicon.MAYBE and not _politely(sentence, at):
            left.append(word)
        if word == "how" and not _counting(sentence, at) and not any(word in each.words for each in asked.patterns):
            left.append(sentence.said(at, min(len(sentence.words), at + 2)))
        if word in lexicon.function_words() and at not in mentioned:
            continue
        if at in apart:
            continue
        credit, known = _credit(asked, pattern, token.stem)
        if at in filled and credit < 0.8:
            continue  # a word of a list explains itself, and may be a word of the pattern as well
        if at in mentioned and at not in filled and token.stem not in asked.stems:
            left.append(next(sentence.said(each.start, each.past) for each in sentence.mentions
                             if each.start <= at < each.past))  # fmt: skip
            continue
        if credit < 0.8 and word in lexicon.critical_words() and not _said(asked, token.stem):
            left.append(word)
            continue
        share = weight(token.stem) if known else _UNKNOWN
        share = _SOFT if credit < 0.8 and token.stem in soft_stems() and not _counted(sentence, at) else share
        told += share
        explained += share * credit
    covered = explained / told if told else 1.0
    left += _miscast(asked, sentence, spans)
    met = _met(pattern, sentence, spans)
    headed = 1.0 if pattern.denials or (_headed(pattern, sentence) and not _hinted(pattern, sentence)) else _HEADLESS
    left += _asked_for(asked, sentence)
    return headed * covered * (0.5 + 0.5 * met) - _INVERTED * _inversions(asked, pattern, sentence, spans), left


def _said(asked: Asked, stem_: str) -> bool:
    """Whether the question says as much in words that are too common for its patterns' stems: 'against' for versus."""
    return any(lexicon.alike(stem_, stem(each)) for pattern in asked.patterns for each in pattern.words)


def _politely(sentence: Sentence, at: int) -> bool:
    around = {token.word for token in sentence.words[max(0, at - 1) : at + 2]}
    return bool(around & {"you", "i", "we", "someone", "somebody"})


def _counting(sentence: Sentence, at: int) -> bool:
    return [token.word for token in sentence.words[at + 1 : at + 2]] in (["much"], ["many"])


def _counted(sentence: Sentence, at: int) -> bool:
    """Whether a word is what is counted, which always matters: 'how many people', 'the number of sites'."""
    return [token.word for token in sentence.words[max(0, at - 2) : at]] in (["how", "many"], ["number", "of"])


def _mentioned(sentence: Sentence) -> set[int]:
    """Where names stand; of those with other words the function words in them do not count."""
    found = set()
    for each in sentence.mentions:
        if each.candidates[0].of != "states":  # the words for states are everyday ones: permit, construction
            places = set(range(each.start, each.past))
            told = {at for at in places if sentence.words[at].word not in lexicon.function_words()}
            found |= told or places
    return found


def _credit(asked: Asked, pattern: Pattern, stem_: str) -> tuple[float, bool]:
    """How far a stem is explained, of 1, and whether the question knows it at all."""
    here = max((lexicon.alike(stem_, own) for own in pattern.stems), default=0.0)
    if here == 1.0:
        return 1.0, True
    elsewhere = 0.85 * max((lexicon.alike(stem_, own) for own in asked.stems | asked.verbs), default=0.0)
    wider = 0.55 * max((lexicon.alike(stem_, own) for own in asked.wider), default=0.0)
    return max(here, elsewhere, wider), max(here, elsewhere, wider) > 0


def _met(pattern: Pattern, sentence: Sentence, spans: Mapping[str, tuple[int, int]]) -> float:
    """How much of the pattern's own words the sentence has, of 1. Names do not count as words; a denial does, for
    without it the pattern does not fit at all."""
    named = {
        at for name, (start, past) in spans.items() for at in range(start, past) if name in _names(sentence, spans)
    }
    stems = {token.stem for at, token in enumerate(sentence.words)
             if at not in named and token.word not in lexicon.function_words()}  # fmt: skip
    found = sum(weight(own) * max((lexicon.alike(own, each) for each in stems), default=0.0) for own in pattern.stems)
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
    met = [own for own in pattern.stems if any(lexicon.alike(own, each) for each in stems)]
    if len(met) != 1 or weight(met[0]) > _OWN:
        return False
    return len(pattern.stems) > 1 and weight(met[0]) < _HALF * sum(weight(own) for own in pattern.stems)


def _asked_for(asked: Asked, sentence: Sentence) -> list[str]:
    """'Which country' where no column of the question tells a country."""
    told = {of for column in asked.question.columns.values() for of in column.type.partition(":")[2].split("|")}
    left = []
    for at, (one, two) in enumerate(pairwise(sentence.words)):
        wanted = {each.capitalize() for each in lexicon.groups().get(two.stem, frozenset()) & _SOUGHT}
        if one.word in ("which", "what") and wanted and not told & {*wanted, "Entity"}:
            left.append(sentence.said(at, at + 2))
    return left


def _miscast(asked: Asked, sentence: Sentence, spans: Mapping[str, tuple[int, int]]) -> list[str]:
    """Names that play another part than their parameter does in any pattern: 'from China' where nothing comes from
    the parameter, or a subject where the parameter never is one."""
    left = []
    for name, span in spans.items():
        if not asked.question.params[name].type.startswith("id:"):
            continue
        cue = _cue(sentence, span)
        cues = {pattern.cues.get(name, "") for pattern in asked.patterns}
        against = {"from": cues & (lexicon.AUXILIARIES | {"to"}), "by": True}
        if set(asked.question.params[name].type.partition(":")[2].split("|")) & _ACTORS:
            against |= dict.fromkeys(_TOWARDS, True)
        subject = cue in lexicon.AUXILIARIES and not cues & lexicon.AUXILIARIES and not _subordinate(sentence, span)
        if subject or (cue not in cues and against.get(cue)) or _turned(asked, name, cue):
            left.append(f"{cue} {sentence.said(*span)}")
    return left


def _subordinate(sentence: Sentence, span: tuple[int, int]) -> bool:
    """Whether a name after an auxiliary is no subject that acts: 'can gallium be replaced', 'does Malaysian refining',
    'does rare earth concentration'."""
    following = [each.word for each in sentence.words[span[1] : span[1] + 1]]
    adjective = sentence.words[span[1] - 1].word in demonyms()
    return adjective or following == ["be"] or any(each.endswith(_NOUNS) for each in following)


def _turned(asked: Asked, name: str, cue: str) -> bool:
    """Whether a verb stands before the name that in the patterns is what the name does: in 'who buys
    Australian lithium' Australia does not buy."""
    params = asked.question.params
    paired = any(other != name and _alike_types(params[name].type, params[other].type) for other in params)
    if cue in lexicon.function_words() or not cue or paired:
        return False
    if any(lexicon.alike(stem(cue), stem(each.cues.get(name, ""))) for each in asked.patterns):
        return False
    acting = [each.after[name] for each in asked.patterns if each.cues.get(name) in lexicon.AUXILIARIES]
    return any(lexicon.alike(stem(cue), own) for each in acting for own in each)


def _names(sentence: Sentence, spans: Mapping[str, tuple[int, int]]) -> set[str]:
    kinds = {(each.start, each.past): each.candidates[0].kind for each in sentence.mentions}
    return {name for name, span in spans.items() if kinds.get(span) in ("id", "source", "domain")}


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


def _inversions(asked: Asked, pattern: Pattern, sentence: Sentence, spans: Mapping[str, tuple[int, int]]) -> float:
    """Pairs of parameters of like types that stand in another order than in the pattern, unless the words before them
    are those of the pattern."""
    filled = [name for name in asked.question.params if name in spans]
    count = 0.0
    for one, other in combinations(filled, 2):
        if not _alike_types(asked.question.params[one].type, asked.question.params[other].type):
            continue
        ordered = next((each for each in (pattern, *asked.patterns) if {one, other} <= set(each.slots)), None)
        if ordered is None:
            continue
        first, second = sorted((one, other), key=ordered.slots.index)
        cued = sum(_cue(sentence, spans[name]) == ordered.cues[name] != "" for name in (one, other))
        count += (spans[first] > spans[second] and cued < 2) + (spans[first] < spans[second] and cued == 0) * 0.1
    return count


def _alike_types(one: str, other: str) -> bool:
    (kind, _, of), (other_kind, _, other_of) = one.partition(":"), other.partition(":")
    if kind != other_kind or kind not in ("id", "word"):
        return False
    return bool(set(of.split("|")) & set(other_of.split("|"))) or "Entity" in (of, other_of)


def _cue(sentence: Sentence, span: tuple[int, int]) -> str:
    before = [token.word for token in sentence.words[: span[0]] if token.word not in ("the", "a", "an")]
    return before[-1] if before else ""
