"""Prose for the benches, always the same: French and English sentences, shuffled into paragraphs."""

import random

PARAGRAPHS = 120
SENTENCES = 5  # in a paragraph

FRENCH = """
Le conseil s'est réuni mardi dernier afin d'examiner les comptes de l'année écoulée et d'approuver le budget suivant.
La toiture de l'immeuble avait été refaite au printemps, mais une fuite est apparue dès les premières pluies d'automne.
Nous vous prions de bien vouloir nous retourner un exemplaire signé de la présente lettre sous quinze jours.
Le jardinier passe chaque semaine, taille les haies, ramasse les feuilles et entretient les deux massifs du parc.
À compter de cette date, les abonnés pourront consulter leurs relevés depuis leur espace, de jour comme de nuit.
Sa grand-mère gardait dans une boîte en fer les lettres que son mari lui avait envoyées pendant la guerre.
L'assurance couvre les dégâts des eaux, le bris de glace et le vol, à l'exclusion des objets laissés dans la voiture.
Les travaux de voirie commenceront rue des Lilas et se poursuivront jusqu'à la place du marché avant l'hiver.
Un accord a été trouvé entre les deux parties, qui renoncent à toute réclamation au sujet du retard de livraison.
Le train de sept heures était en retard, si bien que la plupart des voyageurs ont manqué leur correspondance.
Toute modification du contrat devra faire l'objet d'un avenant écrit, accepté et signé par chacun des cocontractants.
La bibliothèque municipale prête désormais des instruments de musique, des outils et quelques jeux de société.
Il faudra prévoir une échelle, deux pinceaux larges, de la toile de protection et au moins trois pots de peinture.
Les élèves de la classe verte ont observé des grenouilles, dessiné des fougères et appris à lire une carte.
Le vendeur déclare que le véhicule n'a subi aucun accident grave et que son entretien a été régulièrement suivi.
Après une longue discussion, l'assemblée a décidé de reporter le vote à la séance du mois de septembre.
Votre demande a bien été enregistrée et sera étudiée par nos services dans un délai de trois semaines environ.
La recette demande du beurre très froid, un peu de farine, deux œufs entiers et une pincée de fleur de sel.
Le médecin lui a conseillé de marcher une heure par jour et de réduire sa consommation de café.
Faute de réponse de votre part avant la fin du mois, nous considérerons que vous renoncez à cette proposition.
Les anciens du village se souviennent encore de la crue qui avait emporté le vieux pont de bois.
Cette notice explique comment monter l'étagère, régler les pieds et fixer l'ensemble au mur sans l'abîmer.
Le théâtre propose cette saison douze spectacles, dont quatre créations et une soirée réservée aux jeunes troupes.
Le locataire s'engage à entretenir les lieux, à signaler toute dégradation et à respecter le règlement intérieur.
"""
ENGLISH = """
The committee met on Tuesday to look over the accounts of the past year and to agree on the next budget.
Please return one signed copy of this letter within fifteen days, and keep the other one for your own records.
Heavy rain had softened the path, so the walkers turned back long before they reached the top of the hill.
The library now lends musical instruments, garden tools and board games to anybody who lives in the district.
Neither party shall be liable for a delay that is caused by events which lie beyond its reasonable control.
Her grandfather kept the letters in a tin box under the stairs, tied together with a faded green ribbon.
Work on the bridge will begin in early spring, and traffic will be led around the old town until the summer.
The recipe calls for cold butter, a little flour, two whole eggs and a generous pinch of coarse salt.
You may cancel the subscription at any time from your account, without giving a reason and free of charge.
Most of the passengers missed their connection because the first train had left twenty minutes late.
The seller states that the house is free of damp and that the roof was repaired by a licensed company.
Children under twelve travel free at weekends when they are accompanied by an adult with a valid ticket.
After a long debate the members decided to put off the vote until their next meeting in September.
The manual explains how to put the shelf together, level its feet and fix it to the wall without harm.
We have received your request and will answer it within three weeks, or sooner if everything is in order.
The doctor told him to walk for an hour a day, to drink less coffee and to come back in the autumn.
"""


def prose() -> list[str]:
    """Paragraphs, two French ones to each English one."""
    chance = random.Random(11)
    french, english = FRENCH.strip().split("\n"), ENGLISH.strip().split("\n")
    return [" ".join(chance.sample(english if at % 3 == 2 else french, SENTENCES)) for at in range(PARAGRAPHS)]
