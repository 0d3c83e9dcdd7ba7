"""Which words of one reading are which of another, when order, splitting and letters may differ.

First what is sure: runs of equal words that stand once in each reading, whatever their order. Then, between two such
runs, what stands there in both, letter by letter, so that joined and split words and wrong letters do no harm. At the
end, what is left over: by place where a model gave boxes, else by likeness.

No step compares all words with all words: runs are found through a table, letters only within bounded pieces.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

_RUNS = ((6, 0), (4, 0), (3, 8), (2, 8))  # words of a run, letters it must have at least
_MAX_LETTERS = 6_000  # compared at once: 36 million cells, 64 at a time, about 10 ms
_ALIKE = 0.6  # of words that stand at the same place
_SHORT_ALIKE = 0.66  # of those with three letters or less
_STRAY_ALIKE = 0.75  # of words found by likeness alone
_STRAY_LETTERS = 8  # of a word that is found by likeness and has no neighbour that was
_LONE_LETTERS, _LONE_WORDS = 3, 3  # of an equal word without neighbours, and of the run it stands in
_PROBE_LETTERS = 60  # more than 64 are searched for a hundred times slower
_MAX_STRAYS = 60  # runs of words that are searched for one by one


@dataclass(frozen=True, slots=True)
class Group:
    """Said words [0] to [1] that are seen words [0] to [1], ends exclusive; several where they are split otherwise."""

    said: tuple[int, int]
    seen: tuple[int, int]
    likeness: float = 1.0


class Matcher:
    """Finds groups among folded words (see `fold`); an empty word (punctuation) is never matched."""

    def __init__(self, said: Sequence[str], seen: Sequence[str]) -> None:
        self._said, self._seen = said, seen
        self.group_of_said: list[Group | None] = [None] * len(said)
        self.group_of_seen: list[Group | None] = [None] * len(seen)
        self._said_at = [index for index, word in enumerate(said) if word]
        self._seen_at = [index for index, word in enumerate(seen) if word]

    def find_runs(self) -> None:
        """Match runs of equal words that stand once in what is left of each reading, longest first."""
        for length, letters in _RUNS:
            while self._find_runs(length, letters):
                pass

    def fill_gaps(self) -> None:
        """Match what stands between neighbours that are matched, by its letters."""
        for start, stop in self._free_runs():
            said = self._said_at[start:stop]
            before = self._neighbour(self.group_of_said, self._said_at, start - 1)
            after = self._neighbour(self.group_of_said, self._said_at, stop)
            if seen := self._between(before, after, 2 * len(said) + 6):
                self._match(said, seen, _ALIKE)

    def match_within(self, said: Iterable[int], seen: Iterable[int]) -> None:
        """Match those of the given words that are still free, in their order: they stand in one place of the page."""
        free_said = [index for index in said if self._said[index] and self.group_of_said[index] is None]
        free_seen = [index for index in seen if self._seen[index] and self.group_of_seen[index] is None]
        if free_said and free_seen:
            self._match(free_said, free_seen, _ALIKE)

    def find_strays(self) -> None:
        """Match what is left by likeness alone: whole runs that stand somewhere else, then in order."""
        for start, stop in list(self._free_runs())[:_MAX_STRAYS]:
            if stop - start >= 3:
                self._search(self._said_at[start:stop])
        said = [index for index in self._said_at if self.group_of_said[index] is None]
        seen = [index for index in self._seen_at if self.group_of_seen[index] is None]
        if said and seen:
            self._match(said, seen, _STRAY_ALIKE, strays=True)
        self._find_lone_words()

    def _find_runs(self, length: int, letters: int) -> bool:
        mine = self._once(self._said, self._said_at, self.group_of_said, length)
        theirs = self._once(self._seen, self._seen_at, self.group_of_seen, length)
        found = False
        for run, place in mine.items():
            other = theirs.get(run, -1)
            if place >= 0 and other >= 0 and sum(map(len, run)) >= letters:
                found |= self._extend(place, other, length)
        return found

    @staticmethod
    def _once(
        words: Sequence[str], places: Sequence[int], taken: Sequence[Group | None], length: int
    ) -> dict[tuple[str, ...], int]:
        """Where each run of free words stands; -1 for one that stands more than once."""
        found: dict[tuple[str, ...], int] = {}
        free = 0
        for end, index in enumerate(places):
            free = free + 1 if taken[index] is None else 0
            if free >= length:
                run = tuple(words[place] for place in places[end - length + 1 : end + 1])
                found[run] = -1 if run in found else end - length + 1
        return found

    def _extend(self, place: int, other: int, length: int) -> bool:
        """Match a run and what is equal on both sides of it; places count words that are not punctuation."""
        if not all(self._is_pair(place + step, other + step) for step in range(length)):
            return False  # taken by a run that was extended into it
        while self._is_pair(place - 1, other - 1):
            place, other, length = place - 1, other - 1, length + 1
        while self._is_pair(place + length, other + length):
            length += 1
        for step in range(length):
            said, seen = self._said_at[place + step], self._seen_at[other + step]
            self._keep(Group((said, said + 1), (seen, seen + 1)))
        return True

    def _is_pair(self, place: int, other: int) -> bool:
        if not (0 <= place < len(self._said_at) and 0 <= other < len(self._seen_at)):
            return False
        said, seen = self._said_at[place], self._seen_at[other]
        is_free = self.group_of_said[said] is None and self.group_of_seen[seen] is None
        return is_free and self._said[said] == self._seen[seen]

    def _free_runs(self) -> Iterator[tuple[int, int]]:
        """Start and end of each run of free said words, counted without punctuation."""
        start = None
        for place, index in enumerate([*self._said_at, -1]):
            is_free = index >= 0 and self.group_of_said[index] is None
            if is_free and start is None:
                start = place
            elif not is_free and start is not None:
                yield start, place
                start = None

    @staticmethod
    def _neighbour(groups: Sequence[Group | None], places: Sequence[int], place: int) -> Group | None:
        return groups[places[place]] if 0 <= place < len(places) else None

    def _between(self, before: Group | None, after: Group | None, most: int) -> list[int]:
        """Free seen words that follow what was matched before, and those that precede what was matched after."""
        following = self._free_seen(before.seen[1], 1, most) if before else []
        preceding = self._free_seen(after.seen[0] - 1, -1, most) if after else []
        if before is None and after is None:
            following = [index for index in self._seen_at if self.group_of_seen[index] is None]
        return sorted({*following, *preceding})

    def _free_seen(self, index: int, step: int, most: int) -> list[int]:
        found: list[int] = []
        while 0 <= index < len(self._seen) and self.group_of_seen[index] is None and len(found) < most:
            if self._seen[index]:
                found.append(index)
            index += step
        return found

    def _match(self, said: Sequence[int], seen: Sequence[int], alike: float, *, strays: bool = False) -> None:
        """Match two lists of free words letter by letter; of lists too long only the start."""
        said, seen = _bounded(self._said, said), _bounded(self._seen, seen)
        groups = [group for group in self._groups(said, seen) if self._is_alike(group, alike)]
        for index, group in enumerate(groups):
            if not strays or self._letters(group) >= _STRAY_LETTERS or _has_neighbour(groups, index):
                self._keep(group)

    def _groups(self, said: Sequence[int], seen: Sequence[int]) -> list[Group]:
        mine, my_owner = _letters(self._said, said)
        theirs, their_owner = _letters(self._seen, seen)
        shared: dict[tuple[int, int], int] = {}
        for part in Levenshtein.opcodes(mine, theirs):
            if part.tag == "equal":
                for step in range(part.src_end - part.src_start):
                    pair = my_owner[part.src_start + step], their_owner[part.dest_start + step]
                    shared[pair] = shared.get(pair, 0) + 1
        links = [(a, b) for (a, b), count in shared.items() if 2 * count >= min(len(self._said[a]), len(self._seen[b]))]
        return [self._group(part) for part in _connected(links)]

    def _group(self, links: Sequence[tuple[int, int]]) -> Group:
        """The group of linked words, without those at its ends but for which it would be more alike."""
        said, seen = sorted({a for a, _ in links}), sorted({b for _, b in links})
        likeness = self._likeness(said, seen)
        while len(said) + len(seen) > 2:
            shorter = [(said[1:], seen), (said[:-1], seen), (said, seen[1:]), (said, seen[:-1])]
            best, pair = max((self._likeness(*pair), pair) for pair in shorter if all(pair))
            if best <= likeness:
                break
            likeness, (said, seen) = best, pair
        return Group((said[0], said[-1] + 1), (seen[0], seen[-1] + 1), likeness)

    def _likeness(self, said: Sequence[int], seen: Sequence[int]) -> float:
        mine, theirs = "".join(self._said[a] for a in said), "".join(self._seen[b] for b in seen)
        return Levenshtein.normalized_similarity(mine, theirs)

    def _is_alike(self, group: Group, alike: float) -> bool:
        """Whether a group is alike enough, and holds no word that is matched already."""
        needed = max(alike, _SHORT_ALIKE) if self._letters(group) <= 3 else alike
        is_free = not any(self.group_of_said[slice(*group.said)]) and not any(self.group_of_seen[slice(*group.seen)])
        return is_free and group.likeness >= needed

    def _letters(self, group: Group) -> int:
        return sum(len(self._said[index]) for index in range(*group.said))

    def _search(self, said: Sequence[int]) -> None:
        """Find a run of free words in the text of all free seen words, wherever it stands, by its beginning."""
        seen = [index for index in self._seen_at if self.group_of_seen[index] is None]
        mine, _ = _letters(self._said, _bounded(self._said, said))
        theirs, owner = _letters(self._seen, _bounded(self._seen, seen))
        if len(mine) < _STRAY_LETTERS or len(theirs) < len(mine):
            return
        found = fuzz.partial_ratio_alignment(mine[:_PROBE_LETTERS], theirs, score_cutoff=100 * _STRAY_ALIKE)
        if found is not None and found.dest_end > found.dest_start:
            end = min(found.dest_start + len(mine) + _PROBE_LETTERS, len(theirs))
            first, last = owner[found.dest_start], owner[end - 1]
            self._match(said, [index for index in seen if first <= index <= last], _ALIKE)

    def _find_lone_words(self) -> None:
        """Match equal words that stand once in what is left, but not those of a sentence nobody else has."""
        mine = self._once(self._said, self._said_at, self.group_of_said, 1)
        theirs = self._once(self._seen, self._seen_at, self.group_of_seen, 1)
        for start, stop in list(self._free_runs()):
            for place in range(start, stop):
                word = self._said[self._said_at[place]]
                other = theirs.get((word,), -1)
                is_telling = len(word) >= (_LONE_LETTERS if stop - start <= _LONE_WORDS else _STRAY_LETTERS)
                if is_telling and other >= 0 and mine[(word,)] == place:
                    self._extend(place, other, 1)

    def _keep(self, group: Group) -> None:
        for index in range(*group.said):
            self.group_of_said[index] = group
        for index in range(*group.seen):
            self.group_of_seen[index] = group


def _letters(words: Sequence[str], indices: Iterable[int]) -> tuple[str, list[int]]:
    """The letters of some words in one string, and which word each belongs to."""
    owner = [index for index in indices for _ in words[index]]
    return "".join(words[index] for index in dict.fromkeys(owner)), owner


def _bounded(words: Sequence[str], indices: Sequence[int]) -> Sequence[int]:
    total = 0
    for count, index in enumerate(indices):
        total += len(words[index])
        if total > _MAX_LETTERS:
            return indices[:count]
    return indices


def _connected(links: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Links that share a word, together; links of two aligned texts never cross, so sorting brings them together."""
    begun: list[tuple[int, int]] = []
    for link in sorted(links):
        if begun and link[0] != begun[-1][0] and link[1] != begun[-1][1]:
            yield begun
            begun = []
        begun.append(link)
    if begun:
        yield begun


def _has_neighbour(groups: Sequence[Group], index: int) -> bool:
    """Whether the group before or after in what was said is also near in what was seen."""
    group = groups[index]
    before = index > 0 and _are_near(groups[index - 1], group)
    return before or (index + 1 < len(groups) and _are_near(group, groups[index + 1]))


def _are_near(first: Group, second: Group) -> bool:
    return second.said[0] - first.said[1] <= 1 and 0 <= second.seen[0] - first.seen[1] <= 2
