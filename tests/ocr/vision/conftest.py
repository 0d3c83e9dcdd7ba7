"""Makes the scripted and the tiny models importable beside these tests."""

import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(TESTS / "ocr"), str(TESTS / "inference")]
