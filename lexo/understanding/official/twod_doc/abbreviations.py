"""What the short words of a French address in capitals stand for, to be shown.

From the list of abbreviations in the specification of 2D-Doc (the postal norm NF Z10-011). Left out are those that the
norm keeps short (BP, CS, TSA), and those that are common words or initials (FR, PR, EM, LT).
"""

import re
from functools import lru_cache


def spelled_out(line: str) -> str:
    """Say the short words of a line of an address.

    >>> spelled_out("BAT 2 ETG 3")
    'Bâtiment 2 Étage 3'
    >>> spelled_out("7 AV DU GAL EXEMPLE")
    '7 Avenue DU Général EXEMPLE'
    """
    return re.sub(r"\b[A-Z]{2,5}\b", lambda match: _words().get(match[0], match[0]), line)


def civility(word: str) -> str:
    """The title of a person, or the word itself: "MME" -> "Madame"."""
    return _CIVILITIES.get(word.upper(), word)


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    pairs = (pair.partition("=") for pair in " ".join(_LIST.split()).split(", "))
    return {short: whole for short, _, whole in pairs}


_CIVILITIES = {
    "M": "Monsieur",
    "MR": "Monsieur",
    "MME": "Madame",
    "MLLE": "Mademoiselle",
    "MM": "Messieurs",
    "MMES": "Mesdames",
    "MLLES": "Mesdemoiselles",
    "VVE": "Veuve",
    "DR": "Docteur",
    "ME": "Maître",
    "MGR": "Monseigneur",
}

_LIST = """
ALL=Allée, AV=Avenue, BD=Boulevard, CTRE=Centre, CCAL=Centre commercial, IMM=Immeuble, IMP=Impasse, LD=Lieu-dit,
LOT=Lotissement, PAS=Passage, PL=Place, RES=Résidence, RPT=Rond-point, RTE=Route, SQ=Square, VLGE=Village, ZA=Zone
d’activité, ZI=Zone industrielle, ADJ=Adjudant, AERD=Aérodrome, AERG=Aérogare, AERN=Aéronautique, AERP=Aéroport,
AGCE=Agence, AGRIC=Agricole, ANC=Ancien, APP=Appartement, ARMT=Armement, ARR=Arrondissement, ASSOC=Association,
ASSUR=Assurance, AT=Atelier, BRQ=Baraquement, BTN=Bataillon, BAT=Bâtiment, CAB=Cabinet, CANT=Canton, CDL=Cardinal,
CHBR=Chambre, CTD=Citadelle, COLL=Collège, CNL=Colonel, COLO=Colonie, CDT=Commandant, CIAL=Commercial, COMM=Commune,
CIE=Compagnie, COOP=Coopérative, CRX=Croix, DELEG=Délégation, DEP=Départemental, DIV=Division, DR=Docteur,
ECO=Économie, ENST=Enseignement, ENS=Ensemble, ENT=Entrée, ENTR=Entreprise, ETS=Établissement, ETG=Étage, EVQ=Évêque,
FAC=Faculté, FOR=Forêt, FUS=Fusilier, GEND=Gendarmerie, GAL=Général, GOUV=Gouvernemental, GOU=Gouverneur, GD=Grand,
GDE=Grande, GDES=Grandes, GDS=Grands, HT=Haut, HTE=Haute, HTES=Hautes, HTS=Hauts, HOP=Hôpital, HOSP=Hospice,
HOT=Hôtel, ING=Ingénieur, INSP=Inspecteur, INST=Institut, INTER=International, LABO=Laboratoire, MME=Madame,
MLLE=Mademoiselle, MAG=Magasin, MAIS=Maison, MAL=Maréchal, MAR=Maritime, MED=Médecin, MMES=Mesdames,
MLLES=Mesdemoiselles, MIL=Militaire, MIN=Ministère, MGR=Monseigneur, MUN=Municipal, MUT=Mutuel, NAL=National, ND=Notre
Dame, NOUV=Nouveau, OBS=Observatoire, PAST=Pasteur, PT=Petit, PTE=Petite, PTES=Petites, PTS=Petits, POL=Police,
PREF=Préfecture, PDT=Président, PROF=Professionnel, PROL=Prolongé, PROP=Propriété, RECT=Recteur, RGT=Régiment,
REG=Régional, REP=République, REST=Restaurant, ST=Saint, STE=Sainte, STES=Saintes, STS=Saints, SANA=Sanatorium,
SGT=Sergent, SCE=Service, SOC=Société, SPREF=Sous-préfecture, SUP=Supérieur, SYND=Syndicat, TECH=Technicien,
TUN=Tunnel, UNVT=Universitaire, UNIV=Université, VELOD=Vélodrome, VVE=Veuve, VIEL=Vieille
"""
