"""The words of questions: what each asks for, and the small words that ask for nothing. All folded."""

from enum import StrEnum


class Mark(StrEnum):
    """What a word or phrase of a question says."""

    HOW_MUCH = "how_much"
    HOW_MANY = "how_many"
    TOTAL = "total"
    PAID = "paid"
    SPENT = "spent"
    EARNED = "earned"
    LIST = "list"
    WHICH = "which"
    LATEST = "latest"
    EARLIEST = "earliest"
    LARGEST = "largest"
    SMALLEST = "smallest"
    AVERAGE = "average"
    MONTHLY = "monthly"
    YEARLY = "yearly"
    WHEN = "when"
    DUE = "due"
    OVERDUE = "overdue"
    EXPIRES = "expires"
    SOON = "soon"
    HAVE = "have"
    CONSUMED = "consumed"
    MONEY = "money"  # "d'argent", "euros": money is meant
    OF_CREDIT = "credit"


_MARKS: dict[Mark, str] = {
    Mark.HOW_MUCH: (
        "combien,how much,quel montant,quelle somme,montant,montants,le montant de,what amount,amount,amounts,"
        "quel est le montant,what is the amount,cout,couts,cost,costs,coute,coutent,ca coute,s eleve,s elevent,"
        "se monte,somme totale,prix,price,prices,tarif"
    ),
    Mark.HOW_MANY: ("how many,nombre de,nombre d,nombre total de,number of,le nombre,quel nombre,count"),
    Mark.TOTAL: (
        "total,totale,totales,"
        "au total,en tout,somme,sommes,la somme des,montant total,total amount,in total,in all,altogether,"
        "sum,total des,le total,overall,additionne,additionner,additionne moi,add up,totaliser,cumul,cumule,sum up,"
        "tout compris,totaux,totals,grand total,total cost,cout total,facture par,"
        "facturee,a facture,m a facture,charged"
    ),
    Mark.PAID: (
        "went,go,goes,donne a,ai donne,j ai donne,paye,payee,payes,payees,payer,paie,paies,paient,payons,payais,"
        "paiement,paiements,regle,reglee,regles,reglees,regler,verse,versee,verses,versees,verser,debourse,"
        "deboursee,acquitte,acquittee,paid,payed,payment,payments,pay,paying,ai paye,je paie,je paye,do i pay,"
        "did i pay,have i paid,i paid,i pay,prelevement,preleve,"
        "prelevee,prelevements"
    ),
    Mark.SPENT: ("depense,depensee,depenser,depensees,spent,spend,spending,claque,laisse"),
    Mark.EARNED: (
        "gagne,gagnee,gagnees,gagner,touche,touchee,toucher,percu,percue,percus,percevoir,earn,earned,earnings,"
        "did i earn,did i make,have i earned,gagnais,i make,do i make,do i earn"
    ),
    Mark.LIST: (
        "breakdown,repartition,recapitulatif,recap,tableau,liste,lister,listez,listes,liste moi,montre,montrer,"
        "montrez,montre moi,montrez moi,affiche,afficher,affichez,affiche moi,donne,donne moi,donner,donnez,"
        "donnez moi,enumere,enumerer,list,show,show me,give,give me,display,fais moi la liste,la liste,the list,"
        "list of,trouve,trouve moi,find,find me,retrouve,retrouver,see,voir,sors moi,sors,toutes les,tous les,"
        "tous mes,toutes mes,all my,all of my,all the,all"
    ),
    Mark.WHICH: (
        "quel,quelle,quels,quelles,what,which,whats,lequel,laquelle,lesquels,lesquelles,quel est,quelle est,"
        "quels sont,quelles sont,what is,what are,what was,what were,c est quoi,c etait quoi,qu est ce que"
    ),
    Mark.LATEST: (
        "dernier,derniere,derniers,dernieres,plus recent,plus recente,plus recents,plus recentes,la plus recente,"
        "le plus recent,last,latest,newest,most recent,derniere fois,la derniere fois,last time,the last time"
    ),
    Mark.EARLIEST: (
        "premier,premiere,premiers,premieres,plus ancien,plus ancienne,plus vieille,plus vieux,first,earliest,"
        "oldest,premiere fois,first time,la premiere fois,the first time"
    ),
    Mark.LARGEST: (
        "plus grosse,plus gros,plus grande,plus grand,plus elevee,plus eleve,plus chere,plus cher,plus importante,"
        "plus important,plus haute,plus haut,plus forte,plus salee,biggest,largest,highest,most expensive,maximum,"
        "max,maximal,maximale,greatest,priciest,dearest"
    ),
    Mark.SMALLEST: (
        "plus petite,plus petit,plus basse,plus bas,plus faible,moins chere,moins cher,moins elevee,moins eleve,"
        "smallest,lowest,cheapest,least expensive,minimum,min,minimal,minimale"
    ),
    Mark.AVERAGE: (
        "moyenne,moyen,moyens,moyennes,en moyenne,la moyenne,average,mean,on average,the average,averaged,moyenne de"
    ),
    Mark.MONTHLY: (
        "par mois,mois par mois,chaque mois,tous les mois,mensuel,mensuelle,mensuels,mensuelles,mensuellement,"
        "by month,per month,monthly,month by month,each month,every month,a month,au mois"
    ),
    Mark.YEARLY: (
        "par an,par annee,annee par annee,chaque annee,tous les ans,annuel,annuelle,annuels,annuelles,by year,"
        "per year,yearly,annual,annually,a year,each year,every year,year by year,a l annee"
    ),
    Mark.WHEN: (
        "quand,when,a quelle date,quelle date,on what date,what date,on which date,which day,what day,quel jour,"
        "de quand,depuis quand,de quand date,de quand datent,date"
    ),
    Mark.DUE: (
        "dois je payer,dois je encore payer,je dois payer,je dois encore payer,que dois je payer,que dois je,"
        "dois je,reste a payer,reste t il a payer,restent a payer,a payer,a regler,dois je regler,"
        "dois je encore regler,dois je encore,je dois encore regler,je dois regler,impaye,impayee,impayes,impayees,"
        "en attente de paiement,pas encore paye,pas encore payees,pas encore payee,pas encore payes,pas payees,"
        "pas payee,pas encore reglees,n ai je pas encore payees,n ai je pas payees,je n ai pas encore payees,"
        "je n ai pas payees,non payees,non payee,non payes,non reglees,non reglee,unpaid,outstanding,due,do i owe,"
        "i owe,do i still owe,to pay,to be paid,reste,il me reste,we owe,do we owe,i still owe,not paid yet,"
        "not yet paid,not paid,do i have to pay,i have to pay,do i need to pay,i need to pay,must i pay,i must pay,"
        "should i pay,still to pay,left to pay,upcoming payments,upcoming bills,prochains paiements,"
        "prochaines echeances,prochain paiement,prochaine echeance,echeances,echeance,prochains prelevements,"
        "prochain prelevement,have i not paid,i haven t paid,have i still to pay,haven t i paid,i have not paid,"
        "reste il a payer,do i still have to pay,i still have to pay,do i still need to pay,arrivent a echeance,"
        "arrive a echeance,next payment,next payments,upcoming"
    ),
    Mark.OVERDUE: ("en retard,overdue,past due,late,depassee,depassees,echues,echue"),
    Mark.EXPIRES: (
        "expire,expirent,expirer,expirera,expireront,expiration,perime,perimee,perimes,perimees,"
        "arrivent a expiration,arrive a expiration,expires,expiring,expiry,expired,run out,runs out,"
        "valable jusqu a quand,valable,valables,valide jusqu a quand,valide,valides,valid until when,valid until,"
        "valid,renouveler,a renouveler,se termine,se terminent,prend fin,prennent fin,ends,end"
    ),
    Mark.SOON: ("bientot,prochainement,soon,prochains temps,sous peu,shortly"),
    Mark.HAVE: (
        "ai je,j ai,avons nous,nous avons,est ce que j ai,do i have,have i,i have,do i have any,y a t il,il y a,"
        "is there,are there,do we have,j en ai,possede je,je possede"
    ),
    Mark.MONEY: ("argent,d argent,euros,euro,money,sous,eur,sommes d argent"),
}
MARKS: dict[str, Mark] = {phrase.strip(): mark for mark, phrases in _MARKS.items() for phrase in phrases.split(",")}

SMALL = frozenset(
    "aimerais souhaite souhaiterais "
    "c every far viennent venant provenant coming indiquer communiquer preciser fournir anything any etait ete own "
    "a actuel actuelle actuellement ai aide aider ait alors already am an and any appele appelee are as at au "
    "aurais aurait aux avec avez avoir avons be been besoin bien bonjour bonsoir by ca calculate calcule calculer "
    "called can ce cela ces cet cette chez ci compute connaitre could coup currently d dans datant dated datee "
    "datees dates de deja des did dire dis dit dites do does donc done dont du during elle elles emis emise "
    "emises en encore entier entiere entire envoye envoyee envoyees envoyes est et etaient etais etait ete etes "
    "etre eu exactement exactly faire fais fait faites faut for from get got had has have hello help hey hi i il "
    "ils im in indique indiquez into is issued it its j je jusqu just juste know l la le les leur leurs like lu m "
    "ma madame may me merci mes might mine moi mon monsieur my n named need nomme nos notre nous now of oh ok on "
    "ont our over par pendant peut peux plait please pour pourrais pourrait pourriez pouvez puis qu que qui quoi "
    "rappeler rappelez rappelle remind s sa salut savoir se sent ses shall si so some son sont still stp sur svp "
    "t te tell thank thanks the their them there these they this those to toujours tous tout toute toutes tu un "
    "une us va veux voila vos votre voudrais voulais vous want was we were whole will with would y you your ".split()
)
SENDER_BEFORE = frozenset("chez a au aux de d du from at with to by par avec for pour l la le".split())
SURE_BEFORE = frozenset("chez from at to with by avec a".split())  # before a name that is an ordinary word
BILL_WORDS = frozenset(
    "facture factures bill bills invoice invoices contrat contract abonnement ticket tickets recu receipt devis quote "
    "achats depenses payslip payslips".split()
)
NOT_SLIPS = frozenset(  # words of their own that are one letter from another
    "amende amene amener avions avoir avoirs bail billet billets blague cause commence comment compte comptes "
    "conseil contact contacts conte contes contest contras country depend depends depens depenser dernierement "
    "docteur dossier dossiers emende expires facteur facteurs forfait foyer gagnant garden garder import importe "
    "imports lettre lister loyal lustre mail montage montagne monument moyenage moyennant moyens numeros page "
    "pages pairs papeterie parer parle parler partie parties passe passer payeur perdu perdue plaque porte "
    "pourquoi prendre present quoter regime reglement reglements regler rendre rental rente rentes salarie "
    "salariee salaries sujet totem vendre venir ".split()
)
FRENCH = frozenset(
    "combien je j ai mon ma mes le la les des du de un une quel quelle quels quelles est sont paye payer depense "
    "facture factures chez en dans liste dernier derniere moyenne mois an annee quand papiers impots loyer salaire "
    "montre donne dois ete avons nous numero total au aux pour par et entre depuis avant apres vous notre nos".split()
)
ENGLISH = frozenset(
    "how much many did i my the what which when is are was were have has do does spend spent paid pay list show give "
    "me of in at with from last this by month year bill bills invoice invoices all tell due expire expires number "
    "upcoming payments owe overdue unpaid "
    "salary rent tax taxes average per and between since before after our we to can you please latest".split()
)
