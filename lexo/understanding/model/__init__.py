"""What a text model adds to a paper: questions it is asked, and what of its answers is believed. No model runs here."""
