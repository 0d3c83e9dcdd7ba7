"""The names that filters are typed by, in French and English: keys, states, languages, fields of docs/fields.md.

All are folded: small letters without accents. What kinds of paper are called is in `understanding.kinds`.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from lexo.document import DocumentState


class Key(StrEnum):
    """What stands before the colon of a filter; the value is how it is written where LEXO writes it in English."""

    KIND = "kind"
    SENDER = "sender"
    DATE = "date"
    BEFORE = "before"
    AFTER = "after"
    SINCE = "since"
    UNTIL = "until"
    AMOUNT = "amount"
    STATE = "state"
    LANGUAGE = "language"


FRENCH: Mapping[Key, str] = MappingProxyType(
    {
        Key.KIND: "type",
        Key.SENDER: "de",
        Key.DATE: "date",
        Key.AMOUNT: "montant",
        Key.STATE: "\u00e9tat",
        Key.LANGUAGE: "langue",
    }
)


def _by_word(names: Mapping[str, str]) -> Mapping[str, str]:
    """Names between spaces, each with what it stands for."""
    return MappingProxyType({word: meant for meant, words in names.items() for word in words.split()})


_KEYS = _by_word(
    {
        Key.KIND: "kind type genre sorte categorie",
        Key.SENDER: "sender from de emetteur expediteur fournisseur",
        Key.DATE: "date le annee year mois month",
        Key.BEFORE: "before avant",
        Key.AFTER: "after apres",
        Key.SINCE: "since depuis des",
        Key.UNTIL: "until till jusqu'a jusqu'au jusqu'en jusqua",
        Key.AMOUNT: "amount montant somme prix price",
        Key.STATE: "state etat statut status",
        Key.LANGUAGE: "language langue lang",
    }
)

STATES: Mapping[str, tuple[DocumentState, ...]] = MappingProxyType(
    {
        **{state.value: (state,) for state in DocumentState},
        **dict.fromkeys(
            ("lu", "lus", "read", "pret", "done"), (DocumentState.READY, DocumentState.READY_WITH_WARNINGS)
        ),
        **dict.fromkeys(
            ("a relire", "a verifier", "avertissement", "avertissements", "warning", "warnings", "worth a look"),
            (DocumentState.READY_WITH_WARNINGS,),
        ),
        **dict.fromkeys(("en lecture", "lecture", "en cours", "being read"), (DocumentState.READING,)),
        **dict.fromkeys(("en attente", "attente", "waiting"), (DocumentState.QUEUED,)),
        **dict.fromkeys(
            ("echec", "echoue", "erreur", "non lu", "non lus", "error", "not read"), (DocumentState.FAILED,)
        ),
    }
)

LANGUAGES = _by_word(
    {
        "fra": "fra fr fre francais french",
        "eng": "eng en anglais english",
        "deu": "deu de ger allemand german deutsch",
        "spa": "spa es espagnol spanish espanol",
        "ita": "ita it italien italian italiano",
        "por": "por pt portugais portuguese portugues",
        "nld": "nld nl dut neerlandais dutch nederlands",
    }
)

_FIELDS = frozenset(
    """
    account_holder account_reference act_number act_title act_type activity address addressee amount ape
    appeal_before appeal_period appointment_date bailiff bank_name bban beneficiary beneficiary_number benefit bic
    birth_country birth_date birth_place branch buyer_address buyer_name buyer_siren buyer_siret buyer_vat_id
    caisse capital case_number categories charges claimant closing_balance co2 collection_date
    collective_agreement commune company_name competent_court consumption_kwh consumption_m3 contract_end
    contract_number contract_type creditor_id currency customer_number daily_amount deadline death_date
    deceased_address deceased_given_names deceased_surname declarant_1 declarant_1_tax_number declarant_2
    declarant_2_tax_number deductible degree delivery_date delivery_note_number deposit diploma_number
    document_code document_id document_number documents_before due_date due_payable effective_date
    einvoice_profile email employee_name employer_address employer_name employer_siret end_date expiry_date father
    fax file_number fine_number fip first_name first_registration fiscal_power fuel given_names grand_total
    gross_pay gross_pay_year guarantees height holder holder_address honours hours hours_year household_parts iban
    income_tax_rate income_tax_withheld income_tax_year increased_amount ine insured insurer invoice_number irl
    issue_date issue_month issuing_authority issuing_country issuing_office job_title jurisdiction landlord
    lease_duration lease_end lease_start left_to_pay legal_form level line_number line_total lines make manager
    mandate_reference marriage_date member_number meter_end meter_number meter_start model mother mrz mrz_type
    nationality net_before_tax net_pay net_social net_tax net_taxable net_taxable_year next_inspection nir
    notice_before notice_period notice_reference offence offence_date offence_place opening_balance operations
    optional_data order_date order_reference organisation party payee_address payee_name payer_address payer_name
    payment_date payment_method payment_reference payment_terms payment_text pce pdl period_end period_start
    permit_category person personal_number phone plate points points_left policy_number preceding_invoice_number
    premium prepaid property_address quote_number rcs reason receipt_number reference reference_tax_income refund
    regime registered_office registration_date reimbursements renewal_date rent rights_end rights_start salary
    school seller_address seller_legal_id seller_name seller_siren seller_siret seller_tax_number seller_vat_id
    service_address sex signature_date siren siret spouse spouse_name start_date student student_number
    subscribed_power subscriber_id subscription surface_m2 surname tax_base tax_basis_total tax_breakdown
    tax_number tax_total tax_year tenant term total total_credits total_debits total_refunded trade_name
    trial_period type_code used_name valid_from valid_until vat_id vehicle vin website working_time year
    """.split()
)

_FIELD_WORDS = _by_word(
    {
        "number": "no numero num number nr ref",
        "invoice_number": "facture invoice",
        "quote_number": "devis quote",
        "order_reference": "commande order",
        "customer_number": "client customer",
        "contract_number": "contrat contract",
        "policy_number": "police policy",
        "file_number": "dossier",
        "meter_number": "compteur meter",
        "reference": "reference",
        "vat_id": "tva vat",
        "due_date": "echeance due",
        "expiry_date": "expiration expiry",
        "grand_total": "ttc",
        "tax_basis_total": "ht",
        "net_pay": "net",
        "rent": "loyer",
        "phone": "telephone tel",
        "email": "mail courriel e-mail",
        "website": "site",
        "plate": "plaque immatriculation",
        "nir": "secu",
        "tax_number": "fiscal",
        "currency": "devise",
        "tenant": "locataire",
        "landlord": "bailleur",
        "employer_name": "employeur employer",
        "employee_name": "salarie employee",
        "buyer_name": "acheteur buyer",
        "seller_name": "vendeur seller",
        "holder": "titulaire",
        "surname": "nom",
        "given_names": "prenom",
        "insurer": "assureur",
        "insured": "assure",
        "school": "ecole",
    }
)
_OF_2D_DOC = re.compile(r"twod_doc_[a-z0-9_]{1,30}")


def key_of(folded: str) -> Key | None:
    """The filter that a word before a colon means."""
    meant = _KEYS.get(folded)
    return Key(meant) if meant else None


def field_of(folded: str) -> str | None:
    """The field that a word before a colon means, or "number" for any number that papers bear."""
    name = folded.replace("-", "_")
    if name in _FIELDS or _OF_2D_DOC.fullmatch(name):
        return name
    return _FIELD_WORDS.get(folded)
