import type { site as english } from '../en/site'
import type { Translated } from '../words'

export const site = {
  title: 'Le chat en direct, sur votre propre Supabase.',
  lead: 'Un widget pour n’importe quelle page, une boîte de réception où l’équipe répond, des rapports en SQL. Aucun serveur à nous entre les deux.',
  toInbox: 'Ouvrir la boîte de réception',
  writeHere: 'Ou écrivez-nous : le bouton est en bas à droite.',
  embedTitle: 'Une ligne sur votre site',
  embedLead: 'Tant que personne ne veut discuter, elle dessine un bouton et rien d’autre : ni requête, ni cookie.',
  facts: {
    liveTitle: 'En direct, et sereinement',
    live: 'Messages et saisie apparaissent au fil de l’eau. Coupez le réseau : rien ne se perd, ne se double ni ne se mélange.',
    yoursTitle: 'À vous',
    yours: 'Postgres et ses règles par ligne sont le serveur. Vos données, vos règles, votre région.',
    lightTitle: 'Léger',
    light: 'Un invité sur les pages des autres : quelques kilo-octets tant qu’on ne l’appelle pas.',
  },
  sample: {
    customer: 'Vous livrez à Lyon ?',
    agent: 'Bien sûr, en deux jours.',
    thanks: 'Parfait, merci !',
  },
  noInbox:
    'Cette version ne nomme aucune boîte de réception : pas de bouton ici. Renseignez VITE_CAUSERIE_INBOX_KEY pour en voir un.',
} satisfies Translated<typeof english>
