"""Data made for machines: signed codes, electronic invoices, machine-readable zones. Trusted before what is printed."""
