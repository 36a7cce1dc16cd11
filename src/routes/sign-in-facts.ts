import type { Settings } from '../config/settings.ts'
import type { Account, EpochMs } from '../domain/account.ts'
import type { Company, MandateLatch, TrustedNetwork } from '../domain/company.ts'
import type { Policy } from '../domain/policy.ts'
import type { AccountStore } from '../domain/ports/accounts.ts'
import type { SignInFacts } from '../domain/sign-in.ts'
import { inRanges } from '../http/client-address.ts'

/** Where the facts of a sign-in come from: in the gateway, and in `gatehouse explain`, which latches nothing. */
export interface SignInSources {
  settings: Pick<Settings, 'believedProxies'>
  policy: Policy
  accounts: Pick<AccountStore, 'challengePassedInBrowser'>
  latchOf: (company: Company) => Promise<MandateLatch | null>
}

/** Whose password was right, where, and when. `browserId` is null in a browser that bears no mark. */
export interface SignInAttempt {
  account: Account
  company: Company
  /** Canonical client address. */
  address: string
  browserId: string | null
  now: EpochMs
}

/** Everything that decides about a sign-in. Rejects with `store_unavailable`. */
export async function signInFacts(sources: SignInSources, attempt: SignInAttempt): Promise<SignInFacts> {
  const { policy, accounts } = sources
  const { account, company, address, browserId, now } = attempt
  const asksBrowser = policy.trustedNetworkRelief.bindToBrowser && browserId !== null
  return {
    account,
    company,
    policy,
    latch: await sources.latchOf(company),
    trustedNetwork: trustedNetworkOf(sources, company, address),
    passedInBrowserAt: asksBrowser ? await accounts.challengePassedInBrowser(account.id, browserId) : null,
    now,
  }
}

/** A proxy is no place where a person sits: its address is what is left when it did not say whose request it passes on. */
export function trustedNetworkOf(
  { settings }: Pick<SignInSources, 'settings'>,
  company: Company,
  address: string,
): TrustedNetwork | null {
  if (inRanges(address, settings.believedProxies)) return null
  return company.trustedNetworks.find((network) => inRanges(address, network.ranges)) ?? null
}
