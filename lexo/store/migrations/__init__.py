"""The steps by which the database got its shape, one file each. A released one is never changed."""
