"""Signs that are the model's, not the page's: special tokens, control characters, bytes that are no text."""

import re
import unicodedata

MAX_ANSWER_CHARS = 200_000  # a page of 8,192 tokens has about 30,000
_RUBBISH_SHARE = 0.05  # of replacement signs and private characters; real answers have none
_SPECIAL = re.compile(
    r"<[|｜][^<>|｜\n]{1,60}[|｜]>"  # <|im_end|>, DeepSeek's <｜end▁of▁sentence｜>
    r"|</?s>|<pad>|<unk>|<eos>|<bos>|<image>|<img>|</img>|<PAGE>|\[gMASK\]|<sop>|<eop>|</?think>"
    r"|<end_of_utterance>|<fake_token_around_image>|<global-img>|<row_\d+_col_\d+>"
    r"|</?doctag>|<loc_\d{1,4}>|<(?:fcel|ecel|ched|rhed|srow|lcel|ucel|xcel|nl)>"
)
_BLANKS = re.compile(r"[^\S\n]{100,}")  # patterns that skip blanks take the square of their number
_THOUGHT = re.compile(r"<think>(?:(?!<think>).)*?</think>", re.DOTALL)
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)


def cleaned(answer: str) -> str:
    """An answer in NFC without control characters and with `\\n` line breaks; its length is bounded."""
    text = answer[:MAX_ANSWER_CHARS].replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    text = _CONTROL.sub("", _THOUGHT.sub("", text))
    return unicodedata.normalize("NFC", _BLANKS.sub(" ", text))


def without_special(text: str) -> str:
    """The text without tokens that only steer a model; parsers take theirs out before."""
    return _SPECIAL.sub("", text)


def is_rubbish(answer: str) -> bool:
    """Whether so much of an answer is no character of any script that the rest cannot be trusted either."""
    odd = sum(sign == "\ufffd" or unicodedata.category(sign) in ("Cc", "Cn", "Co", "Cs") for sign in answer)
    odd -= sum(answer.count(sign) for sign in "\n\t\r")
    return odd > max(2, _RUBBISH_SHARE * len(answer))
