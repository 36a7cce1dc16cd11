import { reasonParts } from '../domain/audit-reason.ts'
import { capitalised } from './manner.ts'

/**
 * A reason of the audit trail in words: `phone:wrong` is "Phone: wrong code". Names, figures and what a version of
 * before wrote are said as they are.
 */
export function reasonText(reason: string, words: Readonly<Record<string, string>>): string {
  const said = (part: string): string | undefined => (Object.hasOwn(words, part) ? words[part] : undefined)
  const [first = '', ...others] = reasonParts(reason)
  const begins = said(first)
  if (begins === undefined) return reason
  const ends = others.map((part) => said(part) ?? part).join(', ')
  return ends === '' ? capitalised(begins) : `${capitalised(begins)}: ${ends}`
}
