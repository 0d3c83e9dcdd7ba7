"""The addresses that take files, and so more bytes than all others."""

PAGES = "/documents"
DOCUMENTS = "/api/v1/documents"
OCR = "/api/v1/ocr"

UPLOADS = frozenset(
    {
        PAGES,
        DOCUMENTS,
        f"{DOCUMENTS}/upload-and-process",
        *(f"{OCR}/{name}" for name in ("process", "preprocess", "advanced", "detect-tables", "extract-entities")),
    }
)
