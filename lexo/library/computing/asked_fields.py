"""Facts that people ask for one by one, by the names they give them in French and English."""

from dataclasses import dataclass
from enum import StrEnum


class Whose(StrEnum):
    """To whom a fact belongs, and so on which papers it is to be looked for."""

    OWN = "own"  # the person's: on the papers of `kinds` (any, where none is named)
    WITH = "with"  # the person's with a sender, as a customer number
    THEIRS = "theirs"  # the sender's, who has to be named


class Form(StrEnum):
    """How a value is written."""

    TEXT = "text"
    DAY = "day"
    MONEY = "money"
    IBAN = "iban"


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact that can be asked for; `words` are folded."""

    id: str
    names: tuple[str, ...]  # of the fields that hold it, of docs/fields.md
    words: tuple[str, ...]
    french: str  # with its article: "le numéro fiscal"
    english: str
    whose: Whose = Whose.OWN
    kinds: tuple[str, ...] = ()
    form: Form = Form.TEXT
    changes: bool = False  # in time: only the newest paper of each sender says it


_IDENTITY = ("identity_card", "passport", "driving_licence")
_COVER = ("insurance", "health")


def _words(text: str) -> tuple[str, ...]:
    """Phrases between commas; "numero" stands for all ways to write it."""
    found = []
    for words in (each.strip() for each in text.split(",")):
        ways = ("numero", "n", "no", "num", "numeros") if words.startswith("numero ") else ("",)
        found += [words.replace("numero", way, 1) if way else words for way in ways]
        if words.endswith(" number"):
            found += [words[:-6] + way for way in ("no", "numbers")]
            found.append(f"number of {words[:-7]}")
    return tuple(dict.fromkeys(found))


Called = tuple[str, str]  # French and English, each with its article


def _own(name: str, words: str, called: Called, kinds: tuple[str, ...] = (), form: Form = Form.TEXT) -> Asked:
    return Asked(name, (name,), _words(words), *called, Whose.OWN, kinds, form)


def _with(name: str, names: str, words: str, french: str, english: str) -> Asked:
    return Asked(name, tuple(names.split()), _words(words), french, english, Whose.WITH)


def _theirs(name: str, names: str, words: str, called: Called, form: Form = Form.TEXT) -> Asked:
    return Asked(name, tuple(names.split()), _words(words), *called, Whose.THEIRS, (), form)


def _newest(name: str, words: str, called: Called, kinds: tuple[str, ...], form: Form = Form.MONEY) -> Asked:
    return Asked(name, (name,), _words(words), *called, Whose.OWN, kinds, form, changes=True)


_TAX = ("income_tax_notice", "property_tax_notice")
_LEASE, _PAYSLIP, _CAR = ("lease",), ("payslip",), ("vehicle_registration",)

EXPIRY = Asked(
    "expiry_date",
    ("expiry_date", "valid_until", "rights_end", "contract_end", "lease_end", "end_date"),
    _words("date d expiration,date de peremption,date de fin de validite,date limite de validite,fin de validite,"
           "date de validite,expiry date,expiration date,date of expiry"),
    "la date d’expiration",
    "the expiry date",
    form=Form.DAY,
)  # fmt: skip

ALL: tuple[Asked, ...] = (
    EXPIRY,
    Asked("tax_number", ("tax_number", "declarant_1_tax_number", "declarant_2_tax_number"),
          _words("numero fiscal,numero fiscal de reference,numero spi,tax number,numero de contribuable,"
                 "tax id,numeros fiscaux,tax identification number"), "le numéro fiscal", "the tax number"),
    _own("nir", "numero de sécurité sociale,numero de securite sociale,numero de secu,numero secu,nir,"
         "numero securite sociale,numero de ss,social security number", ("le numéro de sécurité sociale",
         "the social security number")),
    _own("birth_date", "date de naissance,date of birth,birth date,birthday,anniversaire", ("la date de naissance",
         "the date of birth"), _IDENTITY, Form.DAY),
    _own("birth_place", "lieu de naissance,place of birth,birth place,birthplace", ("le lieu de naissance",
         "the place of birth"), _IDENTITY),
    _own("ine", "numero ine,ine,numero d etudiant ine", ("le numéro INE", "the INE number")),
    _own("document_number", "numero de passeport,passport number,numero de mon passeport",
         ("le numéro du passeport", "the passport number"), ("passport",)),
    Asked("card_number", ("document_number",), _words("numero de carte d identite,numero de cni,numero d identite,"
          "id card number,identity card number"), "le numéro de la carte d’identité", "the identity card number",
          kinds=("identity_card",)),
    Asked("licence_number", ("document_number", "licence_number"), _words("numero de permis,numero de permis de "
          "conduire,numero du permis,driving licence number,driving license number,licence number,license number"),
          "le numéro du permis de conduire", "the driving licence number", kinds=("driving_licence",)),
    _own("plate", "plaque,plaque d immatriculation,numero d immatriculation,immatriculation,registration plate,"
         "plate number,number plate,license plate,licence plate", ("la plaque d’immatriculation",
         "the registration plate"), _CAR),
    _own("vin", "vin,numero vin,numero de chassis,numero de serie de la voiture,vehicle identification number",
         ("le numéro VIN", "the VIN"), _CAR),
    _own("fiscal_power", "puissance fiscale,chevaux fiscaux,fiscal power", ("la puissance fiscale",
         "the fiscal power"), _CAR),
    _own("pdl", "pdl,prm,numero pdl,numero de pdl,point de livraison,numero de point de livraison,"
         "numero du point de livraison,delivery point", ("le point de livraison (PDL)", "the delivery point (PDL)")),
    _own("pce", "pce,numero pce,numero de pce,point de comptage,point de comptage et d estimation",
         ("le point de comptage (PCE)", "the gas metering point (PCE)")),
    _newest("reference_tax_income", "revenu fiscal de reference,rfr,revenu fiscal,reference tax income,"
            "reference income", ("le revenu fiscal de référence", "the reference tax income"), _TAX),
    Asked("household_parts", ("household_parts",), _words("nombre de parts,nombre de parts fiscales,parts fiscales,"
          "quotient familial parts,household parts,household shares,tax shares"), "le nombre de parts",
          "the household shares", kinds=_TAX, changes=True),
    _newest("rent", "loyer hors charges,loyer hc,loyer nu,rent without charges",
            ("le loyer", "the rent"), _LEASE),
    _newest("deposit", "depot de garantie,caution,security deposit,rental deposit", ("le dépôt de garantie",
            "the deposit"), _LEASE),
    Asked("surface_m2", ("surface_m2",), _words("surface,surface habitable,superficie,floor area"),
          "la surface en m²", "the surface in m²", kinds=_LEASE),
    Asked("notice_period", ("notice_period",), _words("preavis,delai de preavis,notice period"),
          "le préavis", "the notice period"),
    _newest("premium", "prime,prime annuelle,montant de la prime,cotisation d assurance,premium,insurance premium",
            ("la prime", "the premium"), _COVER),
    _newest("deductible", "franchise,deductible", ("la franchise", "the deductible"), _COVER),
    _newest("closing_balance", "solde,solde bancaire,solde de mon compte,solde du compte,solde de compte,balance,"
            "account balance,bank balance", ("le solde", "the balance"), ("bank_statement",)),
    Asked("job_title", ("job_title",), _words("intitule de poste,intitule de mon poste,job title"),
          "l’intitulé du poste", "the job title", kinds=("payslip", "employment_contract"), changes=True),
    _newest("net_pay", "salaire net,net a payer salaire,net pay,net,salaire net mensuel,"
            "take home pay,net salary,net paye",
            ("le net payé", "the net pay"), _PAYSLIP),
    _newest("gross_pay", "salaire brut,brut,gross pay,gross salary,salaire brut mensuel,gross",
            ("le salaire brut", "the gross pay"), _PAYSLIP),
    _newest("net_taxable", "net imposable,salaire net imposable,salaire imposable,net fiscal,taxable pay,"
            "net taxable,net taxable pay", ("le net imposable", "the net taxable pay"), _PAYSLIP),
    _newest("net_social", "net social,montant net social",
            ("le montant net social", "the net social amount"), _PAYSLIP),
    _newest("income_tax_withheld", "prelevement a la source,impot preleve a la source,retenue a la source,"
            "income tax withheld,tax withheld,withholding tax", ("le prélèvement à la source",
            "the income tax withheld"), _PAYSLIP),
    _with("customer_number", "customer_number subscriber_id", "numero de client,numero client,reference client,"
          "identifiant client,customer number,client number,customer id,customer reference", "le numéro de client",
          "the customer number"),
    _with("contract_number", "contract_number policy_number", "numero de contrat,numero contrat,reference du contrat,"
          "reference de contrat,reference contrat,numero de mon contrat,numero du contrat,contract number,"
          "contract reference", "le numéro de contrat", "the contract number"),
    Asked("policy_number", ("policy_number", "contract_number"), _words("numero de police,numero de police d assurance,"
          "numero d assurance,numero de contrat d assurance,policy number,insurance policy number,insurance number"),
          "le numéro de police", "the policy number", Whose.WITH, _COVER),
    _with("member_number", "member_number", "numero d adherent,numero adherent,numero de membre,numero de mutuelle,"
          "numero d assure,member number,membership number", "le numéro d’adhérent", "the member number"),
    _with("beneficiary_number", "beneficiary_number", "numero d allocataire,numero allocataire,matricule caf,"
          "beneficiary number", "le numéro d’allocataire", "the beneficiary number"),
    _with("mandate_reference", "mandate_reference", "rum,reference du mandat,reference unique de mandat,"
          "reference de mandat,mandate reference,mandate number", "la référence du mandat", "the mandate reference"),
    _with("line_number", "line_number", "numero de ligne,numero de ma ligne,line number", "le numéro de ligne",
          "the line number"),
    _with("meter_number", "meter_number", "numero de compteur,numero compteur,numero du compteur,meter number",
          "le numéro de compteur", "the meter number"),
    _theirs("iban", "iban", "iban,numero iban,numero d iban,ibans,bank account number,numero de compte,"
            "numero de compte bancaire,account number,coordonnees bancaires", ("l’IBAN", "the IBAN"), Form.IBAN),
    _theirs("bic", "bic", "bic,code bic,code swift,swift,swift code,bic code", ("le BIC", "the BIC")),
    _theirs("siret", "seller_siret employer_siret siret", "siret,numero siret,numero de siret,siret number",
            ("le SIRET", "the SIRET")),
    _theirs("siren", "seller_siren employer_siren siren", "siren,numero siren,numero de siren,siren number",
            ("le SIREN", "the SIREN")),
    _theirs("vat_id", "seller_vat_id vat_id", "numero de tva,numero tva,tva intracommunautaire,"
            "numero de tva intracommunautaire,vat number,vat id", ("le numéro de TVA", "the VAT number")),
    _theirs("creditor_id", "creditor_id", "ics,identifiant creancier,identifiant creancier sepa,numero ics,"
            "creditor identifier,creditor id", ("l’identifiant créancier (ICS)", "the creditor identifier (ICS)")),
    _theirs("phone", "phone", "numero de telephone,telephone,numero de tel,tel,phone number,telephone number",
            ("le téléphone", "the telephone number")),
    _theirs("email", "email seller_email", "email,e mail,mail,adresse mail,adresse email,adresse e mail,courriel,"
            "email address,e mail address", ("l’adresse e-mail", "the e-mail address")),
    _theirs("website", "website", "site,site web,site internet,website,web site", ("le site internet",
            "the website")),
    _theirs("seller_address", "seller_address employer_address", "adresse,adresse postale,address,postal address",
            ("l’adresse", "the address")),
)  # fmt: skip
BY_ID = {asked.id: asked for asked in ALL}
BY_WORDS = {words: asked for asked in ALL for words in asked.words}
OF_PAYSLIPS = ("net_pay", "gross_pay", "net_taxable", "net_social", "income_tax_withheld")
OWN_BANK_KINDS = ("bank_details", "bank_statement")
