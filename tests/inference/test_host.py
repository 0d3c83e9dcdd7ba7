"""The models' host with real mlx-lm and mlx-vlm on tiny models: what it answers, and how an answer ends."""

import gc
import json
import threading
from pathlib import Path

import pytest
from model_room import GREY, GROUND, GROUNDED, LONG, PAGE, QUESTION, READ, SHEET, SHORT, TOTAL, Hosts
from tiny_models import install

from lexo.document import PageImage
from lexo.errors import (
    LocalModelDamaged,
    ModelAbsent,
    ModelFailed,
    ModelsUnavailable,
    ModelTooLarge,
    PromptTooLong,
    UnknownModel,
)
from lexo.inference import libraries
from lexo.inference.base import Finish, Generation, Message, Priority, Role
from lexo.inference.host import ModelHost

SCHEMA = json.dumps(
    {
        "type": "object",
        "properties": {
            "kind": {"enum": ["invoice", "letter"]},
            "total": {"type": "integer", "minimum": 0, "maximum": 999},
            "name": {"type": "string", "maxLength": 5},
        },
        "required": ["kind", "total", "name"],
        "additionalProperties": False,
    }
)


def within(priority: Priority, limits: Generation = SHORT) -> Generation:
    return Generation(limits.max_tokens, limits.temperature, seed=limits.seed, priority=priority)


# What it answers


def test_text_model_answers_a_question(host: ModelHost) -> None:
    answer = host.text("chat").write(QUESTION, SHORT).result()
    assert (answer.text, answer.finish, answer.model) == (TOTAL, Finish.STOP, "chat")
    assert answer.prompt_tokens > 10
    assert 10 < answer.tokens < 60


@pytest.mark.parametrize("sheet", [SHEET, GREY])
def test_glm_ocr_reads_a_page(host: ModelHost, sheet: PageImage) -> None:
    answer = host.vision("glm").look(sheet, READ, SHORT).result()
    assert (answer.text, answer.finish) == (PAGE, Finish.STOP)


def test_deepseek_ocr_reads_a_page_with_its_places(host: ModelHost, capfd: pytest.CaptureFixture[str]) -> None:
    answer = host.vision("deepseek").look(SHEET, GROUND, SHORT).result()
    assert (answer.text, answer.finish) == (GROUNDED, Finish.STOP)
    assert capfd.readouterr().out == ""  # its processor prints; standard output is for data


def test_pieces_come_as_they_are_written_and_make_the_text(host: ModelHost) -> None:
    stream = host.text("chat").write(QUESTION, SHORT)
    pieces = list(stream)
    assert len(pieces) > 5
    assert "".join(pieces) == stream.result().text == TOTAL
    assert list(stream) == []  # a second look finds the end again


def test_same_seed_gives_the_same_answer_and_no_seed_another(host: ModelHost) -> None:
    seeded, free = Generation(max_tokens=40, temperature=1.0, seed=7), Generation(max_tokens=40, temperature=1.0)
    for ask in (
        lambda limits: host.text("rambler").write(QUESTION, limits),
        lambda limits: host.vision("gazer").look(SHEET, READ, limits),
    ):
        first, second, other, another = (ask(limits).result().text for limits in (seeded, seeded, free, free))
        assert first == second
        assert len({first, other, another}) == 3


@pytest.mark.parametrize("name", ["chat", "gazer", "deepseek"])
def test_answer_fits_a_json_schema_whatever_the_model_says(host: ModelHost, name: str) -> None:
    limits = Generation(max_tokens=120, temperature=1.0, seed=3, json_schema=SCHEMA)
    is_text = name == "chat"
    stream = host.text(name).write(QUESTION, limits) if is_text else host.vision(name).look(SHEET, "Free OCR.", limits)
    answer = stream.result()
    told = json.loads(answer.text)
    assert answer.finish == Finish.STOP
    assert list(told) == ["kind", "total", "name"]
    assert told["kind"] in ("invoice", "letter")
    assert 0 <= told["total"] <= 999
    assert len(told["name"]) <= 5


def test_schema_that_cannot_be_used_is_a_failure_and_no_crash(host: ModelHost) -> None:
    with pytest.raises(ModelFailed):
        host.text("chat").write(QUESTION, Generation(json_schema='{"type": "nonsense"}')).result()
    assert host.text("chat").write(QUESTION, SHORT).result().text == TOTAL


# How an answer ends


def test_answer_that_is_cut_says_so(host: ModelHost) -> None:
    answer = host.text("chat").write(QUESTION, Generation(max_tokens=4)).result()
    assert (answer.finish, answer.tokens) == (Finish.LENGTH, 4)
    assert TOTAL.startswith(answer.text)
    page = host.vision("glm").look(SHEET, READ, Generation(max_tokens=4)).result()
    assert (page.finish, PAGE.startswith(page.text)) == (Finish.LENGTH, True)


@pytest.mark.parametrize(("stop", "text"), [("EUR", "The total is 12.50 "), ("is 12", "The total "), ("never", TOTAL)])
def test_answer_ends_before_a_stop_word_that_lies_across_tokens(host: ModelHost, stop: str, text: str) -> None:
    stream = host.text("chat").write(QUESTION, Generation(max_tokens=60, stop=(stop,)))
    pieces = list(stream)
    assert "".join(pieces) == stream.result().text == text
    assert stream.result().finish == Finish.STOP


def test_answer_that_goes_round_in_circles_is_stopped(host: ModelHost) -> None:
    answer = host.text("rambler").write(QUESTION, Generation(max_tokens=3000)).result()
    assert answer.finish == Finish.LOOP
    assert answer.tokens < 1500


def test_answer_that_takes_too_long_is_ended_with_what_there_is(host: ModelHost) -> None:
    host.load("rambler")
    answer = (
        host.text("rambler")
        .write(QUESTION, Generation(max_tokens=3000, temperature=1.0, timeout_s=0.1, seed=0))
        .result()
    )
    assert answer.finish == Finish.TIMEOUT
    assert answer.text
    assert answer.seconds < 5


def test_cancelled_answer_keeps_what_was_written(host: ModelHost) -> None:
    stream = host.text("rambler").write(QUESTION, LONG)
    read = [piece for piece, _ in zip(stream, range(5), strict=False)]
    stream.cancel()
    answer = stream.result()
    assert answer.finish == Finish.CANCELLED
    assert answer.text.startswith("".join(read))
    assert answer.tokens < LONG.max_tokens


def test_nobody_writes_on_for_a_reader_who_went_away(host: ModelHost) -> None:
    stream = host.text("rambler").write(QUESTION, LONG)
    next(iter(stream))
    work = stream._work  # type: ignore[attr-defined]
    del stream
    gc.collect()
    assert work.wait(lambda: None).finish == Finish.CANCELLED


def test_prompt_longer_than_the_model_takes_is_refused(host: ModelHost) -> None:
    with pytest.raises(PromptTooLong) as caught:
        host.text("chat").write([Message("user", "word " * 5000)], SHORT).result()
    assert caught.value.details["tokens"] > caught.value.details["limit"]
    assert caught.value.details["limit"] == 4096


def test_long_prompt_leaves_room_for_as_many_tokens_as_there_are(host: ModelHost) -> None:
    answer = host.text("rambler").write([Message("user", "x" * 3950)], LONG).result()
    assert answer.finish == Finish.LENGTH
    assert answer.prompt_tokens > 3950
    assert answer.prompt_tokens + answer.tokens == 4096


# Who goes first


def test_question_is_answered_between_two_tokens_of_a_page(host: ModelHost) -> None:
    host.load("chat")
    page = host.vision("gazer").look(SHEET, READ, LONG)
    next(iter(page))
    question = host.text("chat").write(QUESTION, within(Priority.PERSON)).result()
    assert question.text == TOTAL
    assert not page._work.has_ended  # type: ignore[attr-defined]
    page.cancel()
    assert page.result().finish == Finish.CANCELLED


def test_question_for_a_model_that_is_not_loaded_is_answered_beside_a_page_too(host: ModelHost) -> None:
    page = host.vision("gazer").look(SHEET, READ, LONG)
    next(iter(page))
    assert host.text("chat").write(QUESTION, within(Priority.PERSON)).result().text == TOTAL
    assert not page._work.has_ended  # type: ignore[attr-defined]
    page.cancel()


def test_question_that_does_not_fit_beside_the_page_waits_for_its_end(hosts: Hosts) -> None:
    host = hosts(memory_mb=1400)  # gazer: about 1200, chat: about 600
    page = host.vision("gazer").look(SHEET, READ, Generation(max_tokens=200, temperature=1.0, seed=1))
    next(iter(page))
    assert host.text("chat").write(QUESTION, within(Priority.PERSON)).result().text == TOTAL
    assert page._work.has_ended  # type: ignore[attr-defined]
    assert [state.spec.name for state in host.states() if state.is_loaded] == ["chat"]


def test_answers_of_one_text_model_do_not_mix(host: ModelHost) -> None:
    limits = Generation(max_tokens=400, temperature=1.0, seed=5, priority=Priority.BACKGROUND)
    alone = host.text("chat").write([Message("user", "Go on")], limits).result().text
    summary = host.text("chat").write([Message("user", "Go on")], limits)
    next(iter(summary))
    assert host.text("chat").write(QUESTION, within(Priority.PERSON)).result().text == TOTAL
    assert summary.result().text == alone


def test_page_asked_by_a_person_waits_for_the_page_of_the_same_model(host: ModelHost) -> None:
    first = host.vision("glm").look(SHEET, READ, within(Priority.PAGE))
    second = host.vision("glm").look(GREY, READ, within(Priority.PERSON))
    assert (first.result().text, second.result().text) == (PAGE, PAGE)


def test_200_requests_of_eight_threads_are_all_answered(host: ModelHost) -> None:
    wrong: list[object] = []
    threads = [threading.Thread(target=_ask_25, args=(host, number, wrong)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert wrong == []
    assert not any(thread.is_alive() for thread in threads)


def _ask_25(host: ModelHost, number: int, wrong: list[object]) -> None:
    for turn in range(25):
        try:
            match (number + turn) % 3:
                case 0:
                    got, wanted = host.vision("glm").look(SHEET, READ, SHORT).result().text, PAGE
                case 1:
                    got = host.text("chat").write(QUESTION, within(Priority.PERSON)).result().text
                    wanted = TOTAL
                case _:
                    vectors = host.embedder("sentences").embed(["The total", "of an invoice"])
                    got, wanted = f"{len(vectors.values)} {vectors.dimensions}", "2 32"
        except BaseException as error:
            wrong.append(error)
        else:
            wrong += [got] if got != wanted else []


# What is here, and what is not


def test_nothing_starts_before_a_model_is_asked_for(host: ModelHost) -> None:
    states = host.states()
    assert not host.begun
    assert not any(state.is_loaded or state.is_busy for state in states)
    assert host.memory().used_mb == 0
    assert 0 < host.memory().limit_mb < host.memory().total_mb
    assert host.must_wait() is None
    by_name = {state.spec.name: state for state in states}
    assert by_name["glm"].is_installed
    assert (by_name["glm"].memory_mb or 0) > 1000
    assert not by_name["deepseek-ocr-8bit"].is_installed
    assert by_name["deepseek-ocr-8bit"].memory_mb is None


def test_first_is_the_best_model_that_is_here_and_fits(hosts: Hosts, tmp_path: Path) -> None:
    install(tmp_path, "tiny/glm", "glm-ocr")
    install(tmp_path, "mlx-community/DeepSeek-OCR-8bit", "deepseek-ocr")
    install(tmp_path, "tiny/chat", "qwen3")
    assert _name(hosts(tmp_path), Role.OCR) == "deepseek-ocr-8bit"
    assert _name(hosts(tmp_path, memory_mb=3000), Role.OCR) == "glm"
    assert _name(hosts(tmp_path, per_model_mb={"deepseek-ocr-8bit": 100}), Role.OCR) == "glm"
    assert _name(hosts(tmp_path), Role.TEXT) == "chat"
    assert _name(hosts(tmp_path), Role.EMBEDDING) is None
    assert _name(hosts(tmp_path / "empty"), Role.OCR) is None


def _name(host: ModelHost, role: Role) -> str | None:
    spec = host.first(role)
    return spec.name if spec else None


def test_names_that_nobody_knows_or_of_another_kind_are_refused(host: ModelHost) -> None:
    for ask in (host.text, host.vision, host.embedder, host.load, host.unload):
        with pytest.raises(UnknownModel):
            ask("nonsense")
    with pytest.raises(UnknownModel) as caught:
        host.text("glm")
    assert "chat" in str(caught.value.details["known"])
    assert not host.begun


def test_model_that_is_absent_says_so_at_its_first_use(host: ModelHost) -> None:
    stream = host.vision("deepseek-ocr-8bit").look(SHEET, GROUND, SHORT)
    with pytest.raises(ModelAbsent):
        stream.result()
    with pytest.raises(ModelAbsent):
        list(stream)


def test_model_that_is_damaged_says_so_until_it_is_mended(hosts: Hosts, tmp_path: Path) -> None:
    snapshot = install(tmp_path, "tiny/chat", "qwen3", {"What is the total?": TOTAL})
    kept = (snapshot / "tokenizer.json").read_bytes()
    (snapshot / "tokenizer.json").unlink()
    host = hosts(tmp_path)
    with pytest.raises(LocalModelDamaged):
        host.text("chat").write(QUESTION, SHORT).result()
    assert [state.problem.code for state in host.states() if state.problem] == ["local_model_damaged"]
    assert host.first(Role.TEXT) is None
    (snapshot / "tokenizer.json").write_bytes(kept)
    assert [state.problem for state in host.states() if state.problem] == []
    assert host.text("chat").write(QUESTION, SHORT).result().text == TOTAL


def test_machine_without_mlx_says_so(host: ModelHost, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "is_installed", lambda: False)
    assert host.first(Role.TEXT) is None
    assert {state.problem.code for state in host.states() if state.problem} == {"models_unavailable"}
    with pytest.raises(ModelsUnavailable):
        host.text("chat").write(QUESTION, SHORT).result()
    with pytest.raises(ModelsUnavailable):
        host.load("chat")
    assert not host.begun


def test_model_that_needs_too_much_is_refused_with_numbers(hosts: Hosts) -> None:
    host = hosts(memory_mb=500)
    with pytest.raises(ModelTooLarge) as caught:
        host.load("glm")
    assert caught.value.details["limit_mb"] == 500
    assert int(caught.value.details["needed_mb"]) > 1000
    own = hosts(per_model_mb={"glm": 400})
    with pytest.raises(ModelTooLarge) as caught:
        own.vision("glm").look(SHEET, READ, SHORT).result()
    assert caught.value.details["limit_mb"] == 400
    assert own.text("chat").write(QUESTION, SHORT).result().text == TOTAL


def test_stopped_host_answers_nobody_and_lets_go_of_all(hosts: Hosts) -> None:
    host = hosts()
    stream = host.text("rambler").write(QUESTION, LONG)
    next(iter(stream))
    host.stop(20)
    assert stream.result().finish == Finish.CANCELLED
    assert not any(state.is_loaded for state in host.states())
    with pytest.raises(ModelFailed):
        host.text("chat").write(QUESTION, SHORT).result()
    host.stop(1)
