"""What the fields of docs/fields.md are called for people: message ids, translated where they are shown."""

from lexo.web.i18n import N_

FIELDS: dict[str, str] = {
    "invoice_number": N_("Invoice number"),
}
