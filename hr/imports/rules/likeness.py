"""Which known names look like one that is not known. Pure.

By the share of groups of three letters that both have, as PostgreSQL's pg_trgm reckons it; in memory, because a file asks for
hundreds of names at once.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cached_property

LEAST = 0.3
MOST = 5


def folded(text: str) -> str:
    """Without case, accents, punctuation and double spaces; the words are what is compared."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l").replace("ß", "ss"))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter)).split())


def by_words(name: str) -> str:
    """The same for a name however its words are ordered: “Chen, Carol” is Carol Chen."""
    return " ".join(sorted(folded(name).split()))


def _trigrams(text: str) -> set[str]:
    # The order of the words does not count: “Chen, Carol”.
    return {f"  {word} "[at : at + 3] for word in folded(text).split() for at in range(len(word) + 1)}


class Names[Key]:
    """Known names, to be searched for those that look like another."""

    def __init__(self, names: Mapping[Key, str]) -> None:
        self._names = names

    def like(self, text: str, *, most: int = MOST) -> list[Key]:
        """The likest first; those with too little in common are left out."""
        wanted = _trigrams(text)
        common = Counter(key for part in wanted for key in self._by_part.get(part, ()))
        scores = {key: count / (len(wanted) + self._sizes[key] - count) for key, count in common.items()}
        best = sorted((key for key, score in scores.items() if score >= LEAST), key=lambda key: (-scores[key], self._names[key]))
        return best[:most]

    @cached_property
    def _sizes(self) -> dict[Key, int]:
        return {key: len(_trigrams(name)) for key, name in self._names.items()}

    @cached_property
    def _by_part(self) -> dict[str, list[Key]]:
        found: dict[str, list[Key]] = defaultdict(list)
        for key, name in self._names.items():
            for part in _trigrams(name):
                found[part].append(key)
        return found
