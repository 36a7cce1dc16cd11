import type { Messages } from '../messages.ts'
import { manner } from './manner.ts'

const { after, every, list } = manner

export const enrollPhone: Messages['enrollPhone'] = {
  title: 'Activer la 2FA',
  step: 'Protéger votre compte',
  why: "Un code envoyé sur votre téléphone garde votre compte à vous, même si quelqu'un apprend votre mot de passe.",
  landline: 'Cela ressemble à une ligne fixe',
  landlineWhy:
    "Les SMS n'arrivent pas sur les lignes fixes. Une application d'authentification fonctionne partout, même sans réseau :",
  undetermined: "Ce n'est peut-être pas un numéro de portable",
  undeterminedWhy:
    "Nous ne pouvons pas déterminer si les SMS y arrivent. Une application d'authentification fonctionne partout, même sans réseau :",
  install:
    "Installez une application d'authentification sur votre téléphone, par exemple Google Authenticator, Microsoft Authenticator ou 1Password.",
  scan: 'Scannez avec elle le code QR que nous vous montrons.',
  enter: "Saisissez le code à 6 chiffres qu'elle affiche.",
  useApp: "Utiliser plutôt une application d'authentification",
  orCall: "Ou continuez avec ce numéro : nous l'appelons et lisons votre code.",
  orText:
    "Ou continuez avec ce numéro : nous envoyons votre code par SMS, et vous pourrez demander un appel s'il n'arrive pas.",
  country: 'Pays',
  phone: 'Numéro de portable',
  submit: 'Activer la 2FA',
  submitCall: 'Activer la 2FA avec un appel à ce numéro',
  submitAnyway: 'Activer la 2FA avec ce numéro',
  later: ({ lastsMs }) => `Me le rappeler ${after(lastsMs)}`,
}

export const enrollApp: Messages['enrollApp'] = {
  title: "Configurer une application d'authentification",
  step: 'Protéger votre compte',
  get: 'Ouvrir une application',
  getMore:
    "Ouvrez l'application d'authentification sur votre téléphone. Si vous n'en avez pas, installez-en une : Google Authenticator, Microsoft Authenticator, 1Password ou toute autre convient.",
  scan: 'Scanner ce code',
  qrCode: "Code QR pour votre application d'authentification",
  open: 'Ouvrir dans une application sur ce téléphone',
  cannotScan: 'Impossible de scanner ?',
  typeKey:
    "Dans l'application, choisissez de saisir une clé de configuration et tapez celle-ci (basée sur l'heure, 6 chiffres) :",
  copy: 'Copier la clé',
  copied: 'Copiée',
  copiedMore: 'La clé a été copiée.',
  selected: 'Sélectionnée : copiez-la maintenant',
  selectedMore: 'La clé est sélectionnée.',
  code: "Saisissez le code à 6 chiffres qu'elle affiche",
  submit: 'Activer la 2FA',
  usePhone: 'Utiliser plutôt un numéro de téléphone',
}

export const enrolled: Messages['enrolled'] = {
  title: "C'est fait",
  byApp: "L'authentification à deux facteurs est activée, avec votre application d'authentification.",
  nextByApp: 'À la prochaine connexion, nous demanderons le code affiché par votre application.',
  byPhone: "L'authentification à deux facteurs est activée, avec le numéro {phone}.",
  on: "L'authentification à deux facteurs est activée.",
  nextByPhone: 'À la prochaine connexion, nous y enverrons un code.',
  trusted: ({ networks, everyMs }) => `Sur ${list(networks)}, nous ne le demanderons que ${every(everyMs)}.`,
  go: 'Continuer',
}
