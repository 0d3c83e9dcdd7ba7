"""One file an OCR engine; engines do not know each other."""
