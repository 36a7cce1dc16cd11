import type { Messages } from '../messages.ts'
import { manner } from './manner.ts'

const { duration } = manner

export const notices: Messages['notices'] = {
  hello: ({ name }) => `Bonjour ${name},`,
  account: ({ username }) => `Compte : ${username}`,
  time: ({ when }) => `Date : ${when}`,
  address: ({ address }) => `Depuis l'adresse : ${address}`,
  by: ({ whom }) => `Effectué par : ${whom}`,
  owner: 'vous',
  admin: 'un administrateur de votre entreprise',
  operator: "l'exploitant du portail",
  tell: "Si vous n'êtes pas au courant, prévenez immédiatement la personne qui gère les comptes dans votre entreprise.",
  tellHelp: ({ help }) => `Si vous n'êtes pas au courant, demandez immédiatement de l'aide : ${help}`,
  questions: ({ help }) => `Des questions ? ${help}`,
  smsTell: "Ce n'était pas vous ? Prévenez la personne qui gère les comptes dans votre entreprise.",
  smsHelp: ({ help }) => `Ce n'était pas vous ? ${help}`,
  challengeFailed: "Quelqu'un a saisi votre mot de passe, mais pas le bon code",
  challengeFailedWhat:
    "Le mot de passe était juste ; les codes qui ont suivi étaient faux, plusieurs fois. Personne n'est entré.",
  challengeFailedThen:
    "Si c'était vous, il n'y a rien à faire. Sinon, quelqu'un connaît votre mot de passe : changez-le maintenant.",
  appAdded: "Une application d'authentification a été ajoutée à votre compte",
  phoneAdded: 'Un numéro de téléphone a été ajouté à votre compte',
  addedThen: 'Vous pouvez désormais vous en servir comme seconde étape à la connexion.',
  appRemoved: "Une application d'authentification a été retirée de votre compte",
  phoneRemoved: 'Un numéro de téléphone a été retiré de votre compte',
  removedThen: 'Ses codes ne fonctionnent plus.',
  reset: "L'authentification à deux facteurs de votre compte a été réinitialisée",
  resetThen:
    "Aucun code n'est plus demandé à vos téléphones et applications, et vous avez été déconnecté partout. À la prochaine connexion, vous pourrez en configurer à nouveau.",
  mandate: ({ company }) => `L'authentification à deux facteurs est désormais obligatoire chez ${company}`,
  mandateBy: ({ name }) => `${name} l'a activée pour tous.`,
  mandateByPolicy: 'La politique de sécurité la met en vigueur.',
  mandateThen:
    "Qui n'a pas encore de second facteur devra en configurer un à la prochaine connexion. Cela ne peut plus être désactivé.",
  mandateWhy: ({ company }) => `Vous en êtes informé en tant qu'administrateur de ${company}.`,
  password: 'Le mot de passe de votre compte a été changé',
  passwordThen: "Toute personne connectée avec l'ancien doit se reconnecter.",
  phone: 'Le numéro de téléphone de votre compte a été changé',
  phoneThen: ({ to, from }) =>
    `Le numéro enregistré est désormais le ${to}. Les codes ne sont plus envoyés au ${from}.`,
  numberGone: ({ from }) => `Le numéro ${from} n'est plus enregistré.`,
  phoneNow: ({ to }) => `Le numéro enregistré est désormais le ${to}.`,
  signUp: 'Définissez le mot de passe de votre nouveau compte',
  signUpLink: ({ lastsMs }) =>
    `Ouvrez ce lien pour choisir un mot de passe. Il fonctionne une fois, pendant ${duration(lastsMs)} :`,
  signUpIgnore: "Si vous n'attendiez pas ce message, ignorez-le.",
}
