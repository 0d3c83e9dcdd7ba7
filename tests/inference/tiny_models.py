"""Tiny models of real architectures on disk, in the Hugging Face layout: loaded and run by the real libraries.

    install(models, "mlx-community/GLM-OCR-8bit", "glm-ocr", answers={"Text Recognition:": "# Invoice 42"})

puts one into a models folder; each is built once a session. Kinds: "deepseek-ocr" (48 MB; use it inside `tiny_sam()`,
with pictures of at most 640 pixels a side), "glm-ocr" (1 MB), "qwen3" and "llama" (0.8 MB), "bert" and "mpnet".
Random weights write rubbish without an end, which is what a test of limits wants. With `answers` (prompt -> text) the
model is trained for some seconds until it gives each prompt its text, whatever the picture shows. Everything is
float32: MLX refuses a mixture of experts in bfloat16 on a CPU.
"""

import atexit
import contextlib
import functools
import io
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import tiny_configs as configs

from lexo.inference.libraries import library  # imports mlx-lm without what that does to the process's limits

os.environ.setdefault("MLX_DISABLE_COMPILE", "1")  # else MLX compiles C++ for many seconds on a new machine

SAYINGS = (
    "The quick brown fox jumps over the lazy dog. 0123456789",
    "# Invoice\n\n| Item | Qty | Price |\n| --- | --- | --- |\n| Widget | 2 | $10.00 |\n",
    '{"name": "Ada", "total": 12.5, "items": [1, 2, 3], "ok": true, "none": null}',
    "user system assistant What is the title of this document? Summarise it in two sentences.",
    "Free OCR. Convert the document to markdown. Text Recognition: Table Recognition:",
)
SHAPES = ((450, 640), (640, 450), (600, 150))  # of the pictures that vision models are taught with
REVISION = "0" * 40

Answers = Mapping[str, str]


def install(folder: Path, repo: str, kind: str, answers: Answers | None = None, **more: str) -> Path:
    """Put a tiny model where a repository's snapshot lies in a models folder. Files are shared: write to none."""
    root = folder / ("models--" + repo.replace("/", "--"))
    snapshot = root / "snapshots" / REVISION
    (root / "refs").mkdir(parents=True, exist_ok=True)
    (root / "refs" / "main").write_text(REVISION)
    built = _built(kind, tuple((answers or {}).items()), tuple(more.items()))
    shutil.copytree(built, snapshot, copy_function=os.link)
    return snapshot


@functools.cache
def _built(kind: str, answers: tuple[tuple[str, str], ...], more: tuple[tuple[str, str], ...]) -> Path:
    out = Path(tempfile.mkdtemp(prefix="tiny-models-"))
    atexit.register(shutil.rmtree, out, ignore_errors=True)
    library("mlx_lm")
    builders: dict[str, Callable[..., None]] = {"deepseek-ocr": build_deepseek_ocr, "glm-ocr": build_glm_ocr}
    if kind in ("bert", "mpnet"):
        build_sentence(out, kind, **dict(more))
    elif kind in builders:
        builders[kind](out, dict(answers))
    else:
        build_text(out, kind, dict(answers))
    return out


# Text


def build_text(out: Path, kind: str, answers: Answers) -> None:
    """A Qwen3 or Llama of 0.2 million parameters with a chat template."""
    import mlx.core as mx
    from mlx_lm.utils import _get_classes, save_config, save_model

    config = configs.text(kind, _build_tokenizer(out, 400, configs.CHATML, marks=("<|im_start|>",)))
    if not answers:
        config["eos_token_id"] = config["vocab_size"] - 1  # beyond the tokenizer's: it never comes
    model_class, arguments = _get_classes(config)
    mx.random.seed(0)
    model = model_class(arguments.from_dict(config))
    mx.eval(model.parameters())
    save_config(config, out / "config.json")
    save_model(out, model)
    if answers:
        _teach_text(out, answers, config["eos_token_id"])


def _teach_text(out: Path, answers: Answers, end: int) -> None:
    import mlx.core as mx
    from mlx import nn
    from mlx_lm import load
    from mlx_lm.utils import save_model

    model, tokenizer = load(str(out))
    pairs = []
    for question, answer in answers.items():
        turns = [{"role": "user", "content": question}]
        prompt = tokenizer.apply_chat_template(turns, add_generation_prompt=True, enable_thinking=False)
        pairs.append((list(prompt), [*tokenizer.encode(answer, add_special_tokens=False), end]))
    longest = max(len(prompt) + len(answer) for prompt, answer in pairs)
    ids = mx.array([_filled([*prompt, *answer], longest) for prompt, answer in pairs])
    counts = mx.array([_filled([0] * (len(prompt) - 1) + [1] * len(answer), longest - 1) for prompt, answer in pairs])

    def loss(model: Any) -> Any:
        losses = nn.losses.cross_entropy(model(ids[:, :-1]), ids[:, 1:])
        return (losses * counts).sum() / counts.sum()

    _train(model, loss, rate=3e-3)
    save_model(out, model)


# Vision


@contextlib.contextmanager
def tiny_sam() -> Iterator[None]:
    """While it lasts mlx-vlm gives DeepSeek-OCR a tiny SAM; the real one of 86 million parameters is a constant."""
    library("mlx_vlm")
    import mlx_vlm.models.deepseekocr.deepseekocr as arch
    from mlx_vlm.models.deepseekocr.config import SAMViTConfig

    def tiny() -> Any:
        return SAMViTConfig(
            image_size=1024, width=32, layers=2, heads=2, patch_size=16, window_size=14, global_attn_indexes=(1,)
        )

    real, arch.SAMViTConfig = arch.SAMViTConfig, tiny
    try:
        yield
    finally:
        arch.SAMViTConfig = real


def build_deepseek_ocr(out: Path, answers: Answers) -> None:
    """A DeepSeek-OCR of 12 million parameters; the caller has entered `tiny_sam()`."""
    import mlx.core as mx
    from mlx_vlm.models import deepseekocr as arch

    ends, marks = configs.DEEPSEEK_ENDS, configs.DEEPSEEK_MARKS
    config = configs.deepseek_ocr(_build_tokenizer(out, 500, ends=ends, marks=marks, kind="LlamaTokenizerFast"))
    (out / "processor_config.json").write_text(json.dumps(configs.DEEPSEEK_PROCESSOR, ensure_ascii=False))
    (out / "config.json").write_text(json.dumps(config))
    mx.random.seed(0)
    model = arch.Model(arch.ModelConfig.from_dict(json.loads(json.dumps(config))))
    model.set_dtype(mx.float32)
    _save(model, out)
    if answers:
        _teach_vision(out, answers, {"base_size": configs.BASE_PX}, SHAPES[:1])


def build_glm_ocr(out: Path, answers: Answers) -> None:
    """A GLM-OCR of 0.2 million parameters."""
    import mlx.core as mx
    from mlx_vlm.models import glm_ocr as arch
    from mlx_vlm.utils import update_module_configs

    ends, marks = configs.GLM_ENDS, configs.GLM_MARKS
    config = configs.glm_ocr(_build_tokenizer(out, 500, configs.GLM_TEMPLATE, ends=ends, marks=marks))
    (out / "preprocessor_config.json").write_text(json.dumps(configs.GLM_PICTURES))
    (out / "config.json").write_text(json.dumps(config))
    plain = arch.ModelConfig.from_dict(json.loads(json.dumps(config)))
    mx.random.seed(0)
    model = arch.Model(update_module_configs(plain, arch, json.loads(json.dumps(config)), ["text", "vision"]))
    model.set_dtype(mx.float32)
    if not answers:  # its end comes once in millions of tokens
        head = model.language_model.lm_head
        head.weight = head.weight * 8
        head.weight[mx.array(config["text_config"]["eos_token_id"])] = 0.0
    _save(model, out)
    if answers:
        _teach_vision(out, answers, {}, SHAPES)


def _teach_vision(out: Path, answers: Answers, options: dict[str, Any], shapes: Sequence[tuple[int, int]]) -> None:
    """Teach the language part alone, on pictures of these shapes: what they show must not matter."""
    import mlx.core as mx
    from mlx import nn
    from mlx_vlm import load
    from mlx_vlm.models.cache import make_prompt_cache

    with contextlib.redirect_stdout(io.StringIO()):
        model, processor = load(str(out))
        pairs = [_pair(model, processor, pair, shape, options) for pair in answers.items() for shape in shapes]
    mx.eval([embedded for _, _, embedded, _ in pairs])

    def loss(language: Any) -> Any:
        total = mx.array(0.0)
        for ids, length, embedded, positions in pairs:
            for state in ("_position_ids", "_rope_deltas"):
                if hasattr(language, state):
                    setattr(language, state, None)
            inputs = mx.concatenate([embedded, language.model.embed_tokens(ids[:, length:-1])], axis=1)
            said = language(ids[:, :-1], inputs_embeds=inputs, cache=make_prompt_cache(language), **positions)
            total = total + nn.losses.cross_entropy(said.logits[:, length - 1 :], ids[:, length:]).mean()
        return total / len(pairs)

    model.language_model.model.embed_tokens.freeze()  # the prompts were embedded once
    _train(model.language_model, loss, rate=4e-3)
    _save(model, out)


def _pair(
    model: Any, processor: Any, pair: tuple[str, str], shape: tuple[int, int], options: dict[str, Any]
) -> tuple[Any, int, Any, dict[str, Any]]:
    """Ids of prompt and answer, the prompt's length and embedding, and its positions where the model has its own."""
    import mlx.core as mx
    from mlx_vlm import apply_chat_template, prepare_inputs
    from PIL import Image

    page = Image.new("RGB", shape, "white")
    page.paste((0, 0, 0), (10, 10, shape[0] // 2, 20))
    asked = apply_chat_template(processor, model.config, pair[0], num_images=1)
    inputs = prepare_inputs(processor, images=[page], prompts=asked, **options)
    ids, pixels = inputs.pop("input_ids"), inputs.pop("pixel_values")
    mask = inputs.pop("attention_mask", None)
    ends = model.config.eos_token_id
    end = ends[0] if isinstance(ends, list) else ends
    written = [*processor.tokenizer.encode(pair[1], add_special_tokens=False), end]
    whole = mx.concatenate([ids, mx.array([written])], axis=1)
    embedded = model.get_input_embeddings(ids, pixels, mask=mask, **inputs).inputs_embeds
    index, grid = getattr(model.language_model, "get_rope_index", None), inputs.get("image_grid_thw")
    positions = {"position_ids": index(whole[:, :-1], grid, None, None)[0]} if index else {}
    return whole, ids.shape[1], mx.stop_gradient(embedded), positions


# Sentences


def build_sentence(out: Path, kind: str, pooling: str = "mean") -> None:
    """A BERT or MPNet sentence model of width 32 for texts of at most 24 tokens; pooling "mean", "cls" or "max"."""
    import mlx.core as mx

    vocabulary = _build_tokenizer(out, 300, ends={"bos": "<s>", "eos": "</s>", "pad": "<pad>"}, framed=True)
    config = configs.sentence(kind, vocabulary)
    (out / "1_Pooling").mkdir()
    modes = {f"pooling_mode_{mode}": mode.startswith(pooling) for mode in ("cls_token", "mean_tokens", "max_tokens")}
    (out / "1_Pooling" / "config.json").write_text(json.dumps({"word_embedding_dimension": 32, **modes}))
    (out / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": 24, "do_lower_case": False}))
    (out / "config.json").write_text(json.dumps(config))
    mx.random.seed(0)
    mx.save_safetensors(str(out / "model.safetensors"), dict(_sentence_weights(config)), metadata={"format": "pt"})


def _sentence_weights(config: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    import mlx.core as mx

    width, wide = config["hidden_size"], config["intermediate_size"]
    yield "embeddings.word_embeddings.weight", mx.random.normal((config["vocab_size"], width)) * 0.1
    yield "embeddings.position_embeddings.weight", mx.random.normal((66, width)) * 0.1
    shapes, norms = [("pooler.dense", width, width)], ["embeddings.LayerNorm"]
    if config["model_type"] == "mpnet":
        attention, norm = [f"attention.attn.{name}" for name in "qkvo"], "attention.LayerNorm"
        yield "encoder.relative_attention_bias.weight", mx.random.normal((32, config["num_attention_heads"]))
    else:
        attention, norm = [f"attention.self.{name}" for name in ("query", "key", "value")], "attention.output.LayerNorm"
        attention += ["attention.output.dense"]
        yield "embeddings.token_type_embeddings.weight", mx.random.normal((2, width)) * 0.1
    for at in (f"encoder.layer.{number}." for number in range(config["num_hidden_layers"])):
        shapes += [(at + name, width, width) for name in attention]
        shapes += [(at + "intermediate.dense", wide, width), (at + "output.dense", width, wide)]
        norms += [at + norm, at + "output.LayerNorm"]
    for name, high, low in shapes:
        yield name + ".weight", mx.random.normal((high, low)) * 0.2
        yield name + ".bias", mx.random.normal((high,)) * 0.1
    for name in norms:
        yield name + ".weight", 1 + mx.random.normal((width,)) * 0.1
        yield name + ".bias", mx.random.normal((width,)) * 0.1


# What they share


def _build_tokenizer(
    out: Path,
    size: int,
    template: str | None = None,
    *,
    ends: Mapping[str, str] | None = None,
    marks: Sequence[str] = (),
    kind: str = "PreTrainedTokenizerFast",
    framed: bool = False,
) -> dict[str, int]:
    """Byte-level BPE, as Qwen's and DeepSeek's: each byte has an id, so that every text comes back as it was."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

    ends = ends or {"bos": "<|endoftext|>", "eos": "<|im_end|>", "pad": "<|endoftext|>"}
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        min_frequency=1,
        special_tokens=list(dict.fromkeys([*ends.values(), *marks])),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(SAYINGS * 3, trainer)
    vocabulary: dict[str, int] = tokenizer.get_vocab()
    if framed:
        around = [(ends[end], vocabulary[ends[end]]) for end in ("bos", "eos")]
        single = f"{ends['bos']} $A {ends['eos']}"
        tokenizer.post_processor = processors.TemplateProcessing(single=single, special_tokens=around)
    tokenizer.save(str(out / "tokenizer.json"))
    config = {
        "tokenizer_class": kind,
        **{f"{name}_token": token for name, token in ends.items()},
        "add_bos_token": False,
        "clean_up_tokenization_spaces": False,
        "model_max_length": 4096,
        **({"chat_template": template} if template else {}),
    }
    (out / "tokenizer_config.json").write_text(json.dumps(config))
    return vocabulary


def _train(model: Any, loss: Any, *, rate: float, steps: int = 400, enough: float = 0.005) -> None:
    import mlx.core as mx
    from mlx import nn, optimizers

    step, optimizer = nn.value_and_grad(model, loss), optimizers.Adam(rate)
    model.train()
    for _ in range(steps):
        value, gradients = step(model)
        optimizer.update(model, gradients)
        mx.eval(model.trainable_parameters(), optimizer.state, value)
        if value.item() < enough:
            break
    model.eval()


def _save(model: Any, out: Path) -> None:
    import mlx.core as mx
    from mlx.utils import tree_flatten

    weights = dict(tree_flatten(model.parameters()))
    mx.save_safetensors(str(out / "model.safetensors"), weights, metadata={"format": "mlx"})
    index = {
        "metadata": {"total_size": sum(values.nbytes for values in weights.values())},
        "weight_map": dict.fromkeys(sorted(weights), "model.safetensors"),
    }
    (out / "model.safetensors.index.json").write_text(json.dumps(index))


def _filled(values: list[int], length: int) -> list[int]:
    return values + [0] * (length - len(values))
