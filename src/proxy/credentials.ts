import type { Logger } from 'pino'
import type { App } from '../domain/app.ts'
import { openCredential } from '../domain/app-credential.ts'
import type { Visitor } from '../domain/decision.ts'
import type { AppCredentialStore } from '../domain/ports/app-credentials.ts'
import type { Secrets } from '../domain/ports/secrets.ts'
import type { Found } from '../http/session-lookup.ts'

export interface Credentials {
  /**
   * The Authorization by which the gateway signs in to an app for a visitor; without a promise where it is known. Null where
   * nobody is there, the app is given none, or this person has put in none yet. Rejects with `store_unavailable`.
   */
  of(found: Found | null, app: App): string | null | Promise<string | null>
}

/** Reads what people have put in for apps once for as long as their session is remembered, and not for every request. */
export function openCredentials(parts: {
  store: Pick<AppCredentialStore, 'find'>
  secrets: Pick<Secrets, 'open'>
  log: Pick<Logger, 'error'>
}): Credentials {
  const { store, secrets, log } = parts
  /** A visitor is the same object for as long as the session is remembered, and another one after any change. */
  const known = new WeakMap<Visitor, Map<string, string | null | Promise<string | null>>>()

  async function read(accountId: string, app: string): Promise<string | null> {
    const sealed = await store.find({ accountId, app })
    if (sealed === null) return null
    try {
      return openCredential(secrets, { accountId, app }, sealed)
    } catch (error) {
      // As after a secret was taken away: who put it in is asked for it anew.
      log.error({ err: error, accountId, app }, 'what somebody signs in to an app with cannot be opened')
      return null
    }
  }

  function ofVisitor({ visitor }: Found, app: string): string | null | Promise<string | null> {
    const ofApps = known.get(visitor) ?? new Map<string, string | null | Promise<string | null>>()
    known.set(visitor, ofApps)
    const last = ofApps.get(app)
    if (last !== undefined) return last
    const reading = read(visitor.account.id, app)
    ofApps.set(app, reading)
    reading.then(
      (authorization) => ofApps.set(app, authorization),
      () => ofApps.delete(app),
    )
    return reading
  }

  return {
    of(found, { name, identity: { basic } }) {
      if (found === null || basic === null) return null
      return basic.kind === 'fixed' ? basic.authorization : ofVisitor(found, name)
    },
  }
}
