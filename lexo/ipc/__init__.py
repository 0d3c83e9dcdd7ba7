"""Models for a program that started LEXO: one JSON object a line on standard input, answers on standard output."""
