import type { Router } from 'express'
import { GatehouseError } from '../domain/errors.ts'
import { field } from '../http/form-body.ts'
import { seeOther } from '../http/see-other.ts'
import { askingAtSignIn } from './asking.ts'
import { challengePage, visitAtChallenge } from './challenge.ts'
import type { RouteParts } from './parts.ts'
import { sendCode } from './send-code.ts'
import { CHALLENGE } from './visit.ts'

const DELIVERY = `${CHALLENGE}/delivery`

/** `POST /_gatehouse/challenge/delivery`: a new code by SMS or phone call, which ends the old one (A11). */
export function challengeDeliveryRoutes(router: Router, parts: RouteParts): void {
  router.get(DELIVERY, (_req, res) => seeOther(res, CHALLENGE))

  router.post(DELIVERY, async (req, res) => {
    const visit = await visitAtChallenge(parts, req, res)
    if (visit === null) return
    const channel = field(req, 'channel')
    const { phone, purpose } = askingAtSignIn(visit)
    if (phone === null) return seeOther(res, CHALLENGE)
    if (channel !== 'sms' && channel !== 'call') {
      throw new GatehouseError('bad_request', { kind: 'channel_missing' })
    }

    const sent = await sendCode(parts, req, visit.session, {
      ...phone,
      channel,
      purpose,
      language: visit.account.language,
    })
    if (sent.kind === 'sent') return seeOther(res, `${CHALLENGE}?by=phone`)
    if (sent.retryAfterSeconds !== null) res.set('Retry-After', String(sent.retryAfterSeconds))
    const page = challengePage(parts, visit, 'phone', sent.message)
    res.status(sent.retryAfterSeconds === null ? 502 : 429).send(parts.pages.challenge(page))
  })
}
