import type { Sayings } from '../messages.ts'
import { manner } from './manner.ts'
import { reasons } from './reasons.ts'

export const sentences: Sayings = {
  ...reasons,
  // Signing in
  password_wrong: 'Benutzername und Passwort passen nicht zusammen.',
  own_password_wrong: 'Das ist nicht Ihr Passwort.',
  too_many_tries: ({ waitMs }) => `Zu viele Versuche. Versuchen Sie es ${manner.afterWait(waitMs)} noch einmal.`,

  // Why was I asked?
  not_an_address: 'Das ist keine Adresse. Beispiel: 192.0.2.7 oder 2001:db8::7',
  not_a_time: 'Das ist keine Zeit. Beispiel: 2027-01-15 oder 2027-01-15T08:00:00Z',
}
