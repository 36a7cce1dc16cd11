import type { Messages } from '../messages.ts'
import { manner } from './manner.ts'

const { list } = manner

export const employees: Messages['employees'] = {
  title: 'Gérer les employés',
  search: "Nom ou nom d'utilisateur",
  status: 'Statut',
  everybody: 'Tout le monde',
  sort: 'Trier par',
  submit: 'Rechercher',
  nameUp: 'Nom, de A à Z',
  nameDown: 'Nom, de Z à A',
  usernameUp: "Nom d'utilisateur, de A à Z",
  usernameDown: "Nom d'utilisateur, de Z à A",
  signInDown: 'Dernière connexion, la plus récente',
  signInUp: 'Dernière connexion, la plus ancienne',
  statusUp: "Statut, non inscrits d'abord",
  statusDown: "Statut, désactivés d'abord",
  noMatch: 'Personne ne correspond.',
  cutShort:
    'Trop de personnes correspondent pour être toutes examinées sur une seule page. Saisissez une plus grande partie du nom ou passez à la page suivante.',
  showAll: 'Afficher tout le monde',
  none: "Personne ici pour l'instant. Ajoutez votre premier employé.",
  add: 'Ajouter un employé',
  caption: ({ company }) => `Employés de ${company}`,
  name: 'Nom',
  role: 'Rôle',
  cellPhone: 'Portable',
  factor: 'Authentification à deux facteurs',
  lastSignIn: 'Dernière connexion',
  noNumber: 'Aucun numéro',
  neverSignedIn: 'Jamais connecté',
  edit: 'Modifier',
  pages: 'Navigation entre les pages',
  export: 'Exporter en CSV',
  start: 'Depuis le début',
  next: 'Page suivante',
}

export const enrollment: Messages['enrollment'] = {
  enrolled: 'Inscrit',
  notEnrolled: 'Non inscrit',
  invited: 'Invité',
  notSignedUp: 'Pas encore inscrit sur le portail',
  locked: 'Bloqué',
  disabled: 'Désactivé',
  app: "application d'authentification",
  phone: 'téléphone',
  factors: ({ kinds }) => list(kinds),
  reminderUntil: "Rappel jusqu'au {until}",
  admin: 'Administrateur',
  member: 'Membre',
  roleAt: ({ role, company }) => `${role} chez ${company}`,
}

export const employee: Messages['employee'] = {
  title: "Modifier l'employé",
  saved: 'Enregistré.',
  newNumber:
    'Les codes sont désormais envoyés au nouveau numéro et à aucun autre. Il est considéré comme confirmé après son premier code juste.',
  enrollsNobody: ({ name }) =>
    `Le numéro n'inscrit personne à lui seul : ${name} le confirme en configurant l'authentification à deux facteurs.`,
  landline:
    "Il ressemble à une ligne fixe, où les SMS n'arrivent pas : les codes sont lus lors d'un appel. Une application d'authentification convient aussi.",
  undetermined:
    "Ce n'est peut-être pas un portable : nous ne pouvons pas déterminer si les SMS y arrivent. On peut demander un appel, et une application d'authentification convient aussi.",
  profile: 'Profil',
  name: 'Nom',
  role: 'Rôle',
  giveUpAdmin: ({ company }) => `Je ne souhaite plus être administrateur de ${company}.`,
  cellPhone: 'Numéro de portable',
  country: 'Pays',
  number: 'Numéro',
  emptyRemoves: 'Pour supprimer le numéro, videz le champ et enregistrez.',
  deskPhone: 'Téléphone de bureau',
  ifAny: "(s'il y en a un)",
  deskPhoneAbout: "Pour les collègues. Aucun code n'y est envoyé.",
  submit: 'Enregistrer',
  cancel: 'Annuler',
  account: 'Compte',
  status: 'Statut',
  disabledSince: 'Désactivé depuis le {since}',
  lockedAfter: ({ failures }) => `Bloqué après ${failures} codes incorrects de suite`,
  lockedForGood: "Après 100 codes incorrects de suite, seul l'exploitant du portail peut débloquer ce compte.",
  active: 'Actif',
  lastSignIn: 'Dernière connexion',
  neverSignedIn: 'Jamais connecté',
  factor: 'Authentification à deux facteurs',
  app: "Application d'authentification",
  phone: 'Téléphone',
  since: 'depuis le {since}',
  sinceNotProved: "depuis le {since} ; le nouveau numéro n'est pas encore confirmé",
  cellPhoneNumber: 'Numéro de portable',
  none: 'Aucun',
  invited: 'Invité : pas encore inscrit sur le portail',
  signUpLink: "Lien d'inscription",
  signUpLinkAbout: 'Pas encore inscrit : créer un nouveau lien',
  access: 'Accès',
  own: "C'est votre propre compte : le numéro et les facteurs se changent dans les paramètres, et seul un autre administrateur peut le débloquer ou le désactiver.",
}

export const employeeStep: Messages['employeeStep'] = {
  unlock: 'Débloquer',
  reset_factors: 'Réinitialiser les facteurs',
  end_sessions: 'Fermer les sessions',
  remove_app_credentials: "Supprimer les mots de passe d'applications",
  disable: 'Désactiver',
  enable: 'Activer',
  done: {
    unlock: ({ name }) => `${name} peut de nouveau saisir des codes tout de suite.`,
    reset_factors: ({ name }) =>
      `${name} n'a plus de second facteur, et ses sessions sont fermées partout. Demandez-lui de se connecter bientôt.`,
    end_sessions: ({ name }) => `Les sessions de ${name} sont fermées partout.`,
    remove_app_credentials: ({ name }) =>
      `${name} devra saisir à nouveau nom et mot de passe dans les applications qui ont les leurs.`,
    disable: ({ name }) => `${name} ne peut plus se connecter, et ses sessions sont fermées partout.`,
    enable: ({ name }) => `${name} peut de nouveau se connecter.`,
  },
  unlockAbout: 'Des codes peuvent être saisis à nouveau aussitôt',
  resetAbout: 'Pour un téléphone perdu : un second facteur est configuré à nouveau',
  endAbout: 'Déconnecté de tous les navigateurs',
  credentialsAbout: 'Ce qui a été saisi pour les applications qui ont leurs propres mots de passe',
  disableAbout: "Aucune connexion jusqu'à la réactivation",
  enableAbout: 'Connexion comme avant',
  unlockWhat:
    "Trop de codes incorrects ont été saisis pour ce compte. Une fois débloqué, des codes peuvent être saisis à nouveau aussitôt. Les codes incorrects continuent d'être comptés : après 100 de suite, seul l'exploitant du portail peut le débloquer.",
  unlockBeware:
    "Si ces codes ne viennent pas de la personne elle-même, quelqu'un d'autre connaît peut-être son mot de passe : faites-le changer.",
  resetWhat: ({ name }) =>
    `${name} n'aura plus de second facteur, est aussitôt déconnecté partout et en configure un nouveau à la prochaine connexion.`,
  resetBeware:
    "D'ici là, quiconque connaît son mot de passe pourrait configurer son propre téléphone : assurez-vous que la demande vient bien de cette personne et qu'elle se connecte bientôt.",
  forGood: "C'est irréversible.",
  endOwn:
    'Vous serez aussitôt déconnecté de tous les navigateurs, celui-ci compris, et les codes envoyés ne fonctionneront plus.',
  endWhat: ({ name }) =>
    `${name} est aussitôt déconnecté de tous les navigateurs, et les codes envoyés ne fonctionnent plus. Une nouvelle connexion est possible. Ce qui n'est pas enregistré peut être perdu.`,
  credentialsWhat: ({ name }) =>
    `Ce que ${name} a saisi pour les applications qui demandent un nom et un mot de passe qui leur sont propres est oublié aussitôt. Personne ne peut le voir, et il faudra à ${name} le saisir à nouveau.`,
  disableWhat: ({ name }) =>
    `${name} est aussitôt déconnecté partout et ne peut plus se connecter jusqu'à ce qu'un administrateur réactive le compte. Le numéro et les seconds facteurs sont conservés.`,
  enableWhat: ({ name }) =>
    `${name} peut se connecter à nouveau, avec le même mot de passe et le même second facteur qu'avant.`,
  cancel: 'Annuler',
}
