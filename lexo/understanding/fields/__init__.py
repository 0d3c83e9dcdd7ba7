"""What a paper states in words of a known form: numbers with checks, amounts, dates, names, addresses."""
