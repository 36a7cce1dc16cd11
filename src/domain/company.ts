import type { EpochMs } from './account.ts'

/** `client` is an end-user client of one partner. */
export type CompanyKind = 'partner' | 'client' | 'direct'

/** Where in the policy a rule stands, as `config/policy.yaml:14`. */
export type PolicyLine = string

export interface TrustedNetwork {
  name: string
  /** Canonical CIDR ranges or single addresses, validated when the policy was loaded. */
  ranges: string[]
  line: PolicyLine
}

/** A company as policy describes it. */
export interface Company {
  id: string
  name: string
  kind: CompanyKind
  /** The partner a client company belongs to; null for the other kinds. */
  partnerId: string | null
  trustedNetworks: TrustedNetwork[]
  /** `require_two_factor` of the policy file; the latch in the directory outlives it. */
  requireTwoFactor: boolean
  line: PolicyLine
  requireTwoFactorLine: PolicyLine | null
}

/** A mandate of the operator's: from `from` on it holds for every company of `kind` (A20). */
export interface KindMandate {
  kind: CompanyKind
  from: EpochMs
  line: PolicyLine
}

/** The moment at which a company's second factor became compulsory for good (A21). */
export interface MandateLatch {
  companyId: string
  latchedAt: EpochMs
  /** `policy` or the id of the admin who enabled it. */
  latchedBy: string
}
