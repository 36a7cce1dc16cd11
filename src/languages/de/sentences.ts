import type { Sayings } from '../messages.ts'
import { manner } from './manner.ts'

export const sentences: Sayings = {
  // Signing in
  password_wrong: 'Benutzername und Passwort passen nicht zusammen.',
  own_password_wrong: 'Das ist nicht Ihr Passwort.',
  too_many_tries: ({ waitMs }) => `Zu viele Versuche. Versuchen Sie es ${manner.afterWait(waitMs)} noch einmal.`,
}
