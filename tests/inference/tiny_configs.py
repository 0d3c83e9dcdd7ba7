"""Settings of the tiny models, as their checkpoints have them: the smallest that each architecture allows."""

from collections.abc import Mapping
from typing import Any

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
DEEPSEEK_MARKS = (
    "<image> <|ref|> <|/ref|> <|det|> <|/det|> <|grounding|> <|User|> <|Assistant|> "
    "<td> </td> <tr> </tr> <table> </table>"
).split()
DEEPSEEK_ENDS = {"bos": "<｜begin▁of▁sentence｜>", "eos": "<｜end▁of▁sentence｜>", "pad": "<｜▁pad▁｜>"}
GLM_MARKS = (
    "<sop> <|user|> <|assistant|> <|image|> <|video|> <|begin_of_image|> <|end_of_image|> <|begin_of_video|> "
    "<|end_of_video|>"
).split()
GLM_ENDS = {"bos": "[gMASK]", "eos": "<|endoftext|>", "pad": "<|endoftext|>"}
BASE_PX = 256  # of the tiny DeepSeek-OCR's view of the whole page; the real one's is 1024

Vocabulary = Mapping[str, int]


def text(kind: str, vocabulary: Vocabulary) -> dict[str, Any]:
    """Qwen3 ("qwen3") or Llama ("llama"). The vocabulary is padded beyond the tokenizer's, as real ones are."""
    return {
        "model_type": kind,
        "architectures": [kind.capitalize() + "ForCausalLM"],
        "hidden_size": 96,
        "num_hidden_layers": 2,
        "intermediate_size": 192,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "head_dim": 24,
        "rms_norm_eps": 1e-5,
        "vocab_size": len(vocabulary) + 32,
        "max_position_embeddings": 4096,
        "rope_theta": 10000.0,
        "tie_word_embeddings": True,
        "eos_token_id": vocabulary["<|im_end|>"],
        "torch_dtype": "float32",
    }


def sentence(kind: str, vocabulary: Vocabulary) -> dict[str, Any]:
    """BERT ("bert") or MPNet ("mpnet")."""
    return {
        "model_type": kind,
        "architectures": ["MPNetModel" if kind == "mpnet" else "BertModel"],
        "vocab_size": len(vocabulary),
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


def deepseek_ocr(vocabulary: Vocabulary) -> dict[str, Any]:
    return {
        "model_type": "deepseekocr",
        "language_config": {**_DEEPSEEK_LANGUAGE, "vocab_size": len(vocabulary)},
        "vision_config": _DEEPSEEK_VISION,
        "projector_config": _DEEPSEEK_PROJECTOR,
        "image_token_index": vocabulary["<image>"],
        "pad_id": vocabulary[DEEPSEEK_ENDS["pad"]],
        "vocab_size": len(vocabulary),
        "tile_tag": "2D",
        "global_view_pos": "head",
        "eos_token_id": vocabulary[DEEPSEEK_ENDS["eos"]],
        "bos_token_id": vocabulary[DEEPSEEK_ENDS["bos"]],
        "torch_dtype": "float32",
    }


_DEEPSEEK_LANGUAGE = {
    "model_type": "deepseek_v2",
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
}
_DEEPSEEK_VISION = {
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
}
_DEEPSEEK_PROJECTOR = {
    "projector_type": "linear",
    "input_dim": 2048,
    "n_embed": 64,
    "model_type": "mlp_projector",
}
DEEPSEEK_PROCESSOR = {
    "processor_class": "DeepseekOCRProcessor",
    "candidate_resolutions": [[BASE_PX, BASE_PX]],
    "patch_size": 16,
    "downsample_ratio": 4,
    "image_mean": [0.5, 0.5, 0.5],
    "image_std": [0.5, 0.5, 0.5],
    "normalize": True,
    "image_token": "<image>",
    "pad_token": DEEPSEEK_ENDS["pad"],
    "add_special_token": False,
    "sft_format": "deepseek",
    "mask_prompt": False,
    "ignore_id": -100,
}


def glm_ocr(vocabulary: Vocabulary) -> dict[str, Any]:
    size, stops = len(vocabulary), [vocabulary["<|endoftext|>"], vocabulary["<|user|>"]]
    return {
        "model_type": "glm_ocr",
        "text_config": {**_GLM_TEXT, "vocab_size": size, "eos_token_id": stops, "pad_token_id": stops[0]},
        "vision_config": _GLM_VISION,
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


_GLM_TEXT = {
    "model_type": "glm_ocr_text",
    "hidden_size": 64,
    "intermediate_size": 96,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 32,
    "num_nextn_predict_layers": 0,
    "tie_word_embeddings": False,
    "rope_parameters": {
        "rope_type": "default",
        "mrope_section": [4, 6, 6],
        "partial_rotary_factor": 1.0,
        "rope_theta": 10000,
    },
}
_GLM_VISION = {
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
}
GLM_PICTURES = {
    "image_processor_type": "Glm46VImageProcessor",
    "processor_class": "GlmOcrProcessor",
    "patch_size": 14,
    "temporal_patch_size": 2,
    "merge_size": 2,
    "size": {"shortest_edge": 112 * 112, "longest_edge": 28 * 28 * 20 * 2},
    "do_rescale": True,
    "do_normalize": True,
}
