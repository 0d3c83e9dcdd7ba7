"""Models on this machine: how they are found, loaded within the memory there is, and asked."""
