"""Each question's ways of being asked, from its header: words to be met, parameters to be filled, what it denies.

The question's text, its phrases and its name are its patterns; descriptions of parameters and columns are its wider
vocabulary. No question is known here by name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import log

from kb import schema
from queries.catalogue import Question, catalogue
from queries.words import lexicon
from queries.words.amounts import KNOWN
from queries.words.tokens import stem, tokens

_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Denial:
    """A word that denies or excludes, and what: the stem or the parameter that follows."""

    excludes: bool
    stems: frozenset[str] = frozenset()
    slots: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Pattern:
    """One way to ask: its stems, its slots in order, the word before each slot, stems after it, the verb of each slot
    that is a subject, and what it denies."""

    stems: frozenset[str]
    slots: tuple[str, ...]
    cues: Mapping[str, str]
    after: Mapping[str, frozenset[str]]
    verbs: Mapping[str, str]
    denials: tuple[Denial, ...]
    words: frozenset[str]

    @property
    def heads(self) -> frozenset[str]:
        """The stems that tell most about the question; without one of them the pattern is hardly met."""
        most = max((weight(each) for each in self.stems), default=0.0)
        return frozenset(each for each in self.stems if weight(each) > 0.9 * most)


@dataclass(frozen=True)
class Asked:
    """A question with its patterns, and the stems of everything that its header says; `verbs` are those by which two
    entities may be joined, for a question about a relationship between any two."""

    question: Question
    patterns: tuple[Pattern, ...]
    stems: frozenset[str]
    wider: frozenset[str]
    verbs: frozenset[str]


@cache
def library() -> tuple[Asked, ...]:
    """Every question of the catalogue."""
    return tuple(_asked(question) for question in catalogue().values())


def _asked(question: Question) -> Asked:
    texts = [re.sub(r"\([^)]*\)", " ", question.question), *question.phrases, question.name.replace("_", " ")]
    patterns = tuple(_pattern(text) for text in texts)
    about = [param.about for param in question.params.values()]
    about += [f"{column.name.replace('_', ' ')} {column.about}" for column in question.columns.values()]
    own = frozenset().union(*(pattern.stems for pattern in patterns))
    wider = frozenset(token.stem for text in about for token in tokens(text) if _meaningful(token.word))
    ends = [param for param in question.params.values() if param.type == "id:Entity"]
    return Asked(question, patterns, own, wider, _relations() if len(ends) > 1 else frozenset())


@cache
def _relations() -> frozenset[str]:
    """Stems of the words that relationships read as: produces, contains, operates."""
    texts = [f"{each.sentence} {each.type.replace('_', ' ')}" for each in schema.RELATIONS.values()]
    return frozenset(token.stem for text in texts for token in tokens(text) if _meaningful(token.word))


def _pattern(text: str) -> Pattern:
    marked = tokens(_SLOT.sub(lambda match: f" slot{match[1].replace('_', 'x')}slot ", text))
    names = {f"slot{name.replace('_', 'x')}slot": name for name in _SLOT.findall(text)}
    slots: list[str] = []
    cues: dict[str, str] = {}
    after: dict[str, frozenset[str]] = {}
    verbs: dict[str, str] = {}
    denials: list[Denial] = []
    stems: set[str] = set()
    words: set[str] = set()
    for at, token in enumerate(marked):
        if token.word in names:
            slots.append(names[token.word])
            cues[names[token.word]] = marked[at - 1].word if at else ""
            after[names[token.word]] = frozenset(each.stem for each in marked[at + 1 :] if each.word not in names)
            if cues[names[token.word]] in lexicon.AUXILIARIES:
                verb = (each.stem for each in marked[at + 1 :] if each.word not in names and _meaningful(each.word)
                        and not each.adverb)  # fmt: skip
                verbs[names[token.word]] = next(verb, "")
            continue
        words.add(token.word)
        if (excludes := token.word in lexicon.EXCEPT) or token.word in lexicon.NOT:
            following = [each.word for each in marked[at + 1 :] if each.word in names or _meaningful(each.word)]
            run = []
            for word in following:
                run.append(word)
                if word not in names:
                    break
            denials.append(
                Denial(
                    excludes,
                    frozenset(stem(word) for word in run[:1] if word not in names),
                    frozenset(names[word] for word in run if word in names),
                )
            )
        elif _meaningful(token.word):
            stems.add(token.stem)
    return Pattern(frozenset(stems), tuple(slots), cues, after, verbs, tuple(denials), frozenset(words))


def _meaningful(word: str) -> bool:
    return word not in lexicon.function_words() and word not in lexicon.NOT and word not in lexicon.EXCEPT


@cache
def weight(stem_: str) -> float:
    """How much a stem tells about which question is asked: rare in the library is much, common is little."""
    named = sum(any(lexicon.alike(stem_, own) for own in asked.stems) for asked in library())
    rarity = log((1 + len(library())) / (1 + named)) / log(1 + len(library()))
    label = lexicon.groups().get(stem_, frozenset()) & lexicon.LABELS
    return (0.5 if label else 1.0) * (0.4 + 0.8 * rarity)


@cache
def soft_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in lexicon.soft_words())


@cache
def vocabulary() -> frozenset[str]:
    """Every word that a question or the lexicon knows: what a slip of the keyboard may have meant."""
    texts = [text for each in library() for text in (each.question.question, *each.question.phrases)]
    known = {token.word for text in texts for token in tokens(_SLOT.sub(" ", text))}
    lists = (KNOWN, lexicon.function_words(), lexicon.soft_words(), lexicon.critical_words(), lexicon.group_words())
    return frozenset(known | lexicon.NOT | lexicon.EXCEPT).union(*lists)
