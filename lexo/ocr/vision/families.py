"""The families of vision models LEXO can ask: what each is asked, and how its answer is read.

Prompts are those of the models' cards; a manifest entry's own come first.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lexo.inference.manifest import ModelSpec
from lexo.ocr.vision.doctags import pieces_of_doctags
from lexo.ocr.vision.grounding import pieces_of_deepseek, pieces_of_unlimited
from lexo.ocr.vision.layout_json import pieces_of_layout
from lexo.ocr.vision.markdown import pieces_of_markdown
from lexo.ocr.vision.pieces import Piece

Size = tuple[int, int]  # width and height in pixels
Parser = Callable[[str, Size], list[Piece]]

_DOTS_PAGE = """Please output the layout information from the PDF image, including each layout element's bbox, its category, and the corresponding text content within the bbox.

1. Bbox format: [x1, y1, x2, y2]

2. Layout Categories: The possible categories are ['Caption', 'Footnote', 'Formula', 'List-item', 'Page-footer', 'Page-header', 'Picture', 'Section-header', 'Table', 'Text', 'Title'].

3. Text Extraction & Formatting Rules:
    - Picture: For the 'Picture' category, the text field should be omitted.
    - Formula: Format its text as LaTeX.
    - Table: Format its text as HTML.
    - All Others (Text, Title, etc.): Format their text as Markdown.

4. Constraints:
    - The output text must be the original text from the image, with no translation.
    - All layout elements must be sorted according to human reading order.

5. Final Output: The entire output must be a single JSON object.
"""  # noqa: E501 (the model was trained on these very lines)

_FREE_PAGE = (
    "Transcribe all text of this page as Markdown, in reading order and in its own language. Write tables as HTML "
    "tables and formulas as LaTeX between $$. Write only what is printed or written on the page: no comment, no "
    "description of pictures, no translation."
)
_FREE_TABLE = "Transcribe the table in this picture as one HTML table. Write nothing else."
_FREE_FORMULA = "Write the formula in this picture as LaTeX. Write nothing else."


@dataclass(frozen=True, slots=True)
class Family:
    """`prompts` are by ability; `max_pixels` is where tiles begin if a manifest entry says nothing."""

    parse: Parser
    prompts: Mapping[str, str] = field(default_factory=dict)
    max_pixels: int = 8_000_000  # A3 at 200 dpi and a little; print of a larger page gets too small in one look


def _without_size(parse: Callable[[str], list[Piece]]) -> Parser:
    return lambda answer, size: parse(answer)


_DEEPSEEK = {
    "page": "<|grounding|>Convert the document to markdown.",
    "text": "Free OCR.",
    "table": "<|grounding|>Convert the document to markdown.",
    "formula": "Free OCR.",
}
_GLM = {
    "page": "Text Recognition:",
    "text": "Text Recognition:",
    "table": "Table Recognition:",
    "formula": "Formula Recognition:",
}
_PADDLE = {"page": "OCR:", "text": "OCR:", "table": "Table Recognition:", "formula": "Formula Recognition:"}
_DOTS = {
    "page": _DOTS_PAGE,
    "text": "Extract the text content from this image.",
    "table": _DOTS_PAGE,
    "formula": "Extract the text content from this image.",
}
_GRANITE = {
    "page": "Convert this page to docling.",
    "text": "Convert this page to docling.",
    "table": "Convert table to OTSL.",
    "formula": "Convert formula to LaTeX.",
}
_FREE = {"page": _FREE_PAGE, "text": _FREE_PAGE, "table": _FREE_TABLE, "formula": _FREE_FORMULA}

FAMILIES: Mapping[str, Family] = {
    "deepseek-ocr": Family(_without_size(pieces_of_deepseek), _DEEPSEEK),
    "deepseek-ocr-2": Family(_without_size(pieces_of_deepseek), _DEEPSEEK),
    "unlimited": Family(
        _without_size(pieces_of_unlimited), dict.fromkeys(("page", "text", "table", "formula"), "document parsing.")
    ),
    "glm-ocr": Family(_without_size(pieces_of_markdown), _GLM, 4_800_000),
    "paddleocr-vl": Family(_without_size(pieces_of_markdown), _PADDLE, 2_800_000),
    "dots-ocr": Family(pieces_of_layout, _DOTS),
    "granite-docling": Family(_without_size(pieces_of_doctags), _GRANITE, 4_200_000),
    "qwen-vl": Family(_without_size(pieces_of_markdown), _FREE),
}


def family_of(spec: ModelSpec) -> Family:
    """How a model is asked; a family that nobody knows is asked in plain words, as a general model."""
    return FAMILIES.get(spec.family, FAMILIES["qwen-vl"])


def prompt_of(spec: ModelSpec, ability: str) -> str:
    """The model's own phrase for an ability ("page", "text", "table", "formula")."""
    family = family_of(spec)
    return spec.prompts.get(ability) or family.prompts.get(ability) or spec.prompts.get("page") or _FREE_PAGE
