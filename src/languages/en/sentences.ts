import type { Sayings } from '../messages.ts'
import { manner } from './manner.ts'

export const sentences: Sayings = {
  // Signing in
  password_wrong: "That username and password don't match.",
  own_password_wrong: "That isn't your password.",
  too_many_tries: ({ waitMs }) => `Too many tries. Try again ${manner.afterWait(waitMs)}.`,
}
