import type { Messages } from '../messages.ts'

export const resume: Messages['resume'] = {
  title: 'Envoyer votre formulaire maintenant ?',
  why: "Ce que vous avez envoyé à {app} a dû attendre que vous soyez connecté ; il n'est donc pas encore arrivé. Rien de ce que vous avez saisi n'est perdu.",
  submit: "L'envoyer maintenant",
  note: "Il peut être envoyé une fois et n'est conservé que quelques minutes.",
  leave: 'Ne pas envoyer',
}

export const sendOn: Messages['sendOn'] = {
  title: 'Envoi de votre formulaire',
  what: "Si {app} ne s'ouvre pas tout seul, appuyez sur le bouton.",
  submit: "L'envoyer maintenant",
}

export const sessionEnded: Messages['sessionEnded'] = {
  title: 'Votre session est terminée',
  titleSignIn: "Connectez-vous d'abord",
  lost: "Ce que vous venez d'envoyer n'est pas arrivé à {app}.",
  why: {
    elsewhere: "Cet envoi venait d'un autre site et n'est pas conservé pour cette raison.",
    nobody: "Vous êtes déconnecté dans ce navigateur : l'envoi n'a donc pas pu être conservé pour vous.",
    has_files:
      'Il contient un fichier, et les formulaires avec fichiers ne peuvent pas être conservés pendant que vous vous connectez.',
    other_kind: "Il est d'un type qui ne peut pas être conservé pendant que vous vous connectez.",
    too_large: 'Il est trop volumineux pour être conservé pendant que vous vous connectez.',
    too_many:
      "Trop de formulaires attendent déjà : l'envoi n'a donc pas pu être conservé pendant que vous vous connectez.",
  },
  what: "Connectez-vous, puis envoyez-le à nouveau depuis la page où vous étiez. Si vous revenez d'abord en arrière dans votre navigateur, ce que vous avez saisi s'y trouve peut-être encore et peut être copié.",
  logIn: 'Se connecter',
}
