"""Finding papers: by words, by meaning, by filters, and by what they are like."""
