import type { Sayings } from '../messages.ts'
import { manner } from './manner.ts'

export const sentences: Sayings = {
  // Signing in
  password_wrong: "Le nom d'utilisateur et le mot de passe ne correspondent pas.",
  own_password_wrong: 'Ce n’est pas votre mot de passe.',
  too_many_tries: ({ waitMs }) => `Trop de tentatives. Réessayez ${manner.afterWait(waitMs)}.`,
}
