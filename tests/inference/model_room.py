"""What the tests of models share: the answers the tiny models know, what they are asked, and what they are shown."""

from collections.abc import Callable

from lexo.document import PageImage
from lexo.inference.base import Generation, Message
from lexo.inference.host import ModelHost

PAGE = "# Invoice 42\n\n| Item | Price |\n| --- | --- |\n| Widget | 10.00 |\n"
GROUNDED = "<|ref|>title<|/ref|><|det|>[[10, 20, 500, 60]]<|/det|>\n# Invoice 42\n"
TOTAL = "The total is 12.50 EUR [1]."

QUESTION = [Message("user", "What is the total?")]
READ, GROUND = "Text Recognition:", "<|grounding|>Convert the document to markdown."
SHEET = PageImage(b"\xff" * (300 * 420 * 3), 300, 420, 3, 36)
GREY = PageImage(b"\xff" * (420 * 300), 420, 300, 1, 36)

SHORT = Generation(max_tokens=60)
LONG = Generation(max_tokens=3000, temperature=1.0, seed=1)

Hosts = Callable[..., ModelHost]
