import type { Account, EpochMs } from '../domain/account.ts'
import type { Company, PolicyLine, TrustedNetwork } from '../domain/company.ts'
import { refusalReason, ruleFinding, signInReason } from '../domain/reason.ts'
import type { Sentence } from '../domain/sentence.ts'
import { type RuleName, type SignInDecision, signInRefusal, traceSignIn } from '../domain/sign-in.ts'
import { type SignInSources, signInFacts } from './sign-in-facts.ts'

/** Somebody who gives the right password. */
export interface SupposedSignIn {
  account: Account
  /** Undefined when policy does not name it. */
  company: Company | undefined
  /** Canonical client address. */
  address: string
  /** The browser it happens in, by its mark if it bears one; null when it may be any. */
  browser: { id: string | null } | null
  at: EpochMs
}

/** What the password leads to, and why. */
export interface SignInAnswer {
  decision: SignInDecision['kind'] | 'refused'
  reason: string
  because: Sentence
  /** The line of policy that it came from; null where none did. */
  line: PolicyLine | null
  reminderOffered: boolean
  trustedNetwork: TrustedNetwork | null
  /** What this answer takes for granted, where it depends on more than was asked; null where it does not. */
  supposing: Sentence | null
  /** What was asked on the way, and what was found: the last one decided. Empty for an account that nobody can sign in to. */
  rules: { name: RuleName; finding: Sentence }[]
}

/** Answers by the functions that decide about a real sign-in. Rejects with `store_unavailable`. */
export async function explainSignIn(sources: SignInSources, supposed: SupposedSignIn): Promise<SignInAnswer> {
  const { account, company, address, browser, at } = supposed
  const refusal = signInRefusal(account, company)
  if (company === undefined || refusal !== null) {
    const reason = refusal ?? 'company_unknown'
    return {
      decision: 'refused',
      reason,
      because: refusalReason(reason, account),
      line: null,
      reminderOffered: false,
      trustedNetwork: null,
      supposing: null,
      rules: [],
    }
  }
  const facts = await signInFacts(sources, { account, company, address, browserId: browser?.id ?? null, now: at })
  const { decision, rules } = traceSignIn(facts)
  return {
    decision: decision.kind,
    reason: decision.reason,
    because: signInReason(decision, facts, address),
    line: decision.line,
    reminderOffered: decision.kind === 'enroll' && decision.reminderOffered,
    trustedNetwork: facts.trustedNetwork,
    supposing:
      browser === null && decision.reason === 'never_challenged' && sources.policy.trustedNetworkRelief.bindToBrowser
        ? { kind: 'why_any_browser' }
        : null,
    rules: rules.map((name) => ({ name, finding: ruleFinding(name, facts, address) })),
  }
}
