import type { Messages } from '../messages.ts'

export const appCredential: Messages['appCredential'] = {
  title: ({ app }) => `Votre mot de passe pour ${app}`,
  why: ({ app }) =>
    `${app} demande un nom et un mot de passe qui lui sont propres. Saisissez une fois ceux que vous y avez, et vous y serez connecté dès lors.`,
  notAsked: ({ app }) =>
    `${app} ne vous demande ni nom ni mot de passe : cette application a changé de nom, n'existe plus, ou vous ne pouvez plus l'ouvrir. Ce que vous avez saisi n'est envoyé nulle part, et reste conservé jusqu'à ce que vous le supprimiez.`,
  kept: "Ils sont conservés chiffrés et ne sont plus jamais montrés, ni à vous ni à personne d'autre.",
  entered: 'Saisi le {when}. Ce que vous saisissez maintenant le remplace.',
  name: 'Votre nom dans cette application',
  password: 'Votre mot de passe dans cette application',
  submit: 'Enregistrer',
  removal: 'Le supprimer',
  removes: ({ app }) => `Il vous sera redemandé à la prochaine ouverture de ${app}.`,
  remove: 'Supprimer ce mot de passe',
  cancel: 'Annuler',
  card: 'Mots de passe de vos applications',
  about:
    'Ces applications demandent un nom et un mot de passe qui leur sont propres. Saisissez-les une fois, et vous y serez connecté aussi.',
  enteredOn: 'Saisi le {when}',
  notInUse: 'Non utilisé',
  notEntered: 'Pas encore saisi',
  edit: 'Modifier',
  enter: 'Saisir',
}
