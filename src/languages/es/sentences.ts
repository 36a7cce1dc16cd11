import type { Sayings } from '../messages.ts'
import { manner } from './manner.ts'
import { reasons } from './reasons.ts'

export const sentences: Sayings = {
  ...reasons,
  // Signing in
  password_wrong: 'El nombre de usuario y la contraseña no coinciden.',
  own_password_wrong: 'Esa no es su contraseña.',
  too_many_tries: ({ waitMs }) => `Demasiados intentos. Vuelva a intentarlo ${manner.afterWait(waitMs)}.`,

  // Why was I asked?
  not_an_address: 'Eso no es una dirección. Ejemplo: 192.0.2.7 o 2001:db8::7',
  not_a_time: 'Eso no es una fecha. Ejemplo: 2027-01-15 o 2027-01-15T08:00:00Z',
}
