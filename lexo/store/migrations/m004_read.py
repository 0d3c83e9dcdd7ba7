"""Pages as the engine read them, beside the words that people corrected."""

SQL = """
ALTER TABLE page_layouts ADD COLUMN read_text TEXT;    -- as the engine read the page; NULL where nobody corrected it
ALTER TABLE page_layouts ADD COLUMN read_layout BLOB;
ALTER TABLE page_layouts ADD COLUMN read_tables TEXT;
"""
