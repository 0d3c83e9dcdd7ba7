"""What LEXO's model host costs over bare mlx-lm and mlx-vlm, on tiny models of real architectures.

    MLX_DISABLE_COMPILE=1 python scripts/bench_models.py [--rounds 7] [--tokens 500] [--pages 50] [--only speed,load]

Both sides run in turn in one process, on the same files, with the same sampler, so a busy machine hurts both; ratios
are medians of the pairs. Where it is too busy for that, the best run of each side and the time of the CPU tell more. A
tiny model makes the host look worse than a real one would: its tokens take a millisecond.
Exit status 1 where a goal is missed: tokens a second at least 0.97 of the bare libraries', embeddings 0.95, loading no
slower than 1.05 of the bare load, memory flat after the first pages.
"""

import argparse
import contextlib
import gc
import io
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "inference")]
os.environ.setdefault("MLX_DISABLE_COMPILE", "1")

import tiny_configs  # noqa: E402 - after the path to the tests' models
import tiny_encoders  # noqa: E402
import tiny_models  # noqa: E402
from model_room import PAGE, QUESTION, READ, SHEET, SHORT, TOTAL  # noqa: E402
from tiny_models import install  # noqa: E402

from lexo.inference.base import Generation, Priority  # noqa: E402
from lexo.inference.host import Limits, ModelHost  # noqa: E402
from lexo.inference.libraries import library  # noqa: E402
from lexo.pipeline.embedding import embed_all  # noqa: E402
from lexo.store.database import Database  # noqa: E402
from lexo.understanding.chunk import chunks_of, pieces_for, text_of  # noqa: E402
from made_papers import add_paper  # noqa: E402

SENTENCES = [f"Sentence {n} of a letter, " + "with some words more " * (n * 7 % 12) for n in range(480)]


def main() -> int:
    """Measure, print, and say whether the goals were met."""
    arguments = _arguments()
    chosen = arguments.only.split(",") if arguments.only else ["speed", "flow", "load", "memory", "queue"]
    with _models() as folder:
        host = ModelHost(folder, Limits())
        try:
            met = [GOALS[name](host, folder, arguments) for name in chosen]
        finally:
            host.stop(30)
    library("mlx.core").clear_streams()
    return 0 if all(met) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7, help="pairs of each measure")
    parser.add_argument("--tokens", type=int, default=500, help="of each answer")
    parser.add_argument("--pages", type=int, default=50, help="read for the measure of memory")
    parser.add_argument("--only", default="", help="some of speed,flow,load,memory,queue")
    return parser.parse_args()


@contextlib.contextmanager
def _models() -> Iterator[Path]:
    """A models folder: two that write without end, two that know an answer, a sentence model, and one of 200 MB."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        install(folder, "tiny/rambler", "llama")
        install(folder, "tiny/gazer", "glm-ocr")
        install(folder, "tiny/chat", "qwen3", {"What is the total?": TOTAL})
        install(folder, "tiny/glm", "glm-ocr", {READ: PAGE})
        install(folder, "tiny/sentences", "bert")
        _install_large(folder)
        _build_encoder(folder / "encoder")
        yield folder


def _install_large(folder: Path) -> None:
    real = tiny_configs.text
    wide = {"hidden_size": 768, "num_hidden_layers": 8, "intermediate_size": 2048, "num_attention_heads": 12}
    tiny_configs.text = lambda kind, vocabulary: {**real(kind, vocabulary), **wide, "head_dim": 64}  # type: ignore[assignment]
    tiny_models._built.cache_clear()
    try:
        install(folder, "tiny/large", "qwen3")
    finally:
        tiny_configs.text = real  # type: ignore[assignment]


# Speed


def _speed(host: ModelHost, folder: Path, arguments: argparse.Namespace) -> bool:
    limits = Generation(max_tokens=arguments.tokens, temperature=1.0)
    met = _compare(
        "mlx-lm, tokens/s",
        _bare_text(folder, arguments.tokens),
        lambda: host.text("rambler").write(QUESTION, limits).result().tokens,
        arguments.rounds,
        goal=0.97,
    )
    met &= _compare(
        "mlx-vlm, tokens/s",
        _bare_vision(folder, arguments.tokens),
        lambda: host.vision("gazer").look(SHEET, READ, limits).result().tokens,
        arguments.rounds,
        goal=0.97,
    )
    return met & _compare(
        "embeddings, texts/s",
        _bare_embedder(folder),
        lambda: len(host.embedder("sentences").embed(SENTENCES, Priority.PERSON).values),
        arguments.rounds,
        goal=0.95,
    )


def _compare(what: str, bare: Callable[[], int], hosted: Callable[[], int], rounds: int, *, goal: float) -> bool:
    """Run both in turn, first one, then the other first; each returns how much it did."""
    bare()
    hosted()
    rates: dict[str, list[tuple[float, float]]] = {"bare": [], "host": []}
    for round_ in range(rounds):
        pair = [("bare", bare), ("host", hosted)]
        for name, do in pair if round_ % 2 else pair[::-1]:
            rates[name].append(_rate(do))
    pairs = list(zip(rates["host"], rates["bare"], strict=True))
    wall, cpu = (statistics.median(mine[kind] / theirs[kind] for mine, theirs in pairs) for kind in (0, 1))
    best = {name: max(rate for rate, _ in values) for name, values in rates.items()}
    print(
        f"{what:20} best: bare {best['bare']:8.1f} host {best['host']:8.1f} ratio {best['host'] / best['bare']:.3f}   "
        f"median of {rounds} pairs: {wall:.3f}, by CPU time {cpu:.3f} (goal {goal})",
        flush=True,
    )
    return wall >= goal


def _rate(do: Callable[[], int]) -> tuple[float, float]:
    """How much a second, and a second of CPU: what else runs on the machine disturbs the latter less."""
    began, cpu = time.perf_counter(), time.process_time()
    done = do()
    return done / (time.perf_counter() - began), done / (time.process_time() - cpu)


def _bare_text(folder: Path, tokens: int) -> Callable[[], int]:
    lm = library("mlx_lm")
    model, tokenizer = lm.load(str(_snapshot(folder, "rambler")))
    tokenizer.eos_token_ids = []  # its end is an id that the host takes away and that would cut the bare answer short
    turns = [{"role": message.role, "content": message.content} for message in QUESTION]

    def run() -> int:
        prompt = tokenizer.apply_chat_template(turns, add_generation_prompt=True, enable_thinking=False)
        sampler = library("mlx_lm.sample_utils").make_sampler(temp=1.0)
        return _exhaust(lm.stream_generate(model, tokenizer, prompt, max_tokens=tokens, sampler=sampler))

    return run


def _bare_vision(folder: Path, tokens: int) -> Callable[[], int]:
    from PIL import Image

    vlm = library("mlx_vlm")
    model, processor = vlm.load(str(_snapshot(folder, "gazer")))
    page = Image.frombytes("RGB", (SHEET.width_px, SHEET.height_px), SHEET.pixels)

    def run() -> int:
        prompt = vlm.apply_chat_template(processor, model.config, READ, num_images=1)
        options = {"max_tokens": tokens, "temperature": 1.0, "top_p": 1.0, "top_k": 0}
        return _exhaust(vlm.stream_generate(model, processor, prompt, image=[page], **options))

    return run


def _exhaust(responses: Iterator[Any]) -> int:
    text, last = "", None
    for last in responses:
        text += last.text
    assert last is not None
    return int(last.generation_tokens)


def _bare_embedder(folder: Path) -> Callable[[], int]:
    mx, np = library("mlx.core"), library("numpy")
    snapshot = _snapshot(folder, "sentences")
    model = library("mlx_vlm.embedding_loader").load_embedding_model(snapshot)
    tokenizer = library("transformers").AutoTokenizer.from_pretrained(str(snapshot))

    def run() -> int:
        done = 0
        for start in range(0, len(SENTENCES), 32):
            texts = SENTENCES[start : start + 32]
            given = tokenizer(texts, padding=True, truncation=True, max_length=24, return_tensors="np")
            ids, mask = mx.array(given["input_ids"]), mx.array(given["attention_mask"])
            done += len(np.asarray(model(ids, attention_mask=mask).text_embeds))
        return done

    return run


def _snapshot(folder: Path, name: str) -> Path:
    return folder / f"models--tiny--{name}" / "snapshots" / tiny_models.REVISION


# From a page to its vectors


def _build_encoder(folder: Path) -> None:
    """A BERT as large as all-MiniLM-L6-v2; what it makes of a text means nothing."""
    known = json.loads((ROOT / "tests" / "inference" / "reference_vectors.json").read_text("utf-8"))["models"]
    model = next(model for model in known if model["name"] == "bert-mean")
    sizes = {32: 384, 64: 1536}
    shapes = {}
    for name, shape in model["shapes"].items():
        layers = range(6) if ".layer.0." in name else range(1) if ".layer." not in name else ()
        places = "position_embeddings" in name
        for number in layers:
            larger = [512 if places and size == 64 else sizes.get(size, size) for size in shape]
            shapes[name.replace(".layer.0.", f".layer.{number}.")] = larger
    config = {**model["config"], "hidden_size": 384, "intermediate_size": 1536, "max_position_embeddings": 512}
    config |= {"num_hidden_layers": 6, "num_attention_heads": 12}
    tiny_encoders.build(folder, {**model, "config": config, "shapes": shapes})
    tiny_encoders.write(folder / "sentence_bert_config.json", {"max_seq_length": 128})


def _flow(host: ModelHost, folder: Path, arguments: argparse.Namespace) -> bool:
    """Pages from the database to their vectors in it, and the same chunks given to the bare model."""
    embedder = host.embedder("encoder")
    with tempfile.TemporaryDirectory() as home:
        db = Database(Path(home) / "lexo.db")
        pages = ["\n\n".join("\n".join(LINES[at : at + 6]) for at in range(n, n + 24, 6)) for n in range(6)]
        add_paper(db, "bench.pdf", *pages)
        pieces = pieces_for(embedder.max_tokens)
        texts = [text_of(chunk, page) for page in pages for chunk in chunks_of(page, pieces)]

        def flow() -> int:
            with db.write() as connection:
                connection.execute("INSERT OR IGNORE INTO unembedded SELECT page_id FROM chunks")
            embed_all(db, embedder)
            return len(texts)

        bare = _bare_encoder(folder / "encoder", texts, embedder.max_tokens)
        met = _compare("page to vectors, /s", bare, flow, max(arguments.rounds // 2, 3), goal=0.95)
        db.close()
    return met


LINES = [f"Ligne {n} d'une lettre: le montant de {n * 37},20 EUR est dû au {n % 28 + 1} du mois" for n in range(40)]


def _bare_encoder(snapshot: Path, texts: list[str], tokens: int) -> Callable[[], int]:
    mx, np = library("mlx.core"), library("numpy")
    model = library("mlx_vlm.embedding_loader").load_embedding_model(snapshot)
    tokenizer = library("transformers").AutoTokenizer.from_pretrained(str(snapshot))

    def run() -> int:
        for start in range(0, len(texts), 32):
            some = texts[start : start + 32]
            given = tokenizer(some, padding=True, truncation=True, max_length=tokens, return_tensors="np")
            ids, mask = mx.array(given["input_ids"]), mx.array(given["attention_mask"])
            np.asarray(model(ids, attention_mask=mask).text_embeds)
        return len(texts)

    return run


# Loading


def _load(host: ModelHost, folder: Path, arguments: argparse.Namespace) -> bool:
    lm, vlm, mx = library("mlx_lm"), library("mlx_vlm"), library("mlx.core")
    met = True
    for name, load in (("large", lm.load), ("gazer", vlm.load)):
        bare_s, host_s = [], []
        for round_ in range(arguments.rounds + 1):
            host.unload(name)
            gc.collect()
            mx.clear_cache()
            began = time.perf_counter()
            with contextlib.redirect_stdout(io.StringIO()):
                made = load(str(_snapshot(folder, name)))
            between = time.perf_counter()
            del made
            gc.collect()
            mx.clear_cache()
            again = time.perf_counter()
            host.load(name)
            if round_:  # the first pair warms the disk
                bare_s.append(between - began)
                host_s.append(time.perf_counter() - again)
        ratio = statistics.median(mine / theirs for mine, theirs in zip(host_s, bare_s, strict=True))
        medians = [statistics.median(times) * 1e3 for times in (bare_s, host_s)]
        print(f"load {name:19} bare {medians[0]:8.1f}   host {medians[1]:8.1f} ms ratio {ratio:.3f} (goal 1.05)")
        met &= ratio <= 1.05
        host.unload(name)
    return met


# Memory


def _memory(host: ModelHost, folder: Path, arguments: argparse.Namespace) -> bool:
    process = psutil.Process()
    seen: list[tuple[int, int]] = []
    for page in range(1, arguments.pages + 1):
        host.vision("glm").look(SHEET, READ, SHORT).result()
        if page in (arguments.pages // 5, arguments.pages):
            seen.append((host.memory().used_mb, process.memory_info().rss >> 20))
    host.unload("glm")
    (first_mb, first_rss), (last_mb, last_rss) = seen
    print(
        f"memory after {arguments.pages // 5} pages {first_mb} MB (process {first_rss}), after {arguments.pages} "
        f"{last_mb} MB (process {last_rss}), unloaded {host.memory().used_mb} MB"
    )
    return last_mb <= first_mb + 1 and last_rss <= first_rss * 1.03 + 8


# The queue


def _queue(host: ModelHost, folder: Path, arguments: argparse.Namespace) -> bool:
    """200 requests of 8 threads, a quarter of them questions: how long until the first piece comes."""
    waits: dict[str, list[float]] = {"question": [], "page": [], "sentences": []}
    failures: list[BaseException] = []
    began = time.perf_counter()
    threads = [threading.Thread(target=_ask, args=(host, number, waits, failures)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall_s = time.perf_counter() - began
    said = ", ".join(f"{name} {statistics.median(times) * 1e3:.0f} ms" for name, times in waits.items())
    print(f"200 requests in {wall_s:.1f} s, {len(failures)} failed; median wait for the first piece: {said}")
    return not failures and statistics.median(waits["question"]) < statistics.median(waits["page"])


def _ask(host: ModelHost, number: int, waits: dict[str, list[float]], failures: list[BaseException]) -> None:
    question = Generation(max_tokens=60, priority=Priority.PERSON)
    for turn in range(25):
        began = time.perf_counter()
        kind = ("question", "page", "sentences", "page")[(number + turn) % 4]
        try:
            if kind == "sentences":
                host.embedder("sentences").embed(SENTENCES[:8])
                waits[kind].append(time.perf_counter() - began)
                continue
            is_page = kind == "page"
            stream = (
                host.vision("glm").look(SHEET, READ, SHORT) if is_page else host.text("chat").write(QUESTION, question)
            )
            pieces = iter(stream)
            next(pieces)
            waits[kind].append(time.perf_counter() - began)
            assert stream.result().text == (PAGE if is_page else TOTAL)
        except BaseException as error:
            failures.append(error)


GOALS: dict[str, Callable[[ModelHost, Path, argparse.Namespace], bool]] = {
    "speed": _speed,
    "flow": _flow,
    "load": _load,
    "memory": _memory,
    "queue": _queue,
}

if __name__ == "__main__":
    sys.exit(main())
