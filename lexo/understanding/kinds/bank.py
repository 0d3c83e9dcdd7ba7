"""Kinds of paper that banks send."""

from lexo.understanding.kinds.kind import Kind, Retention, found, in_body, in_title

_MEMENTO = "memento.fr, 2026"

BANK_DETAILS = Kind(
    id="bank_details",
    name_fr="RIB",
    name_en="Bank details",
    words=("rib", "iban", "relevé d'identité bancaire", "coordonnées bancaires", "account details"),
    cues=(
        *in_title(5.5, "relevé d'identité bancaire, rib, relevé d'identité bancaire rib, votre rib, rib iban"),
        *in_title(
            5.0,
            "coordonnées bancaires, vos coordonnées bancaires, identité bancaire, identifiant bancaire",
            "bank account details, bankverbindung, account details, relevé d'identité sepamail",
        ),
        *in_title(4.5, "relevé d'identité postal, iban bic, bank details, titulaire du compte, relevé iban"),
        *in_body(1.6, "code banque, code guichet, clé rib, clé, numéro de compte, n de compte, guichet"),
        *in_body(
            1.3,
            "identifiant national, code b i c, relevé d'identité, établissement teneur, swift, receive payments",
            "sort code, devise, agence bancaire, bank address, domiciliation, titulaire du compte, titulaire",
            "code bic, bank identifier code, account owner, identifiant international de compte bancaire",
            "international bank account number, bic swift, est destiné à être remis, destiné à vos créanciers",
            "votre banque, account holder, kontoinhaber",
        ),
        *in_body(0.8, "iban, bic, rib, agence, débiteurs"),
        *in_body(
            -2.0,
            "solde, débit, crédit, total ttc, net à payer, facture, loyer, prélèvement, operations, échéance",
            "salaire, amount due, créancier, mandat, invoice, rechnung, ancien solde",
        ),
    ),
    evidence=(
        *found(0.8, "iban", "bic"),
        *found(1.0, "account_holder", "bban", "branch", "bank_name"),
    ),
    wanted_fields=(
        "account_holder",
        "iban",
        "bic",
        "bank_name",
    ),
    retention=Retention(5, source=_MEMENTO),
    twod_doc_types=("03", "05"),
)

BANK_STATEMENT = Kind(
    id="bank_statement",
    name_fr="Relevé de compte",
    name_en="Bank statement",
    words=("relevé de compte", "relevé bancaire", "extrait de compte", "compte courant", "livret", "account statement"),
    cues=(
        *in_title(
            5.0,
            "relevé de compte, extrait de compte, relevé bancaire, votre relevé, bank statement",
            "account statement, statement of account, kontoauszug, rekeningafschrift, relevé de compte courant",
            "relevé de compte chèques, estratto conto, extracto de cuenta",
        ),
        *in_title(
            4.5,
            "relevé d'opérations, relevé de vos comptes, statement, compte de dépôt, compte chèques",
        ),
        *in_title(4.0, "livret a, relevé annuel de frais, relevé, chequing, checking account, relevé n"),
        *in_title(-3.0, "facture, invoice, rib, relevé d'identité bancaire, avis d'impôt, devis, bulletin"),
        *in_body(
            1.8,
            "ancien solde, nouveau solde, solde précédent, solde créditeur, solde débiteur, solde au",
            "solde initial, solde final, opening balance, closing balance, balance forward, alter kontostand",
        ),
        *in_body(
            1.5,
            "opérations du, montant débité, débit différé, mouvements, opération, vos comptes, dépenses, solde",
            "kontostand, wertstellung, verwendungszweck, saldo, arrêté de compte, intérêts, date valeur",
            "date opération, total des opérations, total des mouvements, neuer kontostand",
            "nature des opérations, libellé des opérations, vos opérations, date de valeur, value date",
        ),
        *in_body(
            1.2,
            "débit, crédit, retrait dab, virement reçu, virement en votre faveur, paiement par carte",
            "withdrawals, deposits, facture carte, prlv, vir, carte x, chèque",
        ),
        *in_body(
            1.0,
            "libellé, prélèvement, virement, retrait, transfer, buchung, balance, découvert autorisé",
            "garantie des dépôts, conseiller, agios, cotisation carte, overdraft",
        ),
        *in_body(-1.5, "total ttc, net imposable, prix unitaire, allocataire"),
        *in_body(-2.0, "en milliers d'euros, exercice clos, consolidated, fiscal year, shareholders"),
    ),
    evidence=(
        *found(1.5, "opening_balance", "closing_balance", "operations"),
        *found(0.8, "total_debits", "total_credits"),
        *found(0.3, "iban", "account_holder", "period_start"),
    ),
    wanted_fields=(
        *("bank_name", "account_holder", "iban", "period_start", "period_end", "opening_balance"),
        *("closing_balance", "operations"),
    ),
    retention=Retention(5, source=_MEMENTO),
    twod_doc_types=("11",),
)
