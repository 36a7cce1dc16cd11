import type { Sayings } from '../messages.ts'
import { manner } from './manner.ts'

export const sentences: Sayings = {
  // Signing in
  password_wrong: "That username and password don't match.",
  too_many_tries: ({ waitMs }) => `Too many tries. Try again ${manner.afterWait(waitMs)}.`,
}
