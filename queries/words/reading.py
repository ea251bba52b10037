"""One question held against a sentence: which parameters its mentions fill, which words it explains, which it cannot.

A reading whose `left` is not empty leaves out something that changes what is asked: it is never taken for the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product

from queries.catalogue import Param
from queries.words import lexicon
from queries.words.amounts import Amount
from queries.words.fitting import fit
from queries.words.linking import Candidate, Mention, within
from queries.words.patterns import Asked, Pattern
from queries.words.sentence import Sentence
from queries.words.tokens import tokens

_MOST_WAYS = 3_000


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
    """Ways to fill parameters with mentions that do not overlap; each mention may also fill none. A name within a
    longer one fills where the question does not take the longer, and others fill the rest of it: 'rare earth
    separation' is a process, or a mineral and a stage."""
    choices: list[list[tuple[str, Mention, Candidate] | None]] = []
    taking = [each for each in mentions if any(_fits(param, one) for param in asked.question.params.values()
                                               for one in each.candidates)]  # fmt: skip
    longer = [each for each in mentions if each.exact and not each.source and each.past - each.start > 1]
    whole = [each for each in longer if each in taking]
    torn = [set(range(each.start, each.past)) for each in longer if each not in taking]
    for mention in taking:
        if any(within(mention, other) and not within(other, mention) for other in whole):
            continue
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
            if all(span <= taken or not span & taken for span in torn):
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
    left = [f"{sentence.said(*spans[name])} ({candidate.value} is not in the graph)"
            for name, (_, candidate) in filled.items() if not candidate.name]  # fmt: skip
    _dates(asked, sentence, params, spans, left)
    _amounts(asked, sentence, params, spans, left)
    missing = tuple(
        param.name for param in asked.question.params.values() if param.required and param.name not in params
    )
    best: tuple[tuple[float, float], float, list[str], list[str]] | None = None
    for pattern in asked.patterns:
        fits, more = fit(asked, pattern, sentence, spans)
        lacking = [*missing, *(name for name in _assumed(asked, pattern, sentence, spans) if name not in missing)]
        rank = (-float(len(more) + len(lacking)), fits)
        if best is None or rank > best[0]:
            best = (rank, fits, more, lacking)
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
            left.append(sentence.said(each.start, each.past))
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
            left.append(sentence.said(grade.start, grade.past))
            continue
        params[name] = grade.value
        spans[name] = (grade.start, grade.past)
    for amount in sentence.amounts:
        span = range(amount.start, amount.past)
        if taken & set(span) or any(_has(pattern, sentence, span) for pattern in asked.patterns):
            continue
        name = next((param.name for param in asked.question.params.values() if _takes(param, amount)), None)
        if name is None or name in params:
            left.append(sentence.said(amount.start, amount.past))
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
