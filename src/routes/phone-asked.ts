import type { E164, LineType } from '../domain/phone.ts'
import type { CodeRecord } from '../domain/ports.ts'
import type { Visit } from './visit.ts'

/** The number that codes of this visit go to: the one being enrolled, or the one of the phone factor; else null. */
export function phoneAsked({ owed, session, account }: Visit): { phone: E164; lineType: LineType } | null {
  if (owed?.kind === 'enroll') return session.enrollment?.kind === 'phone' ? session.enrollment : null
  return account.factors.find((factor) => factor.kind === 'phone') ?? null
}

export function purposeOf({ owed }: Visit): CodeRecord['purpose'] {
  return owed?.kind === 'enroll' ? 'enrollment' : 'challenge'
}
