import type { Request, Response, Router } from 'express'
import { GatehouseError } from '../domain/errors.ts'
import type { Sentence } from '../domain/sentence.ts'
import type { PendingEnrollment } from '../domain/session.ts'
import { field } from '../http/form-body.ts'
import { seeOther } from '../http/see-other.ts'
import type { Asking } from './asking.ts'
import { codeFacts, factorNotProved, proveFactor } from './factor-proof.ts'
import { frameWithMenu } from './frame.ts'
import { waitsForProof } from './fresh-proof.ts'
import { saveSession } from './gate-session.ts'
import { keepOwnFactor } from './own-factor.ts'
import type { RouteParts } from './parts.ts'
import { sendCode } from './send-code.ts'
import { settingsAfter, showSettings } from './settings.ts'
import { ACCOUNT, type Visit, visitOwingNothing } from './visit.ts'

export const PHONE_CODE = `${ACCOUNT}/phone/code`
const DELIVERY = `${PHONE_CODE}/delivery`

/** `GET, POST /_gatehouse/account/phone/code`: the code that proves a new number (A34). `POST …/delivery` sends another. */
export function accountPhoneCodeRoutes(router: Router, parts: RouteParts): void {
  router.get(PHONE_CODE, async (req, res) => {
    const adding = await visitAdding(parts, req, res)
    if (adding === null) return
    const { notice } = adding.visit.session
    if (notice !== null) await saveSession(req, { ...adding.visit.session, notice: null })
    res.send(page(parts, adding, notice))
  })

  router.post(PHONE_CODE, async (req, res) => {
    const adding = await visitAdding(parts, req, res)
    if (adding === null) return
    const { visit, pending, asking } = adding
    if (await waitsForProof(parts, req, res, visit, PHONE_CODE)) return
    const outcome = await proveFactor(parts, req, { visit, asking, by: 'phone' })
    if (outcome.kind !== 'right') {
      const message = await factorNotProved(parts, req, res, { visit, asking, by: 'phone', outcome })
      return void res.send(page(parts, adding, message))
    }
    // The code proves the number it was sent to and no other one that was typed since.
    if (outcome.proof.by !== 'phone' || outcome.proof.phone !== pending.phone) return seeOther(res, PHONE_CODE)
    const { factorId: id, phone, lineType } = pending
    if (await keepOwnFactor(parts, req, res, visit, { kind: 'phone', id, phone, lineType })) {
      return seeOther(res, settingsAfter('phone_changed'))
    }
    await showSettings(parts, req, res.status(409), visit, {
      error: { field: 'phone', message: { kind: 'factor_set_up_meanwhile' } },
    })
  })

  router.get(DELIVERY, (_req, res) => seeOther(res, PHONE_CODE))

  router.post(DELIVERY, async (req, res) => {
    const adding = await visitAdding(parts, req, res)
    if (adding === null) return
    const { visit, pending } = adding
    if (await waitsForProof(parts, req, res, visit, PHONE_CODE)) return
    const channel = field(req, 'channel')
    if (channel !== 'sms' && channel !== 'call') throw new GatehouseError('bad_request', { kind: 'channel_missing' })
    const sent = await sendCode(parts, req, visit.session, {
      ...pending,
      channel,
      purpose: 'enrollment',
      language: visit.account.language,
    })
    if (sent.kind === 'sent') return seeOther(res, PHONE_CODE)
    if (sent.retryAfterSeconds !== null) res.set('Retry-After', String(sent.retryAfterSeconds))
    res.status(sent.retryAfterSeconds === null ? 502 : 429).send(page(parts, adding, sent.message))
  })
}

interface Adding {
  visit: Visit
  pending: Extract<PendingEnrollment, { kind: 'phone' }>
  asking: Asking
}

/** Null when no number waits for its first code: the answer has been sent. */
async function visitAdding(parts: RouteParts, req: Request, res: Response): Promise<Adding | null> {
  const visit = await visitOwingNothing(parts, req, res)
  if (visit === null) return null
  const pending = visit.session.enrollment
  if (pending?.kind === 'phone') {
    return {
      visit,
      pending,
      asking: { purpose: 'enrollment', phone: pending, kinds: ['phone'], language: visit.account.language },
    }
  }
  seeOther(res, ACCOUNT)
  return null
}

function page(parts: RouteParts, { visit, asking }: Adding, message: Sentence | null): string {
  return parts.pages.challenge({
    ...frameWithMenu(parts, visit),
    ...codeFacts(parts, { visit, asking, by: 'phone', message }),
    next: ACCOUNT,
    action: PHONE_CODE,
    kept: null,
    cancelUrl: ACCOUNT,
  })
}
