"""Papers that no model and no assistant is ever shown; lists by sender and by date."""

SQL = """
ALTER TABLE documents ADD COLUMN is_private INTEGER NOT NULL DEFAULT 0;  -- never shown to a model or an assistant
CREATE INDEX documents_by_sender ON documents (deleted_at, sender);
CREATE INDEX documents_by_date ON documents (deleted_at, date);
"""
