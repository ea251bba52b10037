"""One question held against a sentence: which parameters its mentions fill, which words it explains, which it cannot.

A reading whose `left` is not empty leaves out something that changes what is asked: it is never taken for the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice, product

from queries.catalogue import Param
from queries.words import lexicon
from queries.words.amounts import Amount, Grade
from queries.words.linking import Candidate, Mention
from queries.words.patterns import Asked, Denial, Pattern, soft_stems, weight
from queries.words.tokens import Token, tokens
from queries.words.when import When

LACKS_DENIAL = "no word denies, as this question does"
_MOST_WAYS = 3_000
_INVERTED = 0.12
_LEAST = 0.6
"""A pattern of lighter words than this is never met whole."""
_HEADLESS = 0.7
"""What is left of the fit when the sentence has none of the pattern's telling words."""
_SOFT = 0.15
"""Weight of a word that means little, where the question does not have it."""
_UNKNOWN = 1.3
"""Weight of a word that no question has."""


@dataclass(frozen=True)
class Sentence:
    """The words of a sentence, with everything that was found in them."""

    words: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    dates: tuple[When, ...]
    amounts: tuple[Amount, ...]
    grades: tuple[Grade, ...]

    def figures(self) -> list[tuple[int, int]]:
        """Where dates, amounts and grades stand."""
        return [
            *((each.start, each.past) for each in self.dates),
            *((each.start, each.past) for each in self.amounts),
            *((each.start, each.past) for each in self.grades),
        ]


@dataclass(frozen=True)
class Reading:
    """A question as the meaning of a sentence. `fit` is of 1; `because` tells which words gave which parameter;
    `left` holds what it cannot explain, `missing` the parameters that it still needs."""

    name: str
    params: Mapping[str, str]
    because: tuple[tuple[str, str, str], ...]
    fit: float
    left: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    likeness: float = 100.0
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict, repr=False)

    @property
    def whole(self) -> bool:
        return not self.left and not self.missing


def readings(asked: Asked, sentence: Sentence) -> list[Reading]:
    """The readings of the sentence as this question, best first; one for each way of filling its parameters."""
    found: dict[tuple[tuple[str, str], ...], Reading] = {}
    for filled in islice(_ways(asked, sentence.mentions), _MOST_WAYS):
        reading = _reading(asked, sentence, filled)
        key = tuple(sorted(reading.params.items()))
        if key not in found or _rank(reading) > _rank(found[key]):
            found[key] = reading
    return sorted(found.values(), key=lambda each: (*(-part for part in _rank(each)), str(sorted(each.params.items()))))


def _rank(reading: Reading) -> tuple[float, float, float]:
    return (-len(reading.left) - len(reading.missing), reading.fit, reading.likeness)


def _ways(asked: Asked, mentions: Sequence[Mention]) -> Iterator[dict[str, tuple[Mention, Candidate]]]:
    """Ways to fill parameters with mentions that do not overlap; each mention may also fill none."""
    choices: list[list[tuple[str, Mention, Candidate] | None]] = []
    for mention in mentions:
        fitting: list[tuple[str, Mention, Candidate] | None] = [
            (param.name, mention, candidate)
            for param in asked.question.params.values()
            for candidate in mention.candidates
            if _fits(param, candidate)
        ]
        choices.append([*fitting, None])
    for chosen in product(*choices):
        filled: dict[str, tuple[Mention, Candidate]] = {}
        taken: set[int] = set()
        for choice in chosen:
            if choice is None:
                continue
            name, mention, candidate = choice
            span = set(range(mention.start, mention.past))
            if name in filled or span & taken:
                break
            filled[name] = (mention, candidate)
            taken |= span
        else:
            yield filled


def _fits(param: Param, candidate: Candidate) -> bool:
    kind, _, of = param.type.partition(":")
    if kind != candidate.kind:
        return False
    match kind:
        case "id":
            return of == "Entity" or candidate.of in of.split("|")
        case "word":
            return of == candidate.of
        case "texts":
            return param.name == candidate.of
    return True


def _reading(asked: Asked, sentence: Sentence, filled: Mapping[str, tuple[Mention, Candidate]]) -> Reading:
    params = {name: candidate.value for name, (_, candidate) in filled.items()}
    spans = {name: (mention.start, mention.past) for name, (mention, _) in filled.items()}
    left = [f"{_said(sentence, *spans[name])} ({candidate.value} is not in the graph)"
            for name, (_, candidate) in filled.items() if not candidate.name]  # fmt: skip
    _dates(asked, sentence, params, spans, left)
    _amounts(asked, sentence, params, spans, left)
    missing = tuple(
        param.name for param in asked.question.params.values() if param.required and param.name not in params
    )
    best: tuple[tuple[float, float], float, list[str], list[str]] | None = None
    for pattern in asked.patterns:
        fit, more = _fit(asked, pattern, sentence, spans)
        lacking = [*missing, *(name for name in _assumed(asked, pattern, sentence, spans) if name not in missing)]
        rank = (-float(len(more) + len(lacking)), fit)
        if best is None or rank > best[0]:
            best = (rank, fit, more, lacking)
    assert best is not None  # noqa: S101  every question has a text
    because = tuple(
        (" ".join(token.typed or token.text for token in sentence.words[start:past]), name, params[name])
        for name, (start, past) in sorted(spans.items(), key=lambda item: item[1])
    )
    likeness = min((candidate.likeness for _, candidate in filled.values()), default=100.0)
    return Reading(asked.question.name, params, because, round(best[1], 4), _apart([*left, *best[2]]),
                   tuple(best[3]), likeness, spans)  # fmt: skip


def _apart(left: Sequence[str]) -> tuple[str, ...]:
    """What is left out, each once, and no part of another."""
    return tuple(each for each in dict.fromkeys(left) if not any(each != other and each in other for other in left))


def _assumed(asked: Asked, pattern: Pattern, sentence: Sentence, spans: Mapping[str, tuple[int, int]]) -> Iterator[str]:
    """Parameters of the pattern whose default names something that the sentence does not speak of at all."""
    stems = {token.stem for token in sentence.words}
    for name in pattern.slots or asked.patterns[0].slots:
        param = asked.question.params[name]
        if name in spans or not param.default or param.type.partition(":")[0] not in ("id", "source"):
            continue
        if not stems & {token.stem for token in tokens(str(param.default).partition(":")[2] or str(param.default))}:
            yield name


def _dates(
    asked: Asked, sentence: Sentence, params: dict[str, str], spans: dict[str, tuple[int, int]], left: list[str]
) -> None:
    """A date fills a period where the question has one and a year or month is named, or else the day that is asked
    about; a second one fills the parameter beside it."""
    taken = {at for start, past in spans.values() for at in range(start, past)}
    free = [each for each in sentence.dates if not taken & set(range(each.start, each.past))]
    periods = [name for name in asked.question.params if name.startswith("period")]
    days = [param.name for param in asked.question.params.values() if param.type == "date"]
    for each in free:
        plain = each.how == "on" and len(each.text) < 10
        second = each is not free[0]
        wanted = periods if plain and periods else days
        name = next((one for one in wanted if one not in params and (not second or len(wanted) > 1)), None)
        if name is None or (name in days and each.day is None):
            left.append(_said(sentence, each.start, each.past))
            continue
        params[name] = each.text if name in periods else str(each.day)
        spans[name] = (each.start, each.past)


def _amounts(
    asked: Asked, sentence: Sentence, params: dict[str, str], spans: dict[str, tuple[int, int]], left: list[str]
) -> None:
    taken = {at for start, past in spans.values() for at in range(start, past)}
    taken |= {at for when in sentence.dates for at in range(when.start, when.past)}
    taken |= {at for grade in sentence.grades for at in range(grade.start, grade.past)}
    for grade in sentence.grades:
        name = next((param.name for param in asked.question.params.values() if param.type == "grade"), None)
        if name is None:
            left.append(_said(sentence, grade.start, grade.past))
            continue
        params[name] = grade.value
        spans[name] = (grade.start, grade.past)
    for amount in sentence.amounts:
        span = range(amount.start, amount.past)
        if taken & set(span) or any(_has(pattern, sentence, span) for pattern in asked.patterns):
            continue
        name = next((param.name for param in asked.question.params.values() if _takes(param, amount)), None)
        if name is None or name in params:
            left.append(_said(sentence, amount.start, amount.past))
            continue
        params[name] = amount.value
        spans[name] = (amount.start, amount.past)


def _has(pattern: Pattern, sentence: Sentence, span: range) -> bool:
    """Whether the number itself belongs to the question: two or more steps, N-1."""
    said = {sentence.words[at].word for at in span}
    return said - lexicon.function_words() <= pattern.words


def _takes(param: Param, amount: Amount) -> bool:
    """Whether a number parameter is bounded that way and counts that unit, by its name and description."""
    if param.type not in ("integer", "number"):
        return False
    if amount.bound == "limit" or amount.unit in ("rows", "results"):
        return param.name == "limit"
    if param.name == "limit":
        return False
    if param.name.startswith("min") and amount.bound != "least":
        return False
    if param.name.startswith("max") and amount.bound not in ("most", "exact"):
        return False
    if not param.name.startswith("max") and amount.bound == "most":
        return False
    said = f"{param.name.replace('_', ' ')} {param.about}"
    if amount.unit in ("percent", "percentage", "point", "points"):
        return "per cent" in said or "percent" in said or "points" in said
    unit = amount.unit.rstrip("s")
    words = {word.rstrip("s") for word in param.name.split("_")}
    return bool(unit) and (unit in words or (unit == "step" and "hop" in words))


def _fit(
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
            left.append(_said(sentence, at, min(len(sentence.words), at + 2)))
        if word in lexicon.function_words() and at not in mentioned:
            continue
        if at in apart:
            continue
        credit, known = _credit(asked, pattern, token.stem)
        if at in filled and credit < 0.8:
            continue  # a word of a list explains itself, and may be a word of the pattern as well
        if at in mentioned and at not in filled and token.stem not in asked.stems:
            left.append(next(_said(sentence, each.start, each.past) for each in sentence.mentions
                             if each.start <= at < each.past))  # fmt: skip
            continue
        if credit < 0.8 and word in lexicon.critical_words():
            left.append(word)
            continue
        share = weight(token.stem) if known else _UNKNOWN
        share = _SOFT if credit < 0.8 and token.stem in soft_stems() else share
        told += share
        explained += share * credit
    covered = explained / told if told else 1.0
    left += _miscast(asked, sentence, spans)
    met = _met(pattern, sentence, spans)
    headed = 1.0 if pattern.denials or _headed(pattern, sentence) else _HEADLESS
    return headed * covered * (0.5 + 0.5 * met) - _INVERTED * _inversions(asked, pattern, sentence, spans), left


def _politely(sentence: Sentence, at: int) -> bool:
    around = {token.word for token in sentence.words[max(0, at - 1) : at + 2]}
    return bool(around & {"you", "i", "we", "someone", "somebody"})


def _counting(sentence: Sentence, at: int) -> bool:
    return [token.word for token in sentence.words[at + 1 : at + 2]] in (["much"], ["many"])


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
    wider = 0.55 if stem_ in asked.wider else 0.0
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


def _miscast(asked: Asked, sentence: Sentence, spans: Mapping[str, tuple[int, int]]) -> list[str]:
    """Names that play another part than their parameter does in any pattern: 'from China' where nothing comes from
    the parameter, or a subject where the parameter never is one."""
    left = []
    for name, span in spans.items():
        if not asked.question.params[name].type.startswith("id:"):
            continue
        cue = _cue(sentence, span)
        cues = {pattern.cues.get(name, "") for pattern in asked.patterns}
        against = {"from": cues & (lexicon.AUXILIARIES | {"to"}), "to": cues & {"from"}, "by": True}
        subject = cue in lexicon.AUXILIARIES and not cues & lexicon.AUXILIARIES
        if subject or (cue not in cues and against.get(cue)):
            left.append(f"{cue} {_said(sentence, *span)}")
    return left


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
            left.append(_said(sentence, at, min(len(sentence.words), at + 3)))
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


def _said(sentence: Sentence, start: int, past: int) -> str:
    return " ".join(token.typed or token.text for token in sentence.words[start:past])
