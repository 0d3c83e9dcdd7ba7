"""Questions people ask about their papers, and the exact numbers that answer them, added up here."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import money_papers as made
from lexo.library.asking.answers import Answer, How
from lexo.library.computing import compute
from lexo.store.database import Database
from lexo.store.filtering import Filters
from money_papers import Made

TODAY = date(2024, 11, 20)


@pytest.fixture(scope="module")
def household(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path: Path = tmp_path_factory.mktemp("money") / "lexo.db"
    db = Database(path)
    made.keep(db, *made.ALL)
    yield db
    db.close()


def dated(papers: Iterable[Made], start: str, end: str = "") -> list[Made]:
    """Those of days that begin with `start`, or lie between both."""
    return [
        each for each in papers if each.date and (start <= each.date <= end if end else each.date.startswith(start))
    ]


def euros(papers: Iterable[Made] | Decimal, language: str = "fra") -> str:
    """Their sum as it is written."""
    total = papers if isinstance(papers, Decimal) else sum((each.amount for each in papers), Decimal(0))
    written = f"{total:,.2f}"
    if language == "eng":
        return f"€{written}"
    return written.replace(",", "\u202f").replace(".", ",") + " €"


EDF_2024 = dated(made.ELECTRICITY, "2024")
EDF_2023 = dated(made.ELECTRICITY, "2023")
FREE_SPRING = dated(made.FREE, "2024-03-01", "2024-06-30")
SHOP_MARCH = dated(made.SHOP, "2024-03")
PAY_2024 = [each for each in made.PAY if each.said["period_end"].startswith("2024")]
RENT_2024 = made.RENTS
TAX_2023 = dated(made.TAXES, "2023")
ENERGY_2024 = [*EDF_2024, *dated(made.GAS, "2024")]
MEAN_PAY = (sum((each.amount for each in made.PAY), Decimal(0)) / len(made.PAY)).quantize(Decimal("0.01"))
GROSS_2024 = sum((Decimal(each.said["gross_pay"]) for each in PAY_2024), Decimal(0))
ZENITH = Decimal("499.00") - Decimal("99.00")

SUMS: list[tuple[str, str, int]] = [  # what the first sentence says, and how many places prove the answer
    *((question, euros(EDF_2024), 4) for question in (
        "Combien ai-je payé à EDF en 2024 ?",
        "combien j'ai payé à EDF en 2024",
        "combien est-ce que j'ai payé à edf cette année ?",
        "Bonjour, pourriez-vous me dire combien j'ai payé à EDF en 2024 s'il vous plaît ?",
        "combien ai-je dépensé chez EDF en 2024",
        "conbien ai je paye a EDF en 2024",
        "total de mes factures EDF 2024",
        "quel est le montant total de mes factures EDF de 2024 ?",
        "combien m'a coûté EDF cette année",
        "somme de mes factures d'électricité en 2024",
        "combien d'électricité ai-je payé en 2024 ?",
        "combien ai-je payé d'électricité depuis janvier 2024",
        "combien ai-je payé au total à EDF en 2024",
        "Combien ai-je versé à EDF entre le 1er janvier 2024 et le 31 décembre 2024 ?",
        "combien avons-nous payé à EDF en 2024",
        "mes dépenses d'électricité en 2024",
        "COMBIEN AI-JE PAYE A EDF EN 2024 ???",
        "dis moi combien j'ai réglé à EDF en 2024 stp",
    )),
    *((question, euros(EDF_2024, "eng"), 4) for question in (
        "How much did I pay EDF in 2024?",
        "how much have I paid to EDF this year",
        "what did I pay EDF in 2024?",
        "Could you please tell me how much I spent at EDF in 2024?",
        "total of my EDF bills in 2024",
        "how much did I spend on electricity in 2024",
        "what is the total of my electricity bills for 2024?",
    )),
    *((question, euros(EDF_2023), 2) for question in (
        "total de mes factures d'électricité l'an dernier",
        "combien ai-je payé à EDF l'année dernière ?",
        "combien ai-je payé à EDF avant 2024",
    )),
    ("how much did I pay to EDF last year", euros(EDF_2023, "eng"), 2),
    *((question, euros(SHOP_MARCH), 2) for question in (
        "combien ai-je dépensé chez Marché Vert en mars 2024",
        "combien j'ai dépensé au marché vert en mars",
        "total de mes tickets Marché Vert de mars 2024",
        "combien ai-je dépensé chez marche vert le mois de mars 2024 ?",
    )),
    *((question, euros(SHOP_MARCH, "eng"), 2) for question in (
        "how much did I spend at Marché Vert in March 2024",
        "How much have I spent at marche vert in March?",
        "how much did I spend at Marché Vert between 1 March 2024 and 31 March 2024?",
    )),
    *((question, euros(FREE_SPRING), 4) for question in (
        "combien j'ai dépensé chez Free entre mars et juin",
        "combien ai-je payé à Free de mars à juin 2024",
        "combien ai-je payé à Free du 1er mars au 30 juin 2024 ?",
    )),
    ("how much did I pay Free from March to June 2024?", euros(FREE_SPRING, "eng"), 4),
    *((question, euros(made.RESTAURANTS), 2) for question in (
        "combien j'ai dépensé en restaurants", "combien ai-je dépensé au restaurant en 2024 ?", "total resto 2024",
    )),
    *((question, euros(PAY_2024), 3) for question in (
        "combien ai-je gagné en 2024 ?", "combien est-ce que j'ai gagné cette année", "total de mes salaires 2024",
        "total net de mes salaires en 2024", "combien ai-je touché en 2024",
        "combien ai-je gagné chez Atelier Brume en 2024 ?",
    )),
    *((question, euros(PAY_2024, "eng"), 3) for question in (
        "how much did I earn in 2024?", "how much have I earned this year", "how much did I make in 2024",
    )),
    *((question, euros(TAX_2023), 2) for question in (
        "combien d'impôts ai-je payé en 2023 ?", "total de mes impôts 2023", "combien ai-je payé d'impots en 2023",
    )),
    ("how much tax did I pay in 2023?", euros(TAX_2023, "eng"), 2),
    ("combien d'impôt sur le revenu ai-je payé en 2023 ?", euros(Decimal(1200)), 1),
    ("combien de taxe foncière ai-je payé en 2023", euros(Decimal(780)), 1),
    *((question, euros(RENT_2024), 3) for question in (
        "combien de loyer ai-je payé en 2024 ?", "total de mes loyers 2024", "combien ai-je payé de loyer cette année",
        "combien ai-je payé à mon propriétaire en 2024",
    )),
    ("how much rent did I pay in 2024", euros(RENT_2024, "eng"), 3),
    ("combien d'énergie ai-je payé en 2024 ?", euros(ENERGY_2024), 6),
    ("combien ai-je payé de gaz en 2024", euros(made.GAS), 2),
    ("total de mes factures de gaz", euros(made.GAS), 2),
    ("combien ai-je payé à Zenith Meubles en 2024 ?", euros(ZENITH), 2),
    ("how much did I pay Zenith Meubles?", euros(ZENITH, "eng"), 2),
    ("combien ai-je payé à Total en 2024", euros(Decimal("73.20")), 1),
    ("combien ai-je payé à AXA", euros(Decimal("33.00")), 1),
    ("combien ai-je payé à Orange en octobre 2024", euros(Decimal("42.00")), 1),
    ("combien ai-je payé à Orange le mois dernier", euros(Decimal("42.00")), 1),
    ("combien ai-je payé d'assurance en 2024", euros(Decimal("151.00")), 1),
    ("combien ai-je payé à EDF au premier trimestre 2024", euros(dated(EDF_2024, "2024-01", "2024-03-31")), 2),
    ("how much did I pay EDF in Q1 2024", euros(dated(EDF_2024, "2024-01", "2024-03-31"), "eng"), 2),
    ("combien ai-je payé à EDF depuis mai 2024", euros(dated(EDF_2024, "2024-05", "2024-12")), 2),
    ("combien ai-je payé à EDF après mars 2024", euros(dated(EDF_2024, "2024-05", "2024-12")), 2),
    ("combien ai-je payé à EDF les 12 derniers mois", euros(EDF_2024), 4),
    ("combien ai-je gagné en brut en 2024 ?", euros(GROSS_2024), 3),
]  # fmt: skip

OTHERS: list[tuple[str, str, int]] = [
    *((question, f"{len(EDF_2024)} factures", 4) for question in (
        "combien de factures EDF en 2024 ?", "combien ai-je de factures EDF en 2024", "nombre de factures EDF en 2024",
        "combien j'ai de factures EDF de 2024",
    )),
    *((question, f"{len(made.PAY)} payslips", 4) for question in (
        "how many payslips do I have?", "number of payslips", "how many pay slips are there",
    )),
    ("combien de bulletins de salaire en 2024", f"{len(PAY_2024)} bulletins de salaire", 3),
    ("combien de fiches de paie ai-je ?", f"{len(made.PAY)} bulletins de salaire", 4),
    ("how many EDF bills in 2023", f"{len(EDF_2023)} bills", 2),
    ("combien de tickets Marché Vert", f"{len(made.SHOP)} tickets", 4),
    ("liste mes contrats", "3 contrats", 3),
    ("montre-moi mes contrats", "3 contrats", 3),
    ("list my contracts", "3 contracts", 3),
    ("quels contrats ai-je ?", "3 contrats", 3),
    ("liste de mes factures EDF de 2024", "4 factures d’EDF en 2024", 4),
    ("show me my EDF bills of 2024", "4 bills from EDF in 2024", 4),
    ("quelles sont mes factures Free de mars 2024 ?", "1 facture de Free en mars 2024", 1),
    ("ai-je des factures Orange ?", "1 facture d’Orange", 1),
    ("do I have any passports?", "1 passport", 1),
    ("mes 3 dernières factures EDF", "dont voici les 3 plus récentes", 3),
    ("quelles factures dois-je encore payer ?", euros(Decimal(430)), 2),
    ("que dois-je payer ?", euros(Decimal(430)), 2),
    ("combien dois-je encore payer à Voltaire Plomberie ?", euros(Decimal(430)), 2),
    ("which bills are unpaid?", euros(Decimal(430), "eng"), 2),
    ("what is due this month?", euros(Decimal(120), "eng"), 1),
    ("que dois-je payer en décembre ?", euros(Decimal(310)), 1),
    ("quelles factures sont en retard ?", euros(Decimal(120)), 1),
    ("what do I owe Voltaire Plomberie?", euros(Decimal(430), "eng"), 2),
    ("quels papiers expirent bientôt ?", "1 papier expire", 1),
    ("which documents expire soon?", "1 paper expires", 1),
    ("quelle est ma dernière facture EDF ?", euros(Decimal("1055.25")), 1),
    ("montant de ma dernière facture EDF", euros(Decimal("1055.25")), 1),
    ("what is my latest EDF bill?", euros(Decimal("1055.25"), "eng"), 1),
    ("quelle est ma première facture EDF", euros(Decimal("81.10")), 1),
    ("ma plus grosse facture EDF de 2023", euros(Decimal("81.10")), 1),
    ("quelle est ma facture EDF la moins chère ?", euros(Decimal("64.01")), 1),
    ("what was my most expensive EDF bill in 2024?", euros(Decimal("1055.25"), "eng"), 1),
    ("quand ai-je payé mon loyer la dernière fois ?", "payée le 3 mars 2024", 1),
    ("when did I last pay EDF?", "10 July 2024", 1),
    ("quel est mon loyer ?", euros(Decimal("655.50")), 1),
    ("quel est mon salaire net moyen ?", euros(MEAN_PAY), 4),
    ("what is my average salary?", euros(MEAN_PAY, "eng"), 4),
    ("average monthly electricity bill in 2024", euros((Decimal("1339.75") / 7).quantize(Decimal("0.01")), "eng"), 4),
    ("combien ai-je payé à EDF par mois en 2024 ?", euros(EDF_2024), 4),
    ("moyenne de mes factures Free en 2024", euros(Decimal("29.99")), 8),
    ("quel est mon numéro fiscal ?", "3023217600053", 3),
    ("what is my tax number?", "3023217600053", 3),
    ("quel est l'IBAN de Zenith Meubles ?", "FR76 3000 6000 0112 3456 7890 189", 1),
    ("quel est l'IBAN de mon propriétaire ?", "FR76 1010 7001 0112 3456 7890 129", 1),
    ("quel est mon IBAN ?", "FR76 4061 8000 0112 3456 7890 142", 2),
    ("mon numéro de sécurité sociale", "285017512345678", 4),
    ("when does my passport expire?", "2 May 2031", 1),
    ("quand expire ma carte d'identité ?", "19 janvier 2025", 1),
    ("what is my contract number with Orange?", "OR7788", 1),
    ("quel est mon numéro de client EDF ?", "5001234567", 1),
    ("numéro de mon passeport", "21AB12345", 1),
    ("date de naissance", "14 février 1990", 2),
    ("quel est le solde de mon compte ?", euros(Decimal("1534.20")), 1),
    ("quel est mon salaire brut ?", euros(Decimal("2780.00")), 1),
    ("salaire net de mars 2024", euros(Decimal("2150.35")), 1),
    ("quel est mon revenu fiscal de référence ?", euros(Decimal("25500.00")), 1),
    ("dépôt de garantie", euros(Decimal("600.00")), 1),
    ("numéro de police Abri Sûr", "AS-4412", 1),
    ("quel est mon numéro de police d'assurance ?", "AS-4412", 1),
    ("quelle est la prochaine échéance ?", euros(Decimal("310.00")), 1),
    ("combien je paye de loyer ?", euros(Decimal("655.50")), 1),
    ("mon passeport est-il encore valide ?", "2 mai 2031", 1),
    ("how much rent do I pay?", euros(Decimal("655.50"), "eng"), 1),
    ("my salary in March 2024", euros(Decimal("2150.35"), "eng"), 1),
    ("la facture EDF de janvier 2024, combien ?", "1 facture d’EDF en janvier 2024", 1),
    ("il me reste quoi à payer ?", euros(Decimal("430.00")), 2),
    ("sur l'année 2024, combien EDF m'a-t-il facturé ?", euros(EDF_2024), 4),
    ("fais la somme de mes quittances de loyer pour 2024", euros(RENT_2024), 3),
    ("dis-moi le RIB de Zenith Meubles", "FR76 3000 6000 0112 3456 7890 189", 1),
    ("total spent at restaurants in June 2024", euros(Decimal("38.50"), "eng"), 1),
    ("combien je gagne net par mois ?", euros(made.PAY), 4),
    ("la dernière facture Voltaire Plomberie payée", "2 octobre 2024", 1),
    ("qu'est-ce qui est en retard ?", euros(Decimal("120.00")), 1),
    ("mon plus gros salaire", "de mars 2024", 1),
    ("combien de factures Voltaire Plomberie ai-je payées ?", "1 facture", 1),
    ("dépenses par an chez EDF", euros(made.ELECTRICITY), 6),
]  # fmt: skip


def asked(db: Database, question: str, filters: Filters | None = None) -> Answer:
    answer = compute(db, question, TODAY, filters or Filters())
    assert answer is not None
    return answer


@pytest.mark.parametrize(("question", "said", "places"), [*SUMS, *OTHERS])
def test_compute_says_the_exact_number_with_its_places(
    household: Database, question: str, said: str, places: int
) -> None:
    answer = asked(household, question)
    assert said in answer.sentences[0].text
    assert len(answer.citations) == places
    assert answer.how is How.COMPUTED
    assert answer.language == ("eng" if "€" in said and said.startswith("€") else answer.language)


def test_there_are_questions_enough() -> None:
    assert len({question for question, _, _ in (*SUMS, *OTHERS)}) >= 120
