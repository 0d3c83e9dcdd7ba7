"""How a document is read: the worker thread and the reader processes."""
