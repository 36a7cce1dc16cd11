import type { Router } from 'express'
import { field } from '../http/form-body.ts'
import { seeOther } from '../http/see-other.ts'
import type { FieldError } from '../pages/page/frame.ts'
import { COMPANY, MANDATE, visitOfAdmin } from './admin.ts'
import { frameWithMenu } from './frame.ts'
import { waitsForProof } from './fresh-proof.ts'
import type { RouteParts } from './parts.ts'
import type { Visit } from './visit.ts'

const NOT_CONFIRMED: FieldError = { field: 'confirm', message: { kind: 'mandate_not_confirmed' } }

/** `GET, POST /_gatehouse/admin/company/mandate`: "Enable 2FA for all users", and that it cannot be undone (A18, A19). */
export function mandateRoutes(router: Router, parts: RouteParts): void {
  router.get(MANDATE, async (req, res) => {
    const visit = await visitOfAdmin(parts, req, res)
    if (visit === null) return
    if ((await parts.mandates.latchOf(visit.company)) !== null) return seeOther(res, COMPANY)
    res.send(await page(parts, visit, null))
  })

  router.post(MANDATE, async (req, res) => {
    const visit = await visitOfAdmin(parts, req, res)
    if (visit === null) return
    if ((await parts.mandates.latchOf(visit.company)) !== null) return seeOther(res, COMPANY)
    if (field(req, 'confirm') !== 'enable') {
      res.status(422).send(await page(parts, visit, NOT_CONFIRMED))
      return
    }
    if (await waitsForProof(parts, req, res, visit, MANDATE)) return
    await parts.mandates.enable(visit.company, visit.account, req.arrival)
    seeOther(res, COMPANY)
  })
}

async function page(parts: RouteParts, visit: Visit, error: FieldError | null): Promise<string> {
  const { people, enrolled } = await parts.employees.counts(visit.company.id)
  return parts.pages.mandate({
    ...frameWithMenu(parts, visit),
    companyName: visit.company.name,
    people,
    missing: people - enrolled,
    error,
  })
}
