"""Tiny models of real architectures on disk, in the Hugging Face layout: loaded and run by the real libraries.

    folder = tmp / "models"
    build_text(place(folder, "org/tiny-text"), answers={"What is the total?": "The total is 12.50 EUR."})

Random weights write rubbish, which is what a test of limits wants. With `answers` (prompt -> text) the model is
trained for some seconds until it gives each prompt its text, whatever the picture shows. Sizes are the smallest that
the architectures allow. All are float32: MLX on a CPU refuses a mixture of experts in bfloat16.
"""

import contextlib
import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from lexo.inference.libraries import library  # imports mlx-lm without what that does to the process's limits

os.environ.setdefault("MLX_DISABLE_COMPILE", "1")  # else MLX compiles C++ for many seconds on a new machine

CHATML = (
    "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\\n' + m['content'] + '<|im_end|>\\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)
GLM_TEMPLATE = (
    "[gMASK]<sop>{% for m in messages %}{% if m['role']=='user' %}<|user|>\n{% if m['content'] is string %}"
    "{{ m['content'] }}{% else %}{% for c in m['content'] %}{% if c.type=='image' %}"
    "<|begin_of_image|><|image|><|end_of_image|>{% elif c.type=='text' %}{{ c.text }}{% endif %}{% endfor %}{% endif %}"
    "{% elif m['role']=='assistant' %}<|assistant|>\n{{ m['content'] }}{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>\n{% endif %}"
)
SAYINGS = (
    "The quick brown fox jumps over the lazy dog. 0123456789",
    "# Invoice\n\n| Item | Qty | Price |\n| --- | --- | --- |\n| Widget | 2 | $10.00 |\n",
    '{"name": "Ada", "total": 12.5, "items": [1, 2, 3], "ok": true, "none": null}',
    "user system assistant What is the title of this document? Summarise it in two sentences.",
    "Free OCR. Convert the document to markdown. Text Recognition: Table Recognition:",
)
DEEPSEEK_MARKS = (
    "<image> <|ref|> <|/ref|> <|det|> <|/det|> <|grounding|> <|User|> <|Assistant|> <td> </td> <tr> </tr> <table> </table>"
).split()
GLM_MARKS = (
    "<sop> <|user|> <|assistant|> <|image|> <|video|> <|begin_of_image|> <|end_of_image|> <|begin_of_video|> "
    "<|end_of_video|>"
).split()
BASE_PX = 256  # of the tiny DeepSeek-OCR's view of the whole page; the real one's is 1024

Answers = Mapping[str, str]


def place(folder: Path, repo: str, revision: str = "main") -> Path:
    """The empty snapshot folder of a repository in a models folder; a builder fills it."""
    root = folder / ("models--" + repo.replace("/", "--"))
    snapshot = root / "snapshots" / ("0" * 40 if revision == "main" else revision)
    snapshot.mkdir(parents=True)
    (root / "refs").mkdir(exist_ok=True)
    (root / "refs" / "main").write_text(snapshot.name)
    return snapshot


# Text


def build_text(out: Path, *, answers: Answers | None = None, kind: str = "qwen3", seed: int = 0) -> Path:
    """A Qwen3 or Llama ("llama") of 0.1 million parameters with a chat template; its vocabulary is padded."""
    library("mlx_lm")
    import mlx.core as mx
    from mlx_lm.utils import _get_classes, save_config, save_model

    vocabulary = _build_tokenizer(out, size=400, template=CHATML)
    config = {
        "model_type": kind,
        "hidden_size": 96,
        "num_hidden_layers": 2,
        "intermediate_size": 192,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "head_dim": 24,
        "rms_norm_eps": 1e-5,
        "vocab_size": -(-(max(vocabulary.values()) + 1) // 32) * 32 + 32,
        "max_position_embeddings": 4096,
        "rope_theta": 10000.0,
        "tie_word_embeddings": True,
        "eos_token_id": vocabulary["<|im_end|>"],
        "torch_dtype": "float32",
    }
    model_class, arguments = _get_classes(config)
    mx.random.seed(seed)
    model = model_class(arguments.from_dict(config))
    mx.eval(model.parameters())
    save_config(config, out / "config.json")
    save_model(out, model)
    if answers:
        _teach_text(out, answers, vocabulary["<|im_end|>"])
    return out


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
    counts = mx.array(
        [_filled([0.0] * (len(prompt) - 1) + [1.0] * len(answer), longest - 1) for prompt, answer in pairs]
    )

    def loss(model: Any) -> Any:
        losses = nn.losses.cross_entropy(model(ids[:, :-1]), ids[:, 1:])
        return (losses * counts).sum() / counts.sum()

    _train(model, loss, rate=3e-3)
    save_model(out, model)


# Vision


@contextlib.contextmanager
def tiny_sam() -> Iterator[None]:
    """While this lasts, mlx-vlm builds DeepSeek-OCR with a tiny SAM: its real one, 86 million parameters, is a constant."""
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


def build_deepseek_ocr(out: Path, *, answers: Answers | None = None, seed: int = 0) -> Path:
    """A DeepSeek-OCR of 12 million parameters, 49 MB; works only inside `tiny_sam()`, which the caller enters."""
    import mlx.core as mx
    from mlx_vlm.models import deepseekocr as arch

    begin, end, pad = "<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>", "<｜▁pad▁｜>"
    ends = {"bos": begin, "eos": end, "pad": pad}
    vocabulary = _build_tokenizer(out, size=500, ends=ends, marks=DEEPSEEK_MARKS, kind="LlamaTokenizerFast")
    size = max(vocabulary.values()) + 1
    config = {
        "model_type": "deepseekocr",
        "language_config": {
            "model_type": "deepseek_v2",
            "vocab_size": size,
            "hidden_size": 64,
            "intermediate_size": 96,
            "moe_intermediate_size": 32,
            "num_hidden_layers": 2,
            "num_attention_heads": 4,
            "num_key_value_heads": 4,
            "n_shared_experts": 1,
            "n_routed_experts": 4,
            "num_experts_per_tok": 2,
            "first_k_dense_replace": 1,
            "moe_layer_freq": 1,
            "kv_lora_rank": None,
            "q_lora_rank": None,
            "qk_nope_head_dim": 0,
            "qk_rope_head_dim": 0,
            "v_head_dim": 0,
            "topk_method": "greedy",
            "n_group": 1,
            "topk_group": 1,
            "max_position_embeddings": 8192,
            "rms_norm_eps": 1e-6,
        },
        "vision_config": {
            "model_type": "vision",
            "layers": 1,
            "width": 1024,  # the least: it takes SAM's 1024 channels
            "hidden_size": 1024,
            "intermediate_size": 64,
            "num_attention_heads": 4,
            "image_size": 224,
            "patch_size": 14,
            "cls": "x",
            "params": {},
        },
        "projector_config": {
            "projector_type": "linear",
            "input_dim": 2048,
            "n_embed": 64,
            "model_type": "mlp_projector",
        },
        "image_token_index": vocabulary["<image>"],
        "pad_id": vocabulary[pad],
        "vocab_size": size,
        "tile_tag": "2D",
        "global_view_pos": "head",
        "eos_token_id": vocabulary[end],
        "bos_token_id": vocabulary[begin],
        "torch_dtype": "float32",
    }
    processor = {
        "processor_class": "DeepseekOCRProcessor",
        "candidate_resolutions": [[BASE_PX, BASE_PX]],
        "patch_size": 16,
        "downsample_ratio": 4,
        "image_mean": [0.5, 0.5, 0.5],
        "image_std": [0.5, 0.5, 0.5],
        "normalize": True,
        "image_token": "<image>",
        "pad_token": pad,
        "add_special_token": False,
        "sft_format": "deepseek",
        "mask_prompt": False,
        "ignore_id": -100,
    }
    (out / "processor_config.json").write_text(json.dumps(processor, ensure_ascii=False))
    (out / "config.json").write_text(json.dumps(config))
    mx.random.seed(seed)
    model = arch.Model(arch.ModelConfig.from_dict(json.loads(json.dumps(config))))
    model.set_dtype(mx.float32)
    _save(model, out)
    if answers:
        _teach_vision(out, answers, {"base_size": BASE_PX})
    return out


def build_glm_ocr(out: Path, *, answers: Answers | None = None, seed: int = 0) -> Path:
    """A GLM-OCR of 0.2 million parameters, 1 MB."""
    import mlx.core as mx
    from mlx_vlm.models import glm_ocr as arch
    from mlx_vlm.utils import update_module_configs

    ends = {"bos": "[gMASK]", "eos": "<|endoftext|>", "pad": "<|endoftext|>"}
    vocabulary = _build_tokenizer(out, size=500, template=GLM_TEMPLATE, ends=ends, marks=GLM_MARKS)
    size = max(vocabulary.values()) + 1
    stops = [vocabulary["<|endoftext|>"], vocabulary["<|user|>"]]
    config = {
        "model_type": "glm_ocr",
        "text_config": {
            "model_type": "glm_ocr_text",
            "vocab_size": size,
            "hidden_size": 64,
            "intermediate_size": 96,
            "num_hidden_layers": 2,
            "num_attention_heads": 4,
            "num_key_value_heads": 2,
            "head_dim": 32,
            "eos_token_id": stops,
            "pad_token_id": stops[0],
            "num_nextn_predict_layers": 0,
            "tie_word_embeddings": False,
            "rope_parameters": {
                "rope_type": "default",
                "mrope_section": [4, 6, 6],
                "partial_rotary_factor": 1.0,
                "rope_theta": 10000,
            },
        },
        "vision_config": {
            "model_type": "glm_ocr_vision",
            "depth": 2,
            "hidden_size": 32,
            "intermediate_size": 64,
            "num_heads": 2,
            "patch_size": 14,
            "image_size": 336,
            "out_hidden_size": 64,
            "spatial_merge_size": 2,
            "temporal_patch_size": 2,
        },
        "image_token_id": vocabulary["<|image|>"],
        "video_token_id": vocabulary["<|video|>"],
        "image_start_token_id": vocabulary["<|begin_of_image|>"],
        "image_end_token_id": vocabulary["<|end_of_image|>"],
        "video_start_token_id": vocabulary["<|begin_of_video|>"],
        "video_end_token_id": vocabulary["<|end_of_video|>"],
        "vocab_size": size,
        "hidden_size": 64,
        "pad_token_id": stops[0],
        "torch_dtype": "float32",
    }
    pixels = {
        "image_processor_type": "Glm46VImageProcessor",
        "processor_class": "GlmOcrProcessor",
        "patch_size": 14,
        "temporal_patch_size": 2,
        "merge_size": 2,
        "size": {"shortest_edge": 112 * 112, "longest_edge": 28 * 28 * 40 * 2},
        "do_rescale": True,
        "do_normalize": True,
    }
    (out / "preprocessor_config.json").write_text(json.dumps(pixels))
    (out / "config.json").write_text(json.dumps(config))
    plain = arch.ModelConfig.from_dict(json.loads(json.dumps(config)))
    mx.random.seed(seed)
    model = arch.Model(update_module_configs(plain, arch, json.loads(json.dumps(config)), ["text", "vision"]))
    model.set_dtype(mx.float32)
    _save(model, out)
    if answers:
        _teach_vision(out, answers, {})
    return out


def _teach_vision(out: Path, answers: Answers, options: dict[str, Any]) -> None:
    """Teach the language part alone, on two pictures: what the pictures show must not matter."""
    import mlx.core as mx
    from mlx import nn
    from mlx_vlm import load
    from mlx_vlm.models.cache import make_prompt_cache

    with contextlib.redirect_stdout(io.StringIO()):
        model, processor = load(str(out))
    pairs = [
        _pair(model, processor, prompt, answers[prompt], shade, options) for prompt in answers for shade in (0, 255)
    ]
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


def _pair(model: Any, processor: Any, prompt: str, answer: str, shade: int, options: dict[str, Any]) -> Any:
    """Ids of prompt and answer, the prompt's length and embedding, and its positions where the model has its own."""
    import mlx.core as mx
    from mlx_vlm import apply_chat_template, prepare_inputs
    from PIL import Image

    page = Image.new("RGB", (100, 140), "white")
    page.paste((shade, shade, shade), (10, 10, 90, 20))
    asked = apply_chat_template(processor, model.config, prompt, num_images=1)
    inputs = prepare_inputs(processor, images=[page], prompts=asked, **options)
    ids, pixels = inputs.pop("input_ids"), inputs.pop("pixel_values")
    mask = inputs.pop("attention_mask", None)
    ends = model.config.eos_token_id
    end = ends[0] if isinstance(ends, list) else ends
    written = [*processor.tokenizer.encode(answer, add_special_tokens=False), end]
    whole = mx.concatenate([ids, mx.array([written])], axis=1)
    embedded = model.get_input_embeddings(ids, pixels, mask=mask, **inputs).inputs_embeds
    index = getattr(model.language_model, "get_rope_index", None)
    grid = inputs.get("image_grid_thw")
    positions = {"position_ids": index(whole[:, :-1], grid, None, None)[0]} if index else {}
    return whole, ids.shape[1], mx.stop_gradient(embedded), positions


# Sentences


def build_sentence(out: Path, *, kind: str = "bert", seed: int = 0, pooling: str = "mean") -> Path:
    """A BERT ("bert") or MPNet ("mpnet") sentence model of width 32 for texts of at most 24 tokens."""
    import mlx.core as mx

    names = {"bos": "<s>", "eos": "</s>", "pad": "<pad>"}
    vocabulary = _build_tokenizer(out, size=300, ends=names, is_sentence=True)
    config = {
        "model_type": kind,
        "architectures": ["MPNetModel" if kind == "mpnet" else "BertModel"],
        "vocab_size": max(vocabulary.values()) + 1,
        "hidden_size": 32,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": 64,
        "max_position_embeddings": 66,
        "type_vocab_size": 2,
        "layer_norm_eps": 1e-5,
        "pad_token_id": vocabulary["<pad>"],
        "hidden_act": "gelu",
        "relative_attention_num_buckets": 32,
    }
    (out / "1_Pooling").mkdir()
    modes = {f"pooling_mode_{mode}": mode.startswith(pooling) for mode in ("cls_token", "mean_tokens", "max_tokens")}
    (out / "1_Pooling" / "config.json").write_text(json.dumps({"word_embedding_dimension": 32, **modes}))
    (out / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": 24, "do_lower_case": False}))
    (out / "config.json").write_text(json.dumps(config))
    mx.random.seed(seed)
    mx.save_safetensors(str(out / "model.safetensors"), dict(_sentence_weights(config)), metadata={"format": "pt"})
    return out


def _sentence_weights(config: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    import mlx.core as mx

    width, wide = config["hidden_size"], config["intermediate_size"]
    yield "embeddings.word_embeddings.weight", mx.random.normal((config["vocab_size"], width)) * 0.1
    yield "embeddings.position_embeddings.weight", mx.random.normal((66, width)) * 0.1
    names = [("pooler.dense", width, width)]
    norms = ["embeddings.LayerNorm"]
    if config["model_type"] == "mpnet":
        attention = [f"attention.attn.{name}" for name in "qkvo"]
        yield "encoder.relative_attention_bias.weight", mx.random.normal((32, config["num_attention_heads"]))
    else:
        attention = ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"]
        yield "embeddings.token_type_embeddings.weight", mx.random.normal((2, width)) * 0.1
    for at in (f"encoder.layer.{number}." for number in range(config["num_hidden_layers"])):
        names += [(at + name, width, width) for name in attention]
        names += [(at + "intermediate.dense", wide, width), (at + "output.dense", width, wide)]
        norms += [at + ("attention" if "attn" in attention[0] else "attention.output") + ".LayerNorm"]
        norms += [at + "output.LayerNorm"]
    for name, high, low in names:
        yield name + ".weight", mx.random.normal((high, low)) * 0.2
        yield name + ".bias", mx.random.normal((high,)) * 0.1
    for name in norms:
        yield name + ".weight", 1 + mx.random.normal((width,)) * 0.1
        yield name + ".bias", mx.random.normal((width,)) * 0.1


# What they share


def _build_tokenizer(
    out: Path,
    *,
    size: int,
    template: str | None = None,
    ends: Mapping[str, str] | None = None,
    marks: Sequence[str] = (),
    kind: str = "PreTrainedTokenizerFast",
    is_sentence: bool = False,
) -> dict[str, int]:
    """Byte-level BPE, as Qwen's and DeepSeek's: each byte has an id, so that every text comes back as it was."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

    ends = ends or {"bos": "<|endoftext|>", "eos": "<|im_end|>", "pad": "<|endoftext|>"}
    specials = list(dict.fromkeys([*ends.values(), *(["<|im_start|>"] if template == CHATML else []), *marks]))
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(
        SAYINGS * 3,
        trainers.BpeTrainer(
            vocab_size=size,
            min_frequency=1,
            special_tokens=specials,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    vocabulary: dict[str, int] = tokenizer.get_vocab()
    if is_sentence:
        around = [(ends[end], vocabulary[ends[end]]) for end in ("bos", "eos")]
        tokenizer.post_processor = processors.TemplateProcessing(
            single=f"{ends['bos']} $A {ends['eos']}", special_tokens=around
        )
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


def _filled(values: list[Any], length: int) -> list[Any]:
    return values + [0] * (length - len(values))
