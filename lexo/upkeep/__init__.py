"""Keeping the house in order: verify and doctor."""
