import type { Company, CompanyKind, KindMandate, PolicyLine } from './company.ts'

/** `config/policy.yaml`, checked. */
export interface Policy {
  /** By company id. */
  companies: Map<string, Company>
  kindMandates: KindMandate[]
  reminder: {
    /** Kinds of company whose accounts are offered "Remind me in 48 hours" (A17). */
    offeredTo: ReadonlySet<CompanyKind>
    lastsMs: number
    line: PolicyLine
  }
  trustedNetworkRelief: {
    enabled: boolean
    challengeEveryMs: number
    bindToBrowser: boolean
    line: PolicyLine
  }
}
