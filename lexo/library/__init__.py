"""What a person does with what was read: search it, take it out."""
