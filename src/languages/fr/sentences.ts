import type { Sayings } from '../messages.ts'
import { manner } from './manner.ts'
import { reasons } from './reasons.ts'

export const sentences: Sayings = {
  ...reasons,
  // Signing in
  password_wrong: "Le nom d'utilisateur et le mot de passe ne correspondent pas.",
  own_password_wrong: 'Ce n’est pas votre mot de passe.',
  too_many_tries: ({ waitMs }) => `Trop de tentatives. Réessayez ${manner.afterWait(waitMs)}.`,

  // Why was I asked?
  not_an_address: "Ce n'est pas une adresse. Exemple : 192.0.2.7 ou 2001:db8::7",
  not_a_time: "Ce n'est pas une date. Exemple : 2027-01-15 ou 2027-01-15T08:00:00Z",
}
