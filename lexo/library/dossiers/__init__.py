"""Dossiers: lists of papers that somebody asks for, and which of ours they are. Template modules hold data alone."""
