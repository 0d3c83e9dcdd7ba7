"""Sentence models: texts into vectors, by mlx-vlm's encoders and our MPNet. Everything here runs in the MLX thread."""

import json
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from lexo.inference.base import Purpose, Vectors
from lexo.inference.libraries import library

BATCH, BATCH_TOKENS = 32, 4096  # at once, at most; between two batches more urgent work goes first
FIRST_TOKENS = 1024  # of the first batch, before it is known how fast the model is here
BATCH_S = 0.5  # a batch is made so long at most: for that time nobody else is served
UNLIKE = 1.5  # a text this much longer than the shortest begins a new batch: padding is work too
LENGTH = 512  # tokens, where neither the model's card nor its tokenizer says how many it takes


PLACES_AFTER_PADDING = ("mpnet", "roberta", "xlm-roberta")  # two places of a text are never a word's
PROMPT_NAMES = {Purpose.QUERY: ("query", "search_query"), Purpose.PASSAGE: ("passage", "document", "search_document")}


class EmbeddingRunner:
    """A loaded sentence model. Pooled as its `1_Pooling/config.json` says; vectors have length 1."""

    is_shareable = True

    def __init__(self, name: str, snapshot: Path, prompts: Mapping[str, str] | None = None, pooling: str = "") -> None:
        """Load from an absolute folder. `prompts` (by purpose) and `pooling` count where the model's files say none."""
        self.name = name
        self._prompts = {**(prompts or {}), **_prompts(snapshot)}
        self._tokens = FIRST_TOKENS
        transformers = library("transformers")
        self._tokenizer = transformers.AutoTokenizer.from_pretrained(
            str(snapshot), local_files_only=True, trust_remote_code=False
        )
        self._length = length_of(snapshot)
        self._pads_left = self._tokenizer.padding_side == "left"
        is_mpnet = json.loads((snapshot / "config.json").read_text("utf-8")).get("model_type") == "mpnet"
        self._encode = _mpnet(snapshot) if is_mpnet else _encoder(snapshot, pooling)

    def embed(self, texts: Sequence[str], purpose: Purpose = Purpose.PLAIN) -> Generator[None, None, Vectors]:
        """One vector a text. Texts of like length are done together. Yields after each batch."""
        np = library("numpy")
        prompt = self._prompts.get(purpose, "")
        ids = self._ids([prompt + text for text in texts])
        values: list[bytes] = [b""] * len(texts)
        dimensions = 0
        for places in _batches([len(text) for text in ids], lambda: self._tokens):
            vectors = np.asarray(self._timed([ids[at] for at in places]), dtype="<f4")
            vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
            dimensions = int(vectors.shape[1])
            for at, vector in zip(places, vectors, strict=True):
                values[at] = vector.tobytes()
            yield
        return Vectors(self.name, dimensions, tuple(values))

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        if not texts:
            return []
        told = self._tokenizer(list(texts), truncation=True, max_length=self._length, return_attention_mask=False)
        ids: list[list[int]] = told["input_ids"]
        return ids

    def _timed(self, ids: list[list[int]]) -> Any:
        """`_vectors`, and how many tokens the next batch may have so that nobody waits for it too long."""
        began = time.perf_counter()
        vectors = self._vectors(ids)
        seconds = time.perf_counter() - began
        tokens = len(ids) * max(map(len, ids))
        if seconds > BATCH_S or tokens > self._tokens / 2:  # a short one tells little of long ones
            allowed = int(tokens * BATCH_S / max(seconds, 1e-6))
            self._tokens = min(max(allowed, 1), 2 * self._tokens, BATCH_TOKENS)
        return vectors

    def _vectors(self, ids: list[list[int]]) -> Any:
        """(B, D) float32, of texts as token ids."""
        mx, np = library("mlx.core"), library("numpy")
        length = max(map(len, ids))
        filled = np.full((len(ids), length), self._tokenizer.pad_token_id or 0, dtype=np.int32)
        mask = np.zeros((len(ids), length), dtype=np.int32)
        for row, text in enumerate(ids):
            at = slice(length - len(text), length) if self._pads_left else slice(len(text))
            filled[row, at], mask[row, at] = text, 1
        vectors = self._encode(mx.array(filled), mx.array(mask))
        vectors = vectors.astype(mx.float32)
        mx.eval(vectors)
        return vectors


def _batches(lengths: Sequence[int], most: Callable[[], int] = lambda: BATCH_TOKENS) -> Iterator[list[int]]:
    """Places of texts that are done at once, by their lengths in tokens; `most` of these, or one text."""
    batch: list[int] = []
    for at in sorted(range(len(lengths)), key=lengths.__getitem__):
        is_full = len(batch) == BATCH or (len(batch) + 1) * lengths[at] > most()
        if batch and (is_full or lengths[at] > UNLIKE * lengths[batch[0]] + 8):
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


Encode = Callable[[Any, Any], Any]  # ids and mask, (B, L) -> vectors, (B, D)


def _encoder(snapshot: Path, pooling: str) -> Encode:
    """BERT, XLM-RoBERTa and the others that mlx-vlm has."""
    model = library("mlx_vlm.embedding_loader").load_embedding_model(snapshot)
    # The loader does not read it, only mlx-vlm's own server does: without, every model pools in its family's way.
    said = library("mlx_vlm.models.pooling").read_pooling_config(snapshot)
    model.pooling_config = said or ({"pooling_mode": pooling} if pooling else None)
    return lambda ids, mask: model(ids, attention_mask=mask).text_embeds


def _mpnet(snapshot: Path) -> Encode:
    from lexo.inference import mpnet

    model, pooling = mpnet.load(snapshot), library("mlx_vlm.models.pooling")
    how = pooling.read_pooling_config(snapshot) or {"pooling_mode": "mean"}
    return lambda ids, mask: pooling.pool_by_config(model(ids, mask), mask, how)


def length_of(snapshot: Path) -> int:
    """Tokens a text may have: the model card's `sentence_bert_config.json` (256 where the tokenizer says 512)."""
    said = _json(snapshot / "sentence_bert_config.json").get("max_seq_length")
    if not isinstance(said, int):
        said = _json(snapshot / "tokenizer_config.json").get("model_max_length")
        said = min(int(said), LENGTH) if isinstance(said, int | float) else LENGTH
    config = _json(snapshot / "config.json")
    places = config.get("max_position_embeddings")
    if isinstance(places, int) and config.get("model_type") in PLACES_AFTER_PADDING:
        places -= 2
    return max(min(said, places) if isinstance(places, int) else said, 1)


def _prompts(snapshot: Path) -> dict[str, str]:
    """What the model's card wants before a question and before a passage; empty where it says nothing of that."""
    said = _json(snapshot / "config_sentence_transformers.json").get("prompts")
    if not isinstance(said, dict):
        return {}
    return {
        purpose: text
        for purpose, names in PROMPT_NAMES.items()
        for text in [next((said[name] for name in names if isinstance(said.get(name), str)), None)]
        if text
    }


def _json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
