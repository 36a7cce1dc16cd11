import type { Effects } from './account-change.ts'

/** What people do to factors of their own. */
export type FactorChange = 'factor_added' | 'phone_changed' | 'factor_removed'

const EFFECTS: Record<FactorChange, Effects> = {
  factor_added: { endsSessions: false, endsCodes: true, clearsRelief: true },
  phone_changed: { endsSessions: true, endsCodes: true, clearsRelief: true },
  factor_removed: { endsSessions: true, endsCodes: true, clearsRelief: true },
}

/** What a change brings with it beside itself: whoever got in by a factor that is gone is out (R7, A26). */
export function effectsOfFactorChange(change: FactorChange): Effects {
  return EFFECTS[change]
}

/** A typed code is compared with each of them, so each makes a guess a little better. */
export const MOST_APPS = 5

/** One line that can be seen. */
const APP_NAME = /^[^\p{C}\u2028\u2029]{1,50}$/u

/** The name of an authenticator app as it is kept, or null for what is none: 1 to 50 characters. */
export function readAppName(typed: string): string | null {
  const name = typed.normalize('NFC').trim()
  return APP_NAME.test(name) ? name : null
}
