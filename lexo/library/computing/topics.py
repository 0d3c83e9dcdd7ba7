"""What people call their papers, and what they are about: each word of a question that names papers is here."""

from lexo.library.computing.plan import Noun, Topic

BILL_KINDS = ("invoice", "utility_bill")
SPENT_KINDS = ("invoice", "utility_bill", "receipt", "lease", "insurance", "property_tax_notice")
_PAPER = (Noun("papier", "papiers"), Noun("paper", "papers"))
_BILL = (Noun("facture", "factures", True), Noun("bill", "bills"))
_NOTICE = (Noun("avis d’impôt", "avis d’impôt"), Noun("tax notice", "tax notices"))


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(","))


def _papers(name: str, kind: str, words: str, french: Noun, english: Noun) -> Topic:
    """Papers of one kind, whose amounts nobody adds up."""
    return Topic(name, (kind,), _words(words), french, english, is_money=False)


def _bills(name: str, words: str, french: str, english: str) -> Topic:
    """What is billed for: money by nature."""
    return Topic(name, BILL_KINDS, _words(words), *_BILL, (french, english), is_mass=True)


def _named(name: str, words: str, thing: tuple[str, str], stems: str) -> Topic:
    """Papers of a trade, known by the sender's name or the title alone."""
    return Topic(name, SPENT_KINDS, _words(words), *_PAPER, thing, _words(stems), is_mass=True)


ANY = Topic("any", (), ("papier", "papiers", "document", "documents", "paper", "papers", "paperwork"), *_PAPER)
SPENT = Topic("spent", SPENT_KINDS, _words("depenses,achat,achats,expenses,purchases,spending"), *_PAPER, is_mass=True)
BILLS = Topic("bills", BILL_KINDS, _words("facture,factures,bill,bills,invoice,invoices,factura"), *_BILL)
RENT = Topic(
    "rent",
    ("lease",),
    _words("loyer,loyers,rent,rents"),
    Noun("quittance de loyer", "quittances de loyer", True),
    Noun("rent receipt", "rent receipts"),
    ("de loyer", "in rent"),
    is_mass=True,
)
PAYSLIPS = Topic(
    "payslips",
    ("payslip",),
    _words(
        "fiche de paie,fiches de paie,fiche de paye,fiches de paye,fiche de salaire,fiches de salaire,bulletin de paie,"
        "bulletins de paie,bulletin de paye,bulletins de paye,bulletin de salaire,bulletins de salaire,"
        "bulletins,payslip,payslips,pay slip,pay slips,pay stub,pay stubs,paystub,paystubs,wage slip,wage slips"
    ),
    Noun("bulletin de salaire", "bulletins de salaire"),
    Noun("payslip", "payslips"),
)
SALARY = Topic(
    "salary",
    ("payslip",),
    _words("salaire,salaires,paie,salary,wage,wages,pay,paycheck,paychecks,remuneration,remunerations"),
    PAYSLIPS.french,
    PAYSLIPS.english,
    ("", ""),
    is_mass=True,
)
TAXES = Topic(
    "taxes",
    ("income_tax_notice", "property_tax_notice"),
    _words("impot,impots,taxes,tax,avis d imposition,avis d impot,avis d impots,tax notice,tax notices"),
    *_NOTICE,
    ("d’impôts", "in taxes"),
    is_mass=True,
)
INCOME_TAX = Topic(
    "income_tax",
    ("income_tax_notice",),
    _words("impot sur le revenu,impots sur le revenu,impot sur les revenus,impots sur les revenus,income tax,"
           "income taxes"),
    *_NOTICE,
    ("d’impôt sur le revenu", "in income tax"),
    is_mass=True,
)  # fmt: skip
PROPERTY_TAX = Topic(
    "property_tax",
    ("property_tax_notice",),
    _words("taxe fonciere,taxes foncieres,property tax,property taxes"),
    *_NOTICE,
    ("de taxe foncière", "in property tax"),
    is_mass=True,
)
HOUSING_TAX = Topic(
    "housing_tax",
    ("property_tax_notice",),
    _words("taxe d habitation,taxes d habitation,council tax"),
    *_NOTICE,
    ("de taxe d’habitation", "in council tax"),
    is_mass=True,
)
LOCAL_TAXES = Topic(
    "local_taxes",
    ("property_tax_notice",),
    _words("impots locaux,taxes locales,local taxes"),
    *_NOTICE,
    ("d’impôts locaux", "in local taxes"),
    is_mass=True,
)
INSURANCE = Topic(
    "insurance",
    ("insurance",),
    _words("assurance,assurances,insurance,insurances,prime d assurance,primes d assurance,insurance premium,"
           "insurance premiums"),
    Noun("avis d’échéance d’assurance", "avis d’échéance d’assurance"),
    Noun("insurance notice", "insurance notices"),
    ("d’assurance", "for insurance"),
    is_mass=True,
)  # fmt: skip
QUOTES = Topic(
    "quotes",
    ("quote",),
    _words("devis,quote,quotes,quotation,quotations,bon de commande,bons de commande"),
    Noun("devis", "devis"),
    Noun("quote", "quotes"),
)
RECEIPTS = Topic(
    "receipts",
    ("receipt",),
    _words("ticket,tickets,ticket de caisse,tickets de caisse,recu,recus,receipt,receipts"),
    Noun("ticket", "tickets"),
    Noun("receipt", "receipts"),
)
CONTRACTS = Topic(
    "contracts",
    (),
    _words("contrat,contrats,contract,contracts"),
    Noun("contrat", "contrats"),
    Noun("contract", "contracts"),
    is_money=False,
)
ENERGY_WORDS = ("electricity", "gas", "energy", "water", "telecom")

ALL: tuple[Topic, ...] = (
    *(ANY, SPENT, BILLS, RENT, PAYSLIPS, SALARY, TAXES, INCOME_TAX, PROPERTY_TAX, INSURANCE, QUOTES, RECEIPTS),
    *(HOUSING_TAX, LOCAL_TAXES, CONTRACTS),
    _bills("electricity", "electricite,electrique,electriques,electricity,electric,courant", "d’électricité",
           "for electricity"),
    _bills("gas", "gaz,gas", "de gaz", "for gas"),
    _bills("energy", "energie,energy", "d’énergie", "for energy"),
    _bills("water", "eau,water", "d’eau", "for water"),
    _bills("telecom", "telephone,telephonie,internet,mobile,telecom,telecoms,phone,broadband",
           "de téléphone et d’internet", "for phone and internet"),
    _named("restaurants", "restaurant,restaurants,resto,restos", ("au restaurant", "in restaurants"),
           "restaurant,resto,brasserie,pizzeria,bistrot,bistro,creperie,trattoria,auberge"),
    _named("pharmacy", "pharmacie,pharmacies,pharmacy,pharmacies", ("en pharmacie", "at the pharmacy"),
           "pharmacie,pharmacy,apotheke"),
    _named("hotels", "hotel,hotels", ("à l’hôtel", "in hotels"), "hotel,hostel"),
    Topic("rent_receipts", ("lease",), _words("quittance,quittances,quittance de loyer,quittances de loyer,"
            "rent receipt,rent receipts"),
          RENT.french, RENT.english),
    _papers("leases", "lease", "bail,baux,lease,leases,contrat de location,contrats de location,contrat de bail,"
            "rental agreement,rental agreements", Noun("bail", "baux"), Noun("lease", "leases")),
    _papers("employment", "employment_contract", "contrat de travail,contrats de travail,employment contract,"
            "employment contracts,work contract,work contracts", Noun("contrat de travail", "contrats de travail"),
            Noun("employment contract", "employment contracts")),
    _papers("passports", "passport", "passeport,passeports,passport,passports", Noun("passeport", "passeports"),
            Noun("passport", "passports")),
    _papers("identity_cards", "identity_card", "carte d identite,cartes d identite,carte nationale d identite,cni,"
            "identity card,identity cards,id card,id cards", Noun("carte d’identité", "cartes d’identité", True),
            Noun("identity card", "identity cards")),
    _papers("licences", "driving_licence", "permis,permis de conduire,driving licence,driving licences,"
            "driving license,driver license,driver s license,driver s licence,drivers license",
            Noun("permis de conduire", "permis de conduire"), Noun("driving licence", "driving licences")),
    _papers("vehicles", "vehicle_registration", "carte grise,cartes grises,certificat d immatriculation,"
            "vehicle registration,vehicle registrations", Noun("carte grise", "cartes grises", True),
            Noun("vehicle registration", "vehicle registrations")),
    _papers("statements", "bank_statement", "releve de compte,releves de compte,releve de comptes,releve bancaire,"
            "releves bancaires,releves,bank statement,bank statements,account statement,account statements",
            Noun("relevé de compte", "relevés de compte"), Noun("bank statement", "bank statements")),
    _papers("bank_details", "bank_details", "rib,ribs,bank details", Noun("RIB", "RIB"),
            Noun("paper with bank details", "papers with bank details")),
    _papers("diplomas", "diploma", "diplome,diplomes,diploma,diplomas", Noun("diplôme", "diplômes"),
            Noun("diploma", "diplomas")),
    _papers("addresses", "proof_of_address", "justificatif de domicile,justificatifs de domicile,proof of address,"
            "proofs of address", Noun("justificatif de domicile", "justificatifs de domicile"),
            Noun("proof of address", "proofs of address")),
    _papers("fines", "legal_notice", "amende,amendes,contravention,contraventions,pv,fine,fines",
            Noun("avis d’amende", "avis d’amende"), Noun("fine", "fines")),
    _papers("company_extracts", "company_registration", "kbis,extrait kbis,extraits kbis",
            Noun("extrait Kbis", "extraits Kbis"), Noun("company extract", "company extracts")),
)  # fmt: skip
BY_WORDS = {words: topic for topic in ALL for words in topic.words}


def joined(first: Topic, second: Topic) -> Topic | None:
    """What "factures d’électricité" is: papers of the first that are about the second; None where that is nothing."""
    if first is second or second is ANY:
        return first
    if first is ANY:
        return second
    pair = {first.id, second.id}
    if "bills" in pair and pair & {*ENERGY_WORDS}:
        return first if second is BILLS else second
    if pair == {"payslips", "salary"}:
        return PAYSLIPS
    if pair == {"insurance", "contracts"}:
        return Topic(
            "insurance_contracts",
            ("insurance",),
            (),
            Noun("contrat d’assurance", "contrats d’assurance"),
            Noun("insurance contract", "insurance contracts"),
            is_money=False,
        )
    if "spent" in pair:
        return first if second is SPENT else second
    return None
