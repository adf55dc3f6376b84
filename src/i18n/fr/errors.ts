import type { errors as english } from '../en/errors'
import type { Translated } from '../words'

export const errors = {
  network: 'Pas de connexion. Vérifiez votre réseau et réessayez.',
  server: 'Le serveur a un problème. Réessayez dans un instant.',
  busy: 'Cela fait beaucoup à la fois. Réessayez dans un instant.',
  session: 'Votre session est terminée. Reconnectez-vous.',
  refused: 'Cela a été refusé.',
  fault: 'Un problème est survenu.',
  hints: {
    conversation_not_found: 'Cette conversation n’existe plus.',
    message_empty: 'Un message vide ne peut pas être envoyé.',
    message_too_long: 'Ce message est trop long : 10 000 caractères au plus.',
    message_control_characters:
      'Ce message contient des caractères qui ne peuvent pas être affichés. Copiez-le en texte simple et renvoyez-le.',
    id_taken: 'Ce message n’a pas pu être enregistré. Copiez-le et écrivez-le à nouveau.',
    newer_reply: 'Un collègue vient de répondre : lisez d’abord son message.',
    already_assigned: 'Un collègue a déjà pris cette conversation.',
    inbox_not_found: 'Ce chat n’existe plus.',
    email_invalid: 'Cela ne ressemble pas à une adresse e-mail.',
    already_an_agent: 'Ce collègue fait déjà partie de l’équipe.',
    invitation_not_found: 'Cette invitation a expiré, ou une plus récente l’a remplacée. Demandez un nouveau lien.',
    not_allowed: 'Vous n’avez pas le droit de faire cela.',
    name_invalid: 'Un nom tient sur une ligne : de 1 à 100 caractères.',
    attributes_invalid: 'Ces informations n’ont pas pu être conservées.',
    setting_invalid: 'Ce réglage ne peut pas être conservé tel quel.',
    already_rated: 'Vous avez déjà évalué cette conversation.',
    conversation_open: 'Cette conversation a été rouverte.',
    comment_too_long: 'Ce commentaire est trop long : 2 000 caractères au plus.',
    contact_session_over: 'Votre session est terminée. Commencez une nouvelle conversation pour continuer.',
  },
} satisfies Translated<typeof english>
