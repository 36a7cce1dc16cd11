import type { App } from '../domain/app.ts'
import type { Found } from '../http/session-lookup.ts'
import type { Assertions } from './assertions.ts'
import type { Credentials } from './credentials.ts'
import type { Forwarding } from './headers.ts'

/** What an app is told of a visitor that is not in the session. */
export type Told = Pick<Forwarding, 'assertion' | 'authorization'>

/** Both; without a promise where neither has to be waited for, as nearly always. */
export function openTold({ assertions, credentials }: { assertions: Assertions; credentials: Credentials }) {
  return (found: Found | null, app: App): Told | Promise<Told> => {
    const [assertion, authorization] = [assertions.about(found, app), credentials.of(found, app)]
    if (!(assertion instanceof Promise) && !(authorization instanceof Promise)) return { assertion, authorization }
    // Both are under way, and are waited for together: neither may fail unheard while the other is waited for.
    return Promise.all([Promise.resolve(assertion), Promise.resolve(authorization)]).then(
      ([signed, signsIn]): Told => ({ assertion: signed, authorization: signsIn }),
    )
  }
}
