"""What papers mean: facts with their proof, kinds, deadlines. Values in, values out."""
