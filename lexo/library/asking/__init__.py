"""Answers to questions, each sentence with the place on a paper that proves it."""
