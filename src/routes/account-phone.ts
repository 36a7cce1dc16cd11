import type { Router } from 'express'
import type { PhoneFactor } from '../domain/factor.ts'
import { maskPhone } from '../domain/format.ts'
import type { E164 } from '../domain/phone.ts'
import type { Sentence } from '../domain/sentence.ts'
import { seeOther } from '../http/see-other.ts'
import { PHONE_CODE } from './account-phone-code.ts'
import { frameWithMenu } from './frame.ts'
import { waitsForProof } from './fresh-proof.ts'
import { beginWithNumber, type NumberFacts, numberPage, typedNumber } from './new-number.ts'
import { changeOwnAccount } from './own-change.ts'
import { mayRemoveFactor, phoneOf, removeOwnFactor } from './own-factor.ts'
import type { RouteParts } from './parts.ts'
import { parseNumber, type PhoneFields, phoneFields } from './phone-fields.ts'
import { settingsAfter } from './settings.ts'
import { ACCOUNT, type Visit, visitOwingNothing } from './visit.ts'

const PHONE = `${ACCOUNT}/phone`
const REMOVAL = `${PHONE}/removal`

/**
 * `GET, POST /_gatehouse/account/phone`: a new number, which counts once the old factor and a code to it were proved (A34).
 * `POST …/removal`: codes no longer go there; or, where none do, the number is on file no longer.
 */
export function accountPhoneRoutes(router: Router, parts: RouteParts): void {
  router.get(PHONE, async (req, res) => {
    const visit = await visitOwingNothing(parts, req, res)
    if (visit === null) return
    const { country } = phoneFields(parts, req, visit.account.phone)
    res.send(await page(parts, visit, { country, phone: '' }, {}))
  })

  router.post(PHONE, async (req, res) => {
    const visit = await visitOwingNothing(parts, req, res)
    if (visit === null) return
    const typed = typedNumber(req)
    const number = parseNumber(parts, typed)
    const fault = 'fault' in number ? number.fault : faultOf(phoneOf(visit), number.phone)
    if (fault !== null) {
      const error = { field: 'phone', message: fault }
      return void res.status(422).send(await page(parts, visit, typed, { error }))
    }
    if (await waitsForProof(parts, req, res, visit, PHONE)) return
    const again = await beginWithNumber(parts, req, visit)
    if (again === null) return seeOther(res, PHONE_CODE)
    if (again.retryAfterSeconds !== undefined) res.set('Retry-After', String(again.retryAfterSeconds))
    res.status(again.status).send(await page(parts, visit, typed, again.facts))
  })

  router.get(REMOVAL, (_req, res) => seeOther(res, PHONE))

  router.post(REMOVAL, async (req, res) => {
    const visit = await visitOwingNothing(parts, req, res)
    if (visit === null) return
    const phone = phoneOf(visit)
    if (phone === undefined && visit.account.phone === null) return seeOther(res, ACCOUNT)
    if (await waitsForProof(parts, req, res, visit, PHONE)) return
    if (phone === undefined) {
      const at = await changeOwnAccount(parts, req, visit, [{ kind: 'remove_phone' }])
      return seeOther(res, at === null ? ACCOUNT : settingsAfter('number_removed'))
    }
    const result = await removeOwnFactor(parts, req, visit, phone.id)
    if (result !== 'last') return seeOther(res, settingsAfter('phone_removed'))
    const error = { field: 'removal', message: { kind: 'last_factor' } } as const
    res.status(422).send(await page(parts, visit, { country: '', phone: '' }, { error }))
  })
}

/** A number that somebody else has put in is proved here, by its owner. */
function faultOf(factor: PhoneFactor | undefined, phone: E164): Sentence | null {
  const isProved = factor?.phone === phone && factor.unprovedSince === undefined
  return isProved ? { kind: 'number_is_yours' } : null
}

async function page(parts: RouteParts, visit: Visit, fields: PhoneFields, facts: NumberFacts): Promise<string> {
  const phone = phoneOf(visit)
  return parts.pages.ownPhone({
    ...frameWithMenu(parts, visit),
    ...numberPage(parts, visit, fields, facts),
    appUrl: `${ACCOUNT}#authenticators`,
    maskedPhone: phone === undefined ? null : maskPhone(phone.phone),
    mayRemove: phone !== undefined && (await mayRemoveFactor(parts, visit)),
    isLast: visit.account.factors.length === 1,
  })
}
