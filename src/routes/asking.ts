import type { Account } from '../domain/account.ts'
import type { FactorKind } from '../domain/factor.ts'
import type { Language } from '../domain/language.ts'
import type { E164, LineType } from '../domain/phone.ts'
import type { CodeRecord } from '../domain/ports/codes.ts'
import type { Visit } from './visit.ts'

/** What is asked for: which factors may answer, and what a code that is sent is bound to. */
export interface Asking {
  purpose: CodeRecord['purpose']
  /** Where codes go; null where there is no number. */
  phone: { phone: E164; lineType: LineType } | null
  kinds: FactorKind[]
  /** Of the account: what a message is written in. */
  language: Language | null
}

/** What a sign-in owes: a factor that the account holds, or the first code of the number that is being enrolled. */
export function askingAtSignIn({ owed, session, account }: Visit): Asking {
  if (owed?.kind !== 'enroll') return askingForChallenge({ account })
  const phone = session.enrollment?.kind === 'phone' ? session.enrollment : null
  return { purpose: 'enrollment', phone, kinds: ['phone'], language: account.language }
}

export function askingForChallenge({ account }: Pick<Visit, 'account'>): Asking {
  return { purpose: 'challenge', ...held(account) }
}

/** A factor once more, before a sensitive change. */
export function askingForProof({ account }: Pick<Visit, 'account'>): Asking {
  return { purpose: 'proof', ...held(account) }
}

function held({ factors, language }: Account): Omit<Asking, 'purpose'> {
  const phone = factors.find((factor) => factor.kind === 'phone') ?? null
  return { phone, kinds: [...new Set(factors.map(({ kind }) => kind))], language }
}
