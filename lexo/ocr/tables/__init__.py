"""Tables: is there one, which words stand in which cell, and what has to be mended. Values in, values out."""
