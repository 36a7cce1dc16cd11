import type { Sayings } from '../messages.ts'
import { manner } from './manner.ts'

export const sentences: Sayings = {
  // Signing in
  password_wrong: 'El nombre de usuario y la contraseña no coinciden.',
  own_password_wrong: 'Esa no es su contraseña.',
  too_many_tries: ({ waitMs }) => `Demasiados intentos. Vuelva a intentarlo ${manner.afterWait(waitMs)}.`,
}
