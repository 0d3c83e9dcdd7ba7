"""How a file comes in: watched, stable, sniffed, kept, queued."""
