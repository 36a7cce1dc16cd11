import type { Request } from 'express'
import { DeliveryError, type DeliveryFault, type FailedAttempt, notSent, type OtherWays } from '../domain/delivery.ts'
import type { Channel } from '../domain/factor.ts'
import type { Language } from '../domain/language.ts'
import { channelFor, type E164, type LineType } from '../domain/phone.ts'
import type { CodeRecord, SendLimit } from '../domain/ports/codes.ts'
import type { Sentence } from '../domain/sentence.ts'
import type { GateSession } from '../domain/session.ts'
import { saveSession } from './gate-session.ts'
import type { RouteParts } from './parts.ts'

export type Sent =
  | { kind: 'sent' }
  /** A limit of the gateway's own: another try makes sense later. */
  | { kind: 'refused'; message: Sentence; retryAfterSeconds: number; fault: null }
  /** No carrier took it. */
  | { kind: 'refused'; message: Sentence; retryAfterSeconds: null; fault: DeliveryFault }

type Refused = Extract<Sent, { kind: 'refused' }>

interface Wanted {
  phone: E164
  lineType: LineType
  purpose: CodeRecord['purpose']
  channel?: Channel
  /** Of the account. */
  language: Language | null
}

/**
 * Sends a new code in this session, which ends the one before, and keeps the session. What stood in the way is
 * answered as what the page is to say; the session is then left as it was stored.
 */
export async function sendCode(parts: RouteParts, req: Request, session: GateSession, wanted: Wanted): Promise<Sent> {
  const channel = wanted.channel ?? channelFor(wanted.lineType)
  const outcome = await attempt(parts, req, session, channel, wanted)
  if (outcome.kind === 'sent') {
    const sentCode = { id: outcome.codeId, channel, phone: wanted.phone, sentAt: outcome.at }
    await saveSession(req, { ...session, sentCode, notice: null })
    return { kind: 'sent' }
  }
  return outcome
}

/**
 * Before anybody is asked, for money, what kind of line a number is that is being enrolled: null when a code may follow,
 * else why none would. The question is counted.
 */
export async function beginLookup(
  parts: RouteParts,
  req: Request,
  session: GateSession,
  phone: E164,
): Promise<Extract<Refused, { fault: null }> | null> {
  const { oneTimeCodes, audit, clock, phoneNumbers } = parts
  const { accountId } = session
  const { country } = phoneNumbers.national(phone)
  const { address } = req.arrival
  const about = { accountId, sessionId: req.sessionID, purpose: 'enrollment', phone, country, address } as const
  const turn = await oneTimeCodes.beginLookup(about)
  if (turn.allowed) return null
  await audit.record(req.arrival, { event: 'code_sent', accountId, outcome: 'refused', reason: turn.limit })
  return limited(turn.limit, turn.retryAt - clock.now(), 'offered')
}

async function attempt(
  parts: RouteParts,
  req: Request,
  session: GateSession,
  channel: Channel,
  { phone, purpose, language }: Wanted,
): Promise<{ kind: 'sent'; codeId: string; at: number } | Refused> {
  const { oneTimeCodes, settings, audit } = parts
  const about = { event: 'code_sent', accountId: session.accountId } as const
  try {
    const result = await oneTimeCodes.send({
      accountId: session.accountId,
      sessionId: req.sessionID,
      purpose,
      channel,
      phone,
      country: parts.phoneNumbers.national(phone).country,
      address: req.arrival.address,
      portalName: settings.portal.name,
      language,
    })
    if (!result.sent) {
      await audit.record(req.arrival, { ...about, outcome: 'refused', reason: result.limit })
      const { app } = await otherWays(parts, session, purpose)
      return limited(result.limit, result.retryAt - parts.clock.now(), app)
    }
    const { carrier, failedBefore = [] } = result.receipt
    await recordFailed(parts, req, session, channel, failedBefore)
    await audit.record(req.arrival, { ...about, outcome: 'success', reason: `${purpose}:${channel}:${carrier}` })
    return { kind: 'sent', codeId: result.codeId, at: result.at }
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error
    await recordFailed(parts, req, session, channel, error.attempts)
    await audit.record(req.arrival, { ...about, outcome: 'failure', reason: `${purpose}:${channel}:${error.fault}` })
    const message = notSent(error.fault, channel, {
      ...(await otherWays(parts, session, purpose)),
      failed: await oneTimeCodes.failedChannels({ accountId: session.accountId, sessionId: req.sessionID, phone }),
    })
    return { kind: 'refused', message, retryAfterSeconds: null, fault: error.fault }
  }
}

/** One line of the trail for each carrier that did not take the message. */
async function recordFailed(
  { audit }: RouteParts,
  req: Request,
  { accountId }: GateSession,
  channel: Channel,
  attempts: readonly FailedAttempt[],
): Promise<void> {
  for (const { carrier, fault } of attempts) {
    const reason = `${channel}:${carrier}:${fault}` as const
    await audit.record(req.arrival, { event: 'carrier_failed', outcome: 'failure', accountId, reason })
  }
}

function limited(limit: SendLimit, waitMs: number, app: OtherWays['app']): Extract<Refused, { fault: null }> {
  const message = forbiddenBy(limit, waitMs, app)
  return { kind: 'refused', message, retryAfterSeconds: Math.ceil(waitMs / 1000), fault: null }
}

function forbiddenBy(limit: SendLimit, waitMs: number, app: OtherWays['app']): Sentence {
  switch (limit) {
    case 'cooldown':
      return { kind: 'code_just_sent', waitMs }
    case 'number':
    case 'account':
      return { kind: 'many_codes_sent', waitMs }
    case 'refused':
    case 'lookup':
    case 'address':
    case 'prefix':
    case 'company':
    case 'country':
    case 'budget':
      return { kind: 'no_more_codes', waitMs, appFactor: app }
  }
}

async function otherWays(
  { accounts }: RouteParts,
  { accountId }: GateSession,
  purpose: CodeRecord['purpose'],
): Promise<Omit<OtherWays, 'failed'>> {
  if (purpose === 'enrollment') return { enrolling: true, app: 'offered' }
  const account = await accounts.findById(accountId)
  const held = account?.factors.some(({ kind }) => kind === 'totp') ?? false
  return { enrolling: false, app: held ? 'held' : null }
}
