import {
  agent,
  close,
  colleague,
  customer,
  later,
  note,
  pause,
  rating,
  snooze,
  type Line,
  type Script,
} from './script.ts'
import { typeset } from './typeset.ts'

/** The week's conversations in the French inbox. The open ones stand first. */
const written: Script[] = [
  {
    name: 'Sophie Martin',
    labels: ['order'],
    priority: 4,
    verified: true,
    page: '/commande/4827',
    minutesAgo: 2,
    unread: true,
    lines: [
      customer('Bonjour, je viens de passer la commande CMD-4827 et je me suis trompée d’adresse de livraison 😬'),
      customer('C’est encore possible de la changer ? Le bon numéro de rue est le 14, pas le 41.'),
    ],
  },
  {
    name: 'Karim Benali',
    page: '/collection/soule',
    minutesAgo: 6,
    unread: true,
    lines: [
      customer('Salut ! Je chausse du 43,5 en baskets. Pour les Soule je prends 43 ou 44 ?'),
      agent(
        'Bonjour Karim ! La laine se détend un peu avec le temps : prenez le 43, il sera parfait après deux jours.',
      ),
      customer('Ok super. Et avec des chaussettes épaisses ?'),
    ],
  },
  {
    name: 'Hélène Dupré',
    labels: ['return', 'vip'],
    priority: 3,
    verified: true,
    page: '/compte/retours',
    minutesAgo: 17,
    unread: true,
    lines: [
      customer(
        'Bonjour, j’ai renvoyé mes Barétous il y a dix jours (retour R-1093) et je n’ai toujours pas été remboursée.',
      ),
      agent('Bonjour Hélène, je regarde tout de suite.'),
      agent(
        'Votre colis est arrivé hier à l’atelier. Le remboursement de 89 € part aujourd’hui, comptez 2 à 3 jours pour le voir sur votre compte.',
      ),
      note('Colis bien reçu, pas encore saisi dans la compta. À pousser auprès de Mirentxu avant midi.'),
      customer('Merci beaucoup, je commençais à m’inquiéter !'),
      customer('Est-ce que je recevrai un e-mail de confirmation ?'),
    ],
  },
  {
    page: '/livraison',
    minutesAgo: 24,
    unread: true,
    lines: [customer('Vous livrez en Corse ? Et c’est le même prix ?')],
  },
  {
    name: 'Théo Lambert',
    page: '/panier',
    minutesAgo: 38,
    lines: [
      customer('Bonsoir, le code AUTOMNE10 ne marche pas dans mon panier'),
      agent(
        'Bonjour Théo, il s’est terminé dimanche, mais je vous en fais un nouveau : FILOU-THEO, valable jusqu’à demain soir.',
      ),
      customer('Oh génial, merci !!'),
      agent('Avec plaisir. Dites-moi si le panier l’accepte bien 🙂'),
    ],
  },
  {
    name: 'Mairie de Saint-Palais',
    page: '/professionnels',
    minutesAgo: 95,
    lines: [
      customer(
        'Bonjour, nous souhaitons offrir 30 paires à nos agents pour Noël. Faites-vous des devis et un paiement par mandat administratif ?',
      ),
      agent(
        'Bonjour et merci pour cette belle idée ! Oui pour les deux. Il me faudrait les tailles et un nom de référent.',
      ),
      customer('Je rassemble les tailles d’ici vendredi. Référente : Mme Iribarne, service du personnel.'),
      agent('C’est noté. Je vous prépare un devis avec une remise de 12 % pour 30 paires, vous l’aurez ce soir.'),
      note('Devis à faire : 30 × Irati/Soule, -12 %, paiement à 30 jours, Chorus Pro.'),
    ],
  },
  {
    name: 'Inès Caron',
    labels: ['delivery'],
    priority: 3,
    verified: true,
    page: '/commande/4790',
    minutesAgo: 150,
    lines: [
      customer('Bonjour, mon colis CMD-4790 est indiqué livré mais je n’ai rien reçu.'),
      agent('Bonjour Inès, aïe. J’ouvre une enquête auprès du transporteur, la réponse arrive en général sous 48 h.'),
      customer('D’accord. J’ai demandé au gardien, il n’a rien vu passer.'),
      agent(
        'Merci, c’est utile pour l’enquête. Je reviens vers vous dès que j’ai la réponse, et sans nouvelles lundi je vous renvoie une paire.',
      ),
      note('Enquête Colissimo 8R00417. Si rien lundi : renvoi sans frais.'),
      snooze(2),
    ],
  },
  {
    name: 'Jean-Baptiste Etchegoyen',
    page: '/reparations',
    minutesAgo: 240,
    lines: [
      customer('Bonjour, une semelle s’est décousue sur mes Irati de 2023. C’est vrai, la réparation à vie ?'),
      agent('Bonjour ! C’est vrai : vous nous les envoyez, nous recousons, et nous les renvoyons à nos frais.'),
      customer('Formidable. Je les poste demain à l’atelier.'),
      agent('Parfait. Je garde votre dossier au chaud jusqu’à leur arrivée : REP-212.'),
      snooze(4),
    ],
  },
  {
    name: 'Nathalie Roux',
    page: '/collection/aldudes',
    minutesAgo: 310,
    lines: [
      customer('Les Aldudes moutarde en 37 sont en rupture, elles reviennent quand ?'),
      agent('Bonjour Nathalie, le velours moutarde arrive début décembre. Je vous préviens le jour même ?'),
      customer('Oui volontiers !'),
      snooze(9),
    ],
  },
  {
    name: 'Luc Fontaine',
    lines: [
      customer('Bonjour, quel est le délai pour Bruxelles ?'),
      agent('Bonjour Luc, 48 h, comme en France. Commandé avant 14 h, parti le jour même.'),
      customer('Parfait, merci'),
      close,
    ],
  },
  {
    name: 'Amandine Vidal',
    verified: true,
    page: '/commande/4711',
    lines: [
      customer('Bonjour, j’ai reçu du 38 au lieu du 39 (CMD-4711).'),
      agent('Bonjour Amandine, toutes mes excuses ! Je vous envoie le 39 aujourd’hui.'),
      agent('Gardez le 38 jusqu’à réception, l’étiquette de retour sera dans le nouveau colis.'),
      customer('C’est parfait, merci pour votre réactivité.'),
      agent('Avec plaisir, belle journée !'),
      close,
      rating(5, 'Erreur réparée en dix minutes, bravo.'),
    ],
  },
  {
    name: 'Paul Girard',
    page: '/guide-des-tailles',
    lines: [
      customer('Bonjour, j’ai le pied large, vous conseillez quoi ?'),
      agent('Bonjour Paul, les Ossau : la toile épaisse s’ouvre mieux que la laine. Et une demi-taille au-dessus.'),
      customer('Donc 44 si je fais 43 ?'),
      agent('Oui, 44. L’échange est gratuit pendant 30 jours si jamais.'),
      customer('Super, je commande. Merci !'),
      close,
      rating(5),
    ],
  },
  {
    name: 'Élodie Petit',
    verified: true,
    lines: [
      customer('Bonjour, est-il possible d’avoir une facture au nom de ma société pour la CMD-4650 ?'),
      agent('Bonjour Élodie, bien sûr. Il me faut la raison sociale, l’adresse et le SIRET.'),
      customer('Atelier Petit SARL, 3 place du Marché, 69002 Lyon, SIRET 812 345 678 00019'),
      agent('Merci. La facture F-2026-1181 vient de partir à votre adresse e-mail.'),
      customer('Bien reçue, merci !'),
      close,
      rating(4),
    ],
  },
  {
    lines: [
      customer('bonjour c’est quoi la différence entre toile et laine bouillie'),
      agent(
        'Bonjour ! La toile est légère, pour la mi-saison. La laine bouillie tient chaud jusqu’à 0 °C environ, et elle craint un peu plus la pluie.',
      ),
      customer('ok merci'),
      close,
    ],
  },
  {
    name: 'Marc Delaunay',
    by: 'maite',
    page: '/commande/4688',
    lines: [
      customer('Votre transporteur a jeté le colis par-dessus le portail. La boîte était trempée !'),
      agent('Bonjour Marc, c’est inadmissible, je suis vraiment désolée. Les espadrilles sont abîmées ?'),
      customer('La corde a pris l’eau, oui. Elle gondole.'),
      note('Photo demandée, mais on remplace sans attendre. Troisième incident ce mois-ci avec ce livreur à Pau.'),
      agent('Je vous renvoie une paire neuve, livrée en point relais cette fois. Inutile de nous retourner l’autre.'),
      customer('Merci. Je ne m’attendais pas à une réponse aussi rapide.'),
      agent('C’est bien normal. Numéro de suivi par e-mail dans l’heure.'),
      close,
      pause(26),
      customer('Paire reçue ce matin, impeccable. Merci encore !'),
      agent('Quelle bonne nouvelle, merci à vous Marc 🙂'),
      close,
      rating(5, 'Un livreur maladroit, une équipe en or.'),
    ],
  },
  {
    name: 'Chloé Bernard',
    lines: [
      customer('Coucou, vous faites des cartes cadeaux ?'),
      later(11, 'Bonjour Chloé ! Oui, de 30 à 200 €, envoyées par e-mail à la date de votre choix.'),
      customer('Trop bien'),
      close,
    ],
  },
  {
    name: 'Françoise Lacoste',
    lines: [
      customer('Bonjour Madame, Monsieur, je n’arrive pas à payer par carte, la page tourne sans fin.'),
      agent('Bonjour Françoise, quel navigateur utilisez-vous, s’il vous plaît ?'),
      customer('Je crois que c’est Internet Explorer'),
      agent(
        'C’est cela : il n’est plus pris en charge par les banques. Avez-vous un autre navigateur, ou votre téléphone ?',
      ),
      customer('Avec le téléphone de ma fille, cela a fonctionné. Commande 4702.'),
      agent('Parfait, je la vois : départ demain matin. Merci de votre patience !'),
      customer('Merci à vous, bonne soirée.'),
      close,
      rating(4, 'Très patients avec moi.'),
    ],
  },
  {
    name: 'Yanis Morel',
    page: '/collection/bigorre',
    lines: [
      customer('La toile recyclée des Bigorre, elle vient d’où ?'),
      agent(
        'Bonjour Yanis, de chutes de jeans collectées en Nouvelle-Aquitaine, refilées à Castres. 70 % recyclé, 30 % lin.',
      ),
      customer('Nickel, c’est ce que je voulais savoir'),
      close,
    ],
  },
  {
    name: 'Sandrine Leroy',
    by: 'maite',
    verified: true,
    lines: [
      customer('Bonjour, mon mari a perdu le bon de retour. Comment faire ?'),
      agent('Bonjour Sandrine, je viens de vous en renvoyer un par e-mail, il suffit de l’imprimer.'),
      customer('Nous n’avons pas d’imprimante…'),
      colleague(
        'Bonjour, Julien prend le relais : montrez simplement le QR code de l’e-mail au guichet, La Poste imprimera pour vous.',
      ),
      customer('Ah, très pratique ! Merci à vous deux.'),
      close,
      rating(5),
    ],
  },
  {
    name: 'Antoine Mercier',
    lines: [
      customer('Hello, on peut visiter l’atelier un samedi ?'),
      later(14, 'Bonjour Antoine ! Oui, visite gratuite le samedi à 10 h 30, une heure environ. Combien serez-vous ?'),
      customer('4, dont deux enfants (6 et 9 ans)'),
      agent('C’est réservé pour samedi, au nom de Mercier. Les enfants pourront coudre un petit bout de corde.'),
      customer('Ils vont adorer, merci !'),
      close,
      rating(5, 'Les enfants en parlent encore !'),
    ],
  },
  {
    name: 'Claire Fabre',
    early: true,
    lines: [
      customer('Bonjour, je voudrais annuler ma commande 4733 svp, j’ai commandé en double.'),
      agent('Bonjour Claire, c’est annulé et remboursé. L’autre, la 4734, part ce matin.'),
      customer('Merci pour votre efficacité'),
      close,
    ],
  },
  { lines: [customer('test'), close] },
  {
    name: 'Michel Aguirre',
    lines: [
      customer('Vous n’auriez pas encore du modèle Orhy de 2022 en 45 ? Introuvable partout.'),
      agent('Bonjour Michel, je vérifie à la réserve, donnez-moi dix minutes.'),
      agent('Il m’en reste une paire, noire, 45. Je la mets de côté à votre nom ?'),
      customer('OUI !!! Vous me sauvez l’hiver.'),
      agent('Elle est à vous : lien de paiement par e-mail, 69 €.'),
      close,
    ],
  },
  {
    name: 'Laura Simon',
    verified: true,
    lines: [
      customer('Bonjour, ma commande devait arriver hier (CMD-4699), le suivi ne bouge plus depuis 3 jours.'),
      later(
        38,
        'Bonjour Laura, en effet, le colis est bloqué à Toulouse à cause des grèves. Il devrait repartir demain.',
      ),
      customer('C’est pour un anniversaire samedi…'),
      note('Prévoir un renvoi en Chronopost vendredi matin si le suivi n’a pas bougé jeudi soir.'),
      agent('Je comprends. S’il n’a pas bougé demain soir, je vous envoie une autre paire en express, à nos frais.'),
      customer('Vous êtes adorables, merci.'),
      agent('Avec plaisir. Je garde un œil dessus et je vous tiens au courant.'),
      pause(25),
      agent('Bonne nouvelle, Laura : livraison annoncée demain avant 13 h !'),
      customer('Je viens de voir ça, ouf ! Merci pour le suivi.'),
      close,
    ],
  },
  {
    name: 'Olivier Garnier',
    lines: [
      customer('Peut-on laver les espadrilles en machine ?'),
      later(
        22,
        'Bonjour Olivier, surtout pas : la corde n’aime pas l’eau. Une brosse douce et un peu de savon de Marseille suffisent.',
      ),
      customer('Bon, j’ai bien fait de demander 😅'),
      close,
      rating(3),
    ],
  },
  {
    name: 'Manon Chevalier',
    page: '/compte',
    lines: [
      customer('Bonjour, je ne reçois pas l’e-mail pour réinitialiser mon mot de passe'),
      later(
        17,
        'Bonjour Manon, il y avait une faute dans votre adresse (gmial.com). Je l’ai corrigée, vous pouvez réessayer.',
      ),
      customer('Haha, quelle tête en l’air. Ça marche, merci !'),
      close,
      rating(4),
    ],
  },
  {
    name: 'Bernard Joly',
    lines: [
      customer('Je cherche une idée pour ma femme qui a toujours froid aux pieds. Budget 100 €.'),
      later(
        26,
        'Bonjour Bernard, les Soule en laine bouillie, à 89 €, sont nos plus chaudes. Avec une boîte cadeau offerte ?',
      ),
      customer('Très bien. Pointure 37, je prends.'),
      agent('Excellent choix. Si la taille ne va pas, l’échange est gratuit jusqu’au 15 janvier.'),
      customer('Merci du conseil'),
      close,
    ],
  },
  {
    name: 'Émilie Renaud',
    lines: [
      customer('Bonjour, avez-vous une boutique à Bordeaux ?'),
      later(34, 'Bonjour Émilie, pas encore, mais un revendeur : La Malle, 18 rue du Pas-Saint-Georges.'),
      customer('J’y passerai, merci'),
      close,
      rating(2, 'Bonne réponse, mais une demi-heure d’attente.'),
    ],
  },
]

export const frenchScripts: Script[] = written.map((script) =>
  Object.assign({}, script, { lines: script.lines.map(typesetLine) }),
)

function typesetLine(line: Line): Line {
  if ('says' in line) return Object.assign({}, line, { says: typeset(line.says) })
  return 'comment' in line ? Object.assign({}, line, { comment: typeset(line.comment ?? '') }) : line
}
