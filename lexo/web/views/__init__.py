"""What the templates show, worked out in Python: values only, so that a template never has to decide."""
