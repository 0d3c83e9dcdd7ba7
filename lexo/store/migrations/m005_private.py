"""Papers that no model and no assistant is ever shown; what filters and lists look at: sender, date, amount, fields."""

# Of what a paper is about in money, the first name that it has counts: what was bought or earned, then what is paid
# for it, then what is printed on papers that have neither. docs/search.md says so too.
_NAMES = (
    *("grand_total", "due_payable", "net_pay", "total", "left_to_pay", "net_tax", "refund", "premium", "rent"),
    *("total_refunded", "amount", "closing_balance", "salary", "tax_basis_total", "gross_pay", "deposit"),
)
_LISTED = ", ".join(f"'{name}'" for name in _NAMES)
_ORDER = f"instr(' {' '.join(_NAMES)} ', ' ' || name || ' ')"
_POINT = "instr(normalized || '.', '.')"  # where it is, or would be; decimals behind the second are cut off
_CENTS = (
    f"CAST(substr(normalized, 1, {_POINT} - 1) || substr(substr(normalized, {_POINT} + 1) || '00', 1, 2) AS INTEGER)"
)
_AMOUNT = (
    f"(SELECT {_CENTS} FROM fields WHERE document_id = documents.id AND name IN ({_LISTED})"
    f" AND verdict <> 'unverified' AND normalized GLOB '*[0-9]*' ORDER BY {_ORDER}, rank LIMIT 1)"
)

SQL = f"""
ALTER TABLE documents ADD COLUMN is_private INTEGER NOT NULL DEFAULT 0;  -- never shown to a model or an assistant
ALTER TABLE documents ADD COLUMN amount_cents INTEGER;  -- what the paper is about in money; kept by the triggers below

UPDATE documents SET amount_cents = {_AMOUNT};
CREATE TRIGGER fields_amount_added AFTER INSERT ON fields WHEN new.name IN ({_LISTED}) BEGIN
    UPDATE documents SET amount_cents = {_AMOUNT} WHERE id = new.document_id;
END;
CREATE TRIGGER fields_amount_changed AFTER UPDATE ON fields
WHEN old.name IN ({_LISTED}) OR new.name IN ({_LISTED}) BEGIN
    UPDATE documents SET amount_cents = {_AMOUNT} WHERE id IN (old.document_id, new.document_id);
END;
CREATE TRIGGER fields_amount_gone AFTER DELETE ON fields WHEN old.name IN ({_LISTED}) BEGIN
    UPDATE documents SET amount_cents = {_AMOUNT} WHERE id = old.document_id;
END;

CREATE INDEX documents_by_sender ON documents (deleted_at, sender);
CREATE INDEX documents_by_date ON documents (deleted_at, date);
-- All that filters and their counts ask of a document, so that they never read the rows themselves.
CREATE INDEX documents_filtered ON documents (
    deleted_at, date, sender, kind, state, language, amount_cents, is_private
);
DROP INDEX fields_by_value;
CREATE INDEX fields_by_value ON fields (name, normalized, document_id) WHERE verdict <> 'unverified';
"""
