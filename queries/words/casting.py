"""What part each name plays in a sentence, by the words around it: who acts, whom it comes from, what it is aimed at.

A name that plays another part than its parameter does in any pattern of the question is never taken for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from queries.words import lexicon
from queries.words.linking import demonyms
from queries.words.patterns import Asked, Pattern
from queries.words.sentence import Sentence
from queries.words.tokens import stem

_ELSEWHERE = ("to", "into", "towards", "toward", "against", "for", "in", "inside", "within")
"""Words before what something is aimed at, or where it is: never whom it comes from."""
_ACTORS = {"Country", "Company"}
_NOUNS = ("tion", "sion", "ing", "ment", "ness", "ence", "ance", "ency")
"""Endings of words that are nouns, so that a name before one only says whose or which."""


def miscast(asked: Asked, sentence: Sentence, spans: Mapping[str, tuple[int, int]]) -> list[str]:
    """Names that play another part than their parameter does in any pattern: 'from China' where nothing comes from
    the parameter, or a subject where the parameter never is one."""
    left = []
    things = {name: span for name, span in spans.items() if asked.question.params[name].type.startswith("id:")}
    for name, span in things.items():
        cue = _cue(sentence, span)
        if sentence.words[span[1] - 1].word in demonyms():
            cue = _of_adjective(asked, sentence, cue, next((one for one in things.values() if one[0] == span[1]), None))
        cues = {pattern.cues.get(name, "") for pattern in asked.patterns}
        against = {"from": cues & (lexicon.AUXILIARIES | {"to"}), "by": True, "with": True}
        if set(asked.question.params[name].type.partition(":")[2].split("|")) & _ACTORS:
            against |= dict.fromkeys(_ELSEWHERE, True)
        acts = cue in lexicon.AUXILIARIES and not _subordinate(sentence, span)
        other = acts and not _may_act(asked, name, sentence, things)
        if other or (cue not in cues and against.get(cue)) or _turned(asked, name, cue):
            left.append(f"{_cue(sentence, span)} {sentence.said(*span)}")
    return left


def _may_act(asked: Asked, name: str, sentence: Sentence, things: Mapping[str, tuple[int, int]]) -> bool:
    """Whether the verb of a subject is one that it has in a pattern: Japan may buy in 'whom does Japan buy from'."""
    filled = {at for start, past in things.values() for at in range(start, past)}
    verbs = {pattern.verbs[name] for pattern in asked.patterns if name in pattern.verbs}
    for at in range(things[name][1], len(sentence.words)):
        token = sentence.words[at]
        if at in filled or token.word in lexicon.function_words() or token.adverb:
            continue
        if any(lexicon.alike(token.stem, verb) for verb in verbs):
            return True
        if token.word not in lexicon.soft_words():
            return False
    return False


def _of_adjective(asked: Asked, sentence: Sentence, cue: str, named: tuple[int, int] | None) -> str:
    """'To Chinese graphite' is to what comes from China, but in 'Chinese graphite imports' the imports are China's."""
    if named is None:
        return cue
    following = [each.stem for each in sentence.words[named[1] : named[1] + 1]]
    return cue if asked.stems & set(following) else "from"


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


def inversions(asked: Asked, pattern: Pattern, sentence: Sentence, spans: Mapping[str, tuple[int, int]]) -> float:
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
