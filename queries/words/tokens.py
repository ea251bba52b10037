"""A sentence cut into words, each with its folded form and stem; what the words mean is no matter of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from snowballstemmer import stemmer

from kb.names import fold

_STEMMER = stemmer("english")
_WORD = re.compile(r"[^\W_]+|%")
_OVERSTEMMED = {
    "miner": "mine", "miners": "mine", "critical": "critical", "critically": "critical", "important": "important",
    "importance": "important", "importantly": "important", "oppose": "oppose", "opposes": "oppose",
}  # fmt: skip
"""Words that the rules cut to the stem of another: a miner is no mineral, a critical one no critic, no important one an
import; who opposes a thing argues, and is no opposed policy."""
_CONTRACTIONS = (
    (re.compile(r"\bcan['’]?t\b|\bcannot\b", re.IGNORECASE), "can not"),
    (re.compile(r"\bwon['’]t\b", re.IGNORECASE), "will not"),
    (re.compile(r"n['’]t\b", re.IGNORECASE), " not"),
    (re.compile(r"\b(do|does|did|is|are)nt\b", re.IGNORECASE), r"\1 not"),
    (re.compile(r"['’](?:s|re|ve|ll|d|m)?(?=\W|$)", re.IGNORECASE), " "),
    (re.compile(r"\b([A-Za-z])\.([A-Za-z])\.(?:([A-Za-z])\.)?"), r"\1\2\3"),  # U.S., U.S.A.
    (re.compile(r"\bvs\b", re.IGNORECASE), "versus"),
    (re.compile(r"\b(?:these days|nowadays|at the moment|at present|as of now)\b", re.IGNORECASE), "now"),
    (re.compile(r"\blicens(?:e|es|ing)\b", re.IGNORECASE), "licence"),
    (re.compile(r"\bback to\b", re.IGNORECASE), "to"),
    (re.compile(r"\bnumber (?:one|1)\b", re.IGNORECASE), "top"),
    (re.compile(r"\bhow (?:do|can) (?:you|we|i) (?:know|tell)\b", re.IGNORECASE), "what evidence"),
    (re.compile(r"(\d),(?=\d{3}\b)"), r"\1"),
    (re.compile(r"\b(is|are|minerals|materials|metals|elements) used to\b", re.IGNORECASE), r"\1 needed to"),
    (re.compile(r"\bused to\b", re.IGNORECASE), "formerly"),
    (re.compile(r"\bright now\b", re.IGNORECASE), "now"),
    (re.compile(r"\b(?:go|goes|going|went|gone) up\b", re.IGNORECASE), "rise"),
    (re.compile(r"\bknow[- ]?how\b", re.IGNORECASE), "technology"),
    (re.compile(r"\b(?:sourced|sourcing|source(?= (?:from|its|their|the)\b))", re.IGNORECASE), "procured"),
    (re.compile(r"\bsources(?= (?:its|their)\b)", re.IGNORECASE), "procured"),
    (re.compile(r"\b(?:buy|buys|buying|bought|purchase[sd]?|purchasing) from\b", re.IGNORECASE), "procured from"),
    (re.compile(r"\bsub[- ]?suppliers?\b", re.IGNORECASE), "suppliers"),
    (re.compile(r"\bhow long (?=(?:is|are)\b)", re.IGNORECASE), "how lengthy "),
    (re.compile(r"\bmade (?:up |out )?(?:of|from)\b", re.IGNORECASE), "composed of"),
    (re.compile(r"\bwhat (?=(?:raises|drives|causes|increases|lowers|reduces|explains)\b)", re.IGNORECASE), "why "),
    (re.compile(r"\bn (?:minus )?(?:1|one)\b|\bn[-–−]1\b", re.IGNORECASE), "N 1"),
)


@dataclass(frozen=True)
class Token:
    """A word as it was typed (`text`), folded (`word`) and as a stem; `typed` differs when its spelling was mended."""

    text: str
    word: str
    stem: str
    typed: str = ""

    @property
    def adverb(self) -> bool:
        """Whether it is one by its ending: indirectly, mainly; 'rely' and 'supply' keep theirs as stems."""
        return self.word.endswith("ly") and not self.stem.endswith("li")

    def mended(self, word: str) -> Token:
        return replace(self, text=word, word=word, stem=stem(word), typed=self.text)


def tokens(sentence: str) -> tuple[Token, ...]:
    """The words of a sentence in order, without punctuation; contractions are written out, `%` is a word."""
    for pattern, written_out in _CONTRACTIONS:
        sentence = pattern.sub(written_out, sentence)
    found = []
    for match in _WORD.finditer(sentence):
        word = "percent" if match[0] == "%" else fold(match[0])
        if word:
            found.append(Token(match[0], word, stem(word)))
    return tuple(found)


@cache
def stem(word: str) -> str:
    """The stem of a folded word by the Snowball rules for English."""
    return _OVERSTEMMED.get(word) or str(_STEMMER.stemWord(word))
