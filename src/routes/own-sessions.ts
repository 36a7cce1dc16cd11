import type { StoredSession } from '../domain/ports/sessions.ts'
import { sessionIsLive } from '../domain/session.ts'
import type { RouteParts } from './parts.ts'
import type { Visit } from './visit.ts'

/** Where the account is signed in, the session used last first. */
export async function ownSessions(
  { sessions, settings, clock }: RouteParts,
  { account }: Visit,
): Promise<StoredSession[]> {
  const stored = await sessions.of(account.id)
  return stored.filter(
    ({ session }) =>
      session.level === 'full' && sessionIsLive(session, settings.session, account.sessionsValidFrom, clock.now()),
  )
}

/** By what a page names a session: its id would be as good as the cookie, but for the signature. */
export function handleOf({ secrets }: RouteParts, sessionId: string): string {
  return secrets.keyedHash('session-handle', sessionId)
}
