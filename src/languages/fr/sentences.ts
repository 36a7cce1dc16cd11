import type { Sayings } from '../messages.ts'
import { manner } from './manner.ts'

export const sentences: Sayings = {
  // Signing in
  password_wrong: "Le nom d'utilisateur et le mot de passe ne correspondent pas.",
  too_many_tries: ({ waitMs }) => `Trop de tentatives. Réessayez ${manner.afterWait(waitMs)}.`,
}
