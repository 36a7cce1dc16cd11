import type { Request } from 'express'
import type { RouteParts } from './parts.ts'

/**
 * Counts a try at the password of that name before it is looked at, wherever one is asked for (R3, R4). Answers null when it
 * may be made, else in how many seconds. Throws `busy` when no password from that address would be looked at now.
 */
export async function passwordTurn(
  parts: RouteParts,
  req: Request,
  about: { username: string; event: 'sign_in' | 'proof'; accountId?: string; companyId?: string },
): Promise<number | null> {
  const { username, ...facts } = about
  parts.passwords.checkRoom(req.arrival.address)
  const turn = await parts.throttle.begin(username, req.arrival.address)
  if (turn.allowed) return null
  // Once for each wait: the trail is kept for good, and whoever guesses must not be able to fill it.
  if (turn.first) await parts.audit.record(req.arrival, { ...facts, outcome: 'refused', reason: 'too_many_tries' })
  return turn.retryAfterSeconds
}
