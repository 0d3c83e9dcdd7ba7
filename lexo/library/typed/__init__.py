"""What people type into a search: filters among the words, in French and English."""
