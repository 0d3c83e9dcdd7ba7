"""Steps that turn pixels into words: engines, their chain, layout and quality."""
