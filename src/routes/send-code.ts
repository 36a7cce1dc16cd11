import type { Request } from 'express'
import { GatehouseError } from '../domain/errors.ts'
import type { Channel } from '../domain/factor.ts'
import { waitInWords } from '../domain/format.ts'
import { channelFor, type E164, type LineType } from '../domain/phone.ts'
import type { CodeRecord } from '../domain/ports.ts'
import type { GateSession } from '../domain/session.ts'
import { saveSession } from './gate-session.ts'
import type { RouteParts } from './parts.ts'

export type Sent = { kind: 'sent' } | { kind: 'refused'; message: string; retryAfterSeconds: number | null }

/**
 * Sends a new code in this session, which ends the one before, and keeps the session. What stood in the way is
 * answered as a sentence for the page; the session is then left as it was stored.
 */
export async function sendCode(
  parts: RouteParts,
  req: Request,
  session: GateSession,
  code: { phone: E164; lineType: LineType; purpose: CodeRecord['purpose']; channel?: Channel },
): Promise<Sent> {
  const channel = code.channel ?? channelFor(code.lineType)
  const outcome = await attempt(parts, req, session, channel, code)
  if (outcome.kind === 'sent') {
    const sentCode = { id: outcome.codeId, channel, phone: code.phone, sentAt: outcome.at }
    await saveSession(req, { ...session, sentCode, notice: null })
    return { kind: 'sent' }
  }
  return outcome
}

async function attempt(
  parts: RouteParts,
  req: Request,
  session: GateSession,
  channel: Channel,
  { phone, purpose }: { phone: E164; purpose: CodeRecord['purpose'] },
): Promise<{ kind: 'sent'; codeId: string; at: number } | Extract<Sent, { kind: 'refused' }>> {
  const { oneTimeCodes, settings, audit, clock } = parts
  const about = { event: 'code_sent', accountId: session.accountId }
  try {
    const result = await oneTimeCodes.send({
      accountId: session.accountId,
      sessionId: req.sessionID,
      purpose,
      channel,
      phone,
      portalName: settings.portal.name,
    })
    if (result.sent) {
      await audit.record(req.arrival, { ...about, outcome: 'success', reason: `${purpose}:${channel}` })
      return { kind: 'sent', codeId: result.codeId, at: result.at }
    }
    await audit.record(req.arrival, { ...about, outcome: 'refused', reason: result.limit })
    const waitMs = result.retryAt - clock.now()
    const message =
      result.limit === 'cooldown'
        ? `A code was sent just now. You can ask for a new one in ${waitInWords(waitMs)}.`
        : `Many codes were sent already. You can ask for a new one in ${waitInWords(waitMs)}.`
    return { kind: 'refused', message, retryAfterSeconds: Math.ceil(waitMs / 1000) }
  } catch (error) {
    if (!(error instanceof GatehouseError) || error.code !== 'delivery_failed') throw error
    await audit.record(req.arrival, { ...about, outcome: 'failure', reason: error.code })
    return { kind: 'refused', message: error.message, retryAfterSeconds: null }
  }
}
