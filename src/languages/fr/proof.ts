import type { Messages } from '../messages.ts'

export const proof: Messages['proof'] = {
  title: "Confirmez que c'est bien vous",
  passwordAndCode:
    "Ce que vous allez faire touche à la sécurité d'un compte. Saisissez votre mot de passe, puis un code ; nous reprendrons là où vous en étiez.",
  passwordAlone:
    "Ce que vous allez faire touche à la sécurité d'un compte. Saisissez votre mot de passe ; nous reprendrons là où vous en étiez.",
  submit: 'Continuer',
  cancel: 'Annuler',
}

export const nothingWaits: Messages['nothingWaits'] = {
  title: "Cette page n'est plus à jour",
  why: "Ce qui attendait ici est déjà fait, a été remplacé par autre chose ou a attendu trop longtemps. Voyez où en sont les choses, et recommencez si c'est encore nécessaire.",
  back: 'Aller à votre compte',
  backToPage: 'Revenir à la page',
}
