"""Asks a text, a vision and a sentence model in a folder, and prints the answers as JSON. A program of its own."""

import hashlib
import json
import sys
from pathlib import Path

from lexo import guard
from lexo.document import PageImage
from lexo.inference.base import Generation, Message
from lexo.inference.host import Limits, ModelHost


def main() -> None:
    """The models folder is the first argument."""
    guard.install()
    host = ModelHost(Path(sys.argv[1]), Limits())
    limits = Generation(max_tokens=12, seed=7)
    picture = PageImage(bytes(range(256)) * 300, 320, 80, 3, 72)
    text = host.text("qwen3-1.7b-4bit").write([Message("user", "Hello")], limits).result()
    seen = host.vision("glm-ocr-8bit").look(picture, "Text Recognition:", limits).result()
    vectors = host.embedder("all-MiniLM-L6-v2").embed(["Une facture", "A bill"])
    host.stop(10)
    digest = hashlib.sha256(b"".join(vectors.values)).hexdigest()
    print(json.dumps({"text": text.text, "seen": seen.text, "vectors": digest, "refused": guard.attempts()}))


if __name__ == "__main__":
    main()
