import type { Sayings } from '../messages.ts'
import { manner } from './manner.ts'
import { reasons } from './reasons.ts'

export const sentences: Sayings = {
  ...reasons,
  // Signing in
  password_wrong: "That username and password don't match.",
  own_password_wrong: "That isn't your password.",
  too_many_tries: ({ waitMs }) => `Too many tries. Try again ${manner.afterWait(waitMs)}.`,

  // Why was I asked?
  not_an_address: "That isn't an address. Example: 192.0.2.7 or 2001:db8::7",
  not_a_time: "That isn't a time. Example: 2027-01-15, or 2027-01-15T08:00:00Z",
}
