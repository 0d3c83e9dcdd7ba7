"""Steps on a file and its pages: open, render, straighten, read the text layer."""
