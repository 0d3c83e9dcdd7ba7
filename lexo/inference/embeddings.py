"""Sentence models: texts into vectors, by mlx-vlm's encoders and our MPNet. Everything here runs in the MLX thread."""

import json
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Any

from lexo.inference.base import Vectors
from lexo.inference.libraries import library

BATCH, BATCH_TOKENS = 32, 4096  # at once; between two batches more urgent work goes first
UNLIKE = 1.5  # a text this much longer than the shortest begins a new batch: padding is work too
LENGTH = 512  # tokens, where neither the model's card nor its tokenizer says how many it takes


class EmbeddingRunner:
    """A loaded sentence model. Pooled as its `1_Pooling/config.json` says; vectors have length 1."""

    is_shareable = True

    def __init__(self, name: str, snapshot: Path) -> None:
        """Load from an absolute folder."""
        self.name = name
        transformers = library("transformers")
        self._tokenizer = transformers.AutoTokenizer.from_pretrained(
            str(snapshot), local_files_only=True, trust_remote_code=False
        )
        self._length = _length(snapshot, self._tokenizer)
        self._pads_left = self._tokenizer.padding_side == "left"
        is_mpnet = json.loads((snapshot / "config.json").read_text("utf-8")).get("model_type") == "mpnet"
        self._encode = _mpnet(snapshot) if is_mpnet else _encoder(snapshot)

    def embed(self, texts: Sequence[str]) -> Generator[None, None, Vectors]:
        """One vector a text. Texts of like length are done together. Yields after each batch."""
        np = library("numpy")
        ids = self._ids(texts)
        values: list[bytes] = [b""] * len(texts)
        dimensions = 0
        for places in _batches([len(text) for text in ids]):
            vectors = np.asarray(self._vectors([ids[at] for at in places]), dtype="<f4")
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


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Places of texts that are done at once, by their lengths in tokens."""
    batch: list[int] = []
    for at in sorted(range(len(lengths)), key=lengths.__getitem__):
        is_full = len(batch) == BATCH or (len(batch) + 1) * lengths[at] > BATCH_TOKENS
        if batch and (is_full or lengths[at] > UNLIKE * lengths[batch[0]] + 8):
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


Encode = Callable[[Any, Any], Any]  # ids and mask, (B, L) -> vectors, (B, D)


def _encoder(snapshot: Path) -> Encode:
    """BERT, XLM-RoBERTa and the others that mlx-vlm has."""
    model = library("mlx_vlm.embedding_loader").load_embedding_model(snapshot)
    # The loader does not read it, only mlx-vlm's own server does: without, every model pools in its family's way.
    model.pooling_config = library("mlx_vlm.models.pooling").read_pooling_config(snapshot)
    return lambda ids, mask: model(ids, attention_mask=mask).text_embeds


def _mpnet(snapshot: Path) -> Encode:
    from lexo.inference import mpnet

    model, pooling = mpnet.load(snapshot), library("mlx_vlm.models.pooling")
    how = pooling.read_pooling_config(snapshot) or {"pooling_mode": "mean"}
    return lambda ids, mask: pooling.pool_by_config(model(ids, mask), mask, how)


def _length(snapshot: Path, tokenizer: Any) -> int:
    """Tokens a text may have: the model card's `sentence_bert_config.json` (256 where the tokenizer says 512)."""
    try:
        said = json.loads((snapshot / "sentence_bert_config.json").read_text("utf-8")).get("max_seq_length")
    except (OSError, ValueError):
        said = None
    return int(said or min(tokenizer.model_max_length, LENGTH))
