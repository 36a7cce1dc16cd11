import type { Messages } from '../messages.ts'

export const frame: Messages['frame'] = {
  error: 'Erreur :',
  yourAccount: 'Votre compte',
  settings: 'Paramètres',
  admin: 'Administration',
  employees: 'Gérer les employés',
  company: "Paramètres de l'entreprise",
  audit: "Journal d'audit",
  signOut: 'Se déconnecter',
  signingInAs: 'Connexion en tant que',
  notYou: "Ce n'est pas vous ?",
  step: ({ step, steps }) => `Étape ${step} sur ${steps}`,
}
