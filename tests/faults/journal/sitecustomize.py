"""Loaded by a reader process under test: notes in a file each page that it begins to read."""

import os
import sys

if "lexo.pipeline.reader" in sys.orig_argv and "JOURNAL" in os.environ:
    from lexo.pipeline import reading

    read_page = reading.read_page

    def noted(source, number, options):  # type: ignore[no-untyped-def]
        with open(os.environ["JOURNAL"], "ab", buffering=0) as journal:
            journal.write(f"{number}\n".encode())
        return read_page(source, number, options)

    reading.read_page = noted
