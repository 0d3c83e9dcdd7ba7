"""A box for each word of a model's reading: of the printed word it is, of a gap where there is print, or none."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from lexo.document import BBox, BlockKind, PageText, Word
from lexo.ocr.vision.fold import number_in, only_lacks_separators, same_number
from lexo.ocr.vision.matching import Group, Matcher
from lexo.ocr.vision.words import SURE, Said, Seen, cut, is_hint, is_middle_in, letter_width, spread

DOUBT = 0.3  # the confidence of a word that no pixels speak for
BLIND = 0.5  # of one where there is print that the first reading could not read
_GAP_FILL = 0.6  # how much of the width that words need a gap must have
_GAP_WORDS = 4
_SLOT_WORDS = 2
_SLOT_TRUST = 0.9  # a word surer than this is not given up for another that stands at its place


class Print(Protocol):
    """What of a page is printed; see `ink.Ink`."""

    def is_in(self, box: BBox) -> bool: ...


class Placed:
    """The words of a model's reading with their boxes; None where nothing on the page speaks for one."""

    def __init__(self, said: Said, seen: Seen, matcher: Matcher, ink: Print | None) -> None:
        self._said, self._seen, self._matcher, self._ink = said, seen, matcher, ink
        self.words: list[Word | None] = [None] * len(said.words)
        self.spoken_for: list[bool] = [False] * len(seen.words)  # seen words that the result holds
        self.unseen: set[int] = set()  # said words that are in doubt

    def place_groups(self) -> None:
        """Words that were matched: the model's text, the print's box, a confidence by how much they agree."""
        previous: Group | None = None
        for group in self._matcher.group_of_said:
            if group is not None and group is not previous:
                self._place(group)
            previous = group

    def place_slots(self) -> None:
        """Words that stand between the same neighbours as words that look otherwise: two readings of the same print.

        Not where either is a number, nor where the first reading was quite sure of what it read.
        """
        groups = self._matcher.group_of_said
        for start, stop in self._runs():
            before = groups[start - 1] if start else None
            after = groups[stop] if stop < len(groups) else None
            if before is None or after is None or not 0 < stop - start == after.seen[0] - before.seen[1] <= _SLOT_WORDS:
                continue
            for index, seen in zip(range(start, stop), range(before.seen[1], after.seen[0]), strict=True):
                mine, theirs = self._said.words[index].text, self._seen.words[seen]
                is_sure = theirs.confidence is None or theirs.confidence >= _SLOT_TRUST
                is_number = number_in(mine) or number_in(theirs.text)
                if not (is_sure or is_number or self.spoken_for[seen] or self.words[index]):
                    self.words[index] = Word(mine, theirs.bbox, BLIND)
                    self.spoken_for[seen] = True

    def place_formulas(self, page: PageText) -> None:
        """Formulas with a box of the model's own: what the first reading made of the signs there is no text."""
        for index, block in enumerate(page.blocks):
            if block.kind is BlockKind.FORMULA and is_hint(block.bbox):
                inside = self._free_within(block.bbox)
                if inside or self._has_ink(block.bbox):
                    for seen in inside:
                        self.spoken_for[seen] = True
                    self._place_block(index, block.bbox)

    def place_gaps(self) -> None:
        """Words between placed ones, where there is room and print that the first reading could not read."""
        for start, stop in self._runs():
            self._place_run(start, stop)

    def place_blocks(self, page: PageText) -> None:
        """Blocks with a box of the model's own of which nothing was matched, where there is print nobody could read."""
        placed = {self._said.blocks[index] for index, word in enumerate(self.words) if word is not None}
        for index, block in enumerate(page.blocks):
            if index in placed or not block.lines or not is_hint(block.bbox):
                continue
            inside = self._free_within(block.bbox)
            if self._has_ink(block.bbox) and not any(map(self._seen.is_sure, inside)):
                self._place_block(index, block.bbox)

    def place_punctuation(self) -> None:
        """Punctuation that stands alone goes beside its neighbour; nobody doubts a dash."""
        for index, word in enumerate(self.words):
            if word is None and not self._said.folded[index]:
                self.words[index] = self._beside(index)

    def _place(self, group: Group) -> None:
        said = [self._said.words[index] for index in range(*group.said)]
        seen = [self._seen.words[index] for index in range(*group.seen)]
        mine, theirs = _joined(said), _joined(seen)
        is_same = same_number(mine, theirs)
        if all(word.confidence is None for word in seen) and mine != theirs:
            self._take_layer(group, seen)
            return
        trust = min(word.confidence if word.confidence is not None else 1.0 for word in seen)
        in_doubt = not is_same and trust >= SURE and not only_lacks_separators(mine, theirs)
        if in_doubt:
            self.unseen.update(range(*group.said))
        else:
            self._speak_for(group)
        confidence = DOUBT if in_doubt else BLIND if not is_same else agreement(group.likeness, trust, mine == theirs)
        for index, box in zip(range(*group.said), self._boxes(group), strict=True):
            self.words[index] = Word(self._said.words[index].text, box, confidence)

    def _take_layer(self, group: Group, seen: Sequence[Word]) -> None:
        """Where the first reading is the file's own text, its letters are exact, so they win."""
        self._speak_for(group)
        first, last = group.said[0], group.said[1] - 1
        texts = [word.text for word in seen]
        boxes = self._boxes(group)
        for index, box in zip(range(*group.said), boxes, strict=True):
            self.words[index] = Word(self._said.words[index].text, box, agreement(group.likeness, 1.0, False))
        if len(seen) == last - first + 1:
            for index, word in zip(range(first, last + 1), seen, strict=True):
                self.words[index] = Word(word.text, word.bbox, agreement(1.0, 1.0, True))
        elif first == last:
            self.words[first] = Word("".join(texts), boxes[0], agreement(1.0, 1.0, True))

    def _speak_for(self, group: Group) -> None:
        for index in range(*group.seen):
            self.spoken_for[index] = True

    def _boxes(self, group: Group) -> list[BBox]:
        """A box for each said word: that of its letters; where they stand on two lines, of the longer part."""
        said = range(*group.said)
        seen = [index for index in range(*group.seen) if self._seen.folded[index]]
        if len(said) == len(seen) == 1:
            return [self._seen.words[seen[0]].bbox]
        parts = [(self._seen.folded[index], self._seen.words[index].bbox) for index in seen]
        shares = cut(parts, [len(self._said.folded[index]) for index in said])
        whole = max((box for _, box in parts), key=lambda box: box.right - box.left)
        return [_one_line(boxes) if boxes else whole for boxes in shares]

    def _runs(self) -> Iterator[tuple[int, int]]:
        """Start and end of each run of words without a box in one block that hold more than punctuation."""
        start: int | None = None
        for index in range(len(self.words) + 1):
            is_free = index < len(self.words) and self.words[index] is None
            if start is not None and (not is_free or self._said.blocks[index] != self._said.blocks[start]):
                if any(self._said.folded[start:index]):
                    yield start, index
                start = None
            if is_free and start is None:
                start = index

    def _place_run(self, start: int, stop: int) -> None:
        before = self._neighbour(start, start - 1)
        after = self._neighbour(start, stop)
        texts = [self._said.words[index].text for index in range(start, stop)]
        width = letter_width([word for word in (before, after) if word]) * (sum(map(len, texts)) + len(texts))
        if stop - start > _GAP_WORDS:
            return  # nobody misses a sentence in the middle of a line
        for region in _regions(before, after, width):
            boxes = spread(texts, region)
            if all(map(self._is_print_nobody_read, boxes)):
                for index, box in zip(range(start, stop), boxes, strict=True):
                    self.words[index] = Word(self._said.words[index].text, box, BLIND)
                return

    def _neighbour(self, run: int, index: int) -> Word | None:
        """A placed word of the same block that is in no doubt itself."""
        if not 0 <= index < len(self.words) or self._said.blocks[index] != self._said.blocks[run]:
            return None
        return None if index in self.unseen else self.words[index]

    def _is_print_nobody_read(self, region: BBox) -> bool:
        """Whether in a region stands a word that the first reading was unsure of, or ink that it made nothing of."""
        inside = self._seen.touching(region)
        if any(self.spoken_for[index] or self._seen.is_sure(index) for index in inside):
            return False
        return bool(inside) or self._has_ink(region)

    def _has_ink(self, box: BBox) -> bool:
        return self._ink is not None and self._ink.is_in(box)

    def _free_within(self, box: BBox) -> list[int]:
        return [index for index in self._seen.within(box) if not self.spoken_for[index]]

    def _place_block(self, block: int, box: BBox) -> None:
        for index, word in enumerate(self._said.words):
            if self._said.blocks[index] == block and self.words[index] is None:
                self.words[index] = Word(word.text, box, BLIND)

    def _beside(self, index: int) -> Word | None:
        text = self._said.words[index].text
        for step in (-1, 1):
            neighbour = self._neighbour(index, index + step)
            if neighbour is not None:
                box = neighbour.bbox
                width = (box.right - box.left) / max(len(neighbour.text), 1) * len(text)
                left, right = (box.right, box.right + width) if step < 0 else (box.left - width, box.left)
                beside = BBox(min(max(left, 0.0), 1.0), box.top, min(max(right, 0.0), 1.0), box.bottom)
                return Word(text, beside, neighbour.confidence)
        return None


def agreement(likeness: float, trust: float, is_equal: bool) -> float:
    """How sure a word is that a model read so, and a first engine with `trust` read with that likeness.

    Two readers that agree are rarely both wrong; where they differ, the surer the first was, the more doubt is left.
    """
    if is_equal:
        return 1 - (1 - trust) * 0.25
    if likeness >= 1:  # but for case, accents or punctuation
        return 1 - (1 - trust) * 0.4 - 0.03
    return likeness * (1 - 0.4 * trust)


def _joined(words: Sequence[Word]) -> str:
    return "".join(word.text for word in words)


def _one_line(boxes: Sequence[BBox]) -> BBox:
    """The box around pieces on one line, or the widest piece where they stand on several."""
    widest = max(boxes, key=lambda box: box.right - box.left)
    level = (widest.top + widest.bottom) / 2
    return BBox.around(box for box in boxes if box.top <= level <= box.bottom)


def _regions(before: Word | None, after: Word | None, width: float) -> Iterator[BBox]:
    """Where words of that width may stand: between two placed ones, after one, before one."""
    if before and after and is_middle_in(after.bbox, BBox(0.0, before.bbox.top, 1.0, before.bbox.bottom)):
        if after.bbox.left - before.bbox.right >= _GAP_FILL * width:
            top, bottom = min(before.bbox.top, after.bbox.top), max(before.bbox.bottom, after.bbox.bottom)
            yield BBox(before.bbox.right, top, after.bbox.left, bottom)
        return
    if before and before.bbox.right + _GAP_FILL * width < 1:
        yield BBox(before.bbox.right, before.bbox.top, min(before.bbox.right + width, 1.0), before.bbox.bottom)
    if after and after.bbox.left - _GAP_FILL * width > 0:
        yield BBox(max(after.bbox.left - width, 0.0), after.bbox.top, after.bbox.left, after.bbox.bottom)
