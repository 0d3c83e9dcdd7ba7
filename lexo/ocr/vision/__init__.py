"""What vision models write -> blocks: one parser a family, what they share, and the pixels to hold it against."""
