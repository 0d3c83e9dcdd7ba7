"""A question put to the papers: computed out of their facts, else written by a model out of passages, else these.

Whatever a model writes is plain text and is checked against the pages; it sees no private paper and has no tools.
"""

import logging
import secrets
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from lexo.document import PageImage, Reason
from lexo.errors import DocumentNotFound, LexoError, ModelFailed, PrivateLeftOut, PromptTooLong
from lexo.library.asking import fixed_words, followups, passages, prompts, writing
from lexo.library.asking.answers import Answer, Done, Event, How, Sentence
from lexo.library.asking.followups import Completed, Exchange
from lexo.library.asking.passages import Passages, Wanted
from lexo.library.asking.writing import Brief
from lexo.library.searching import keywords
from lexo.library.searching.meaning import Meaning
from lexo.library.typed import reading as typed
from lexo.store import shown
from lexo.store.database import Database
from lexo.store.filtering import Filters

if TYPE_CHECKING:
    from lexo.inference.base import Message, Stream, TextModel, VisionModel

log = logging.getLogger(__name__)

LONGEST = 2_000  # characters of a question
MAX_DOCUMENTS = 200  # that one question may be about
LEAST_CHARS = 1_200  # of passages; a model for which these are too much is not asked


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: of all papers, or of some; of one page of one paper; after other questions."""

    text: str
    document_ids: tuple[int, ...] = ()
    page: int | None = None
    history: tuple[Exchange, ...] = ()


@dataclass(frozen=True, slots=True)
class Means:
    """What answers with; each gives None where there is none, and may load what it names at its first use."""

    text_model: "Callable[[], TextModel | None]" = lambda: None
    vision_model: "Callable[[], VisionModel | None]" = lambda: None  # one that answers questions about a picture
    picture: Callable[[int, int], PageImage | None] = lambda document_id, page: None
    meaning: Callable[[], Meaning | None] = lambda: None
    today: Callable[[], date] = lambda: datetime.now().astimezone().date()


class Asking(Iterator[Event]):
    """An answer that is being made: iterate over it in one thread; `cancel` may be called in any."""

    def __init__(self, steps: "Callable[[Asking], Iterator[Event]]") -> None:
        self.is_cancelled = False
        self._stream: Stream | None = None
        self._steps = steps(self)

    def __next__(self) -> Event:
        return next(self._steps)

    def follow(self, stream: "Stream") -> None:
        """What a model writes for this answer from now on."""
        self._stream = stream
        if self.is_cancelled:
            stream.cancel()

    def cancel(self) -> None:
        """Nobody waits any more: the model stops within one token, and no `Done` comes."""
        self.is_cancelled = True
        stream = self._stream
        if stream is not None:
            stream.cancel()


@dataclass(frozen=True, slots=True)
class _Task:
    """A question with all that is known of it."""

    question: Question
    completed: Completed
    words: tuple[str, ...]
    language: str
    document_ids: tuple[int, ...]
    reasons: tuple[Reason, ...]


class Asker:
    """Answers questions about a library."""

    def __init__(self, db: Database, means: Means) -> None:
        self._db, self._means = db, means

    def ask(self, question: Question) -> Asking:
        """Begin to answer. Any text is a question; the events end with `Done`, unless it is cancelled.

        Raises DocumentNotFound where it is about a paper that is not there.
        """
        task = self._task(question)
        return Asking(lambda asking: self._events(asking, task))

    def answer(self, question: Question) -> Answer:
        """The whole answer at once. Raises DocumentNotFound."""
        for event in self.ask(question):
            if isinstance(event, Done):
                return event.answer
        raise ModelFailed(model="")  # nobody cancels it here

    def _task(self, question: Question) -> _Task:
        question = replace(question, text=question.text.encode("utf-8", "replace").decode()[:LONGEST])
        completed = followups.complete(question.text, question.history)
        read = keywords.read(completed.text)
        chosen = question.document_ids[:MAX_DOCUMENTS]
        reasons: tuple[Reason, ...] = ()
        with self._db.read() as connection:
            for document_id in shown.missing(connection, chosen):
                raise DocumentNotFound(id=document_id)
            if len(shown.papers(connection, chosen)) < len(set(chosen)):
                reasons = (Reason(PrivateLeftOut.code),)
            pointed = tuple(shown.papers(connection, completed.document_ids))
        language = read.language if read.language in (fixed_words.FRENCH, fixed_words.ENGLISH) else fixed_words.FRENCH
        words = tuple(dict.fromkeys((*read.words, *completed.words)))
        return _Task(question, completed, words, language, chosen or pointed, reasons)

    def _events(self, asking: Asking, task: _Task) -> Iterator[Event]:
        if not any(map(str.isalnum, task.question.text)):
            sentence = Sentence(fixed_words.empty(task.language), is_proven=True)
            yield Done(Answer(How.REFUSED, (sentence,), (), task.language))
            return
        answer = self._computed(task) or (yield from self._seen(asking, task))
        if answer is None and not asking.is_cancelled:
            found = self._found(task)
            answer = yield from self._written(asking, task, found)
            if answer is None and not asking.is_cancelled:
                answer = writing.shown(Brief(found, task.language, reasons=task.reasons))
        if answer is not None and not asking.is_cancelled:
            log.info("a question was answered: %s", answer.how)
            yield from writing.events_of(answer)

    def _computed(self, task: _Task) -> Answer | None:
        """An answer out of facts, for questions that count, add up, list or look up."""
        from lexo.library.computing import compute  # loads its tables of words

        if task.question.page is not None:
            return None
        filters = Filters(document_ids=task.document_ids or None, without_private=True)
        return compute(self._db, task.completed.text, self._means.today(), filters)

    def _found(self, task: _Task) -> Passages:
        if task.question.page is not None and len(task.document_ids) == 1:
            return passages.of_page(self._db, task.document_ids[0], task.question.page)
        understood = typed.read(task.completed.text, self._means.today()).as_words()
        words = keywords.read(understood.words).words if understood.parts else task.words
        text = " ".join((task.completed.text, *task.completed.words))
        wanted = Wanted((*words, *task.completed.words), text, understood.filters, task.document_ids)
        found = passages.find(self._db, wanted, self._means.meaning())
        if not found.items and not wanted.filters.is_empty:
            found = passages.find(self._db, replace(wanted, filters=Filters()), self._means.meaning())
        return found

    def _seen(self, asking: Asking, task: _Task) -> Generator[Event, None, Answer | None]:
        """What a vision model says of the picture of one page; None where there is none, or its words do not hold."""
        page = task.question.page
        model = self._means.vision_model() if page is not None and len(task.document_ids) == 1 else None
        if model is None or page is None:
            return None
        found = passages.of_page(self._db, task.document_ids[0], page)
        if not found.items:  # private, or not there: no model sees it
            return None
        brief = Brief(found, task.language, How.PICTURE, model.name, task.reasons)
        try:
            picture = self._means.picture(task.document_ids[0], page)
            if picture is None:
                return None
            prompt = prompts.about_picture(task.completed.text, task.language)
            raw = yield from writing.follow(asking, partial(model.look, picture, prompt, writing.limits()))
        except LexoError as error:
            log.warning("the vision model cannot answer: %s", error.code)
            return None
        answer = writing.checked(raw, brief)
        return answer if any(each.is_proven and each.citations for each in answer.sentences) else None

    def _written(self, asking: Asking, task: _Task, found: Passages) -> Generator[Event, None, Answer | None]:
        """What a text model writes out of passages; None where there is none, or it fails: then they are shown."""
        model = self._means.text_model()
        if model is None or not found.items:
            return None
        max_chars = passages.MAX_CHARS
        while True:
            some = found.cut(max_chars)
            messages = _messages(task, some)
            try:
                raw = yield from writing.follow(asking, partial(model.write, messages, writing.limits()))
                break
            except PromptTooLong as error:
                max_chars //= 2
                if max_chars < LEAST_CHARS:
                    return self._unwritten(task, found, error)
            except LexoError as error:
                return self._unwritten(task, found, error)
        if asking.is_cancelled:
            return None
        return writing.checked(raw, Brief(some, task.language, How.MODEL, model.name, task.reasons))

    def _unwritten(self, task: _Task, found: Passages, error: LexoError) -> Answer:
        """The passages alone, and why no model wrote."""
        log.warning("the text model cannot answer: %s", error.code)
        reasons = (*task.reasons, Reason(error.code, error.details))
        return writing.shown(Brief(found, task.language, reasons=reasons))


def _messages(task: _Task, found: Passages) -> "tuple[Message, ...]":
    """The question with its passages, between marks that are random each time."""
    nonce = secrets.token_hex(8)
    return prompts.about_passages(task.question.text, found.items, task.language, nonce, task.completed.before)
