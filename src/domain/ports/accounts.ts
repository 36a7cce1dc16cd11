import type { AccountChange, ChangeResult } from '../account-change.ts'
import type { Account, EpochMs } from '../account.ts'
import type { Factor, PhoneFactor, TotpFactor } from '../factor.ts'
import type { FailureCount } from '../failure.ts'
import type { Language } from '../language.ts'
import type { SignUpLink } from '../sign-up.ts'
import type { Asker } from './notices.ts'

/** Accounts and their factors. Like every store of these ports it rejects with `store_unavailable` when it cannot be reached. */
export interface AccountStore {
  /** `username` as `canonicalUsername` gives it. Disabled accounts are found too: the caller decides. */
  findByUsername(username: string): Promise<Account | undefined>
  findById(id: string): Promise<Account | undefined>
  /** Replaces a password hash by a stronger one of the same password. */
  upgradePasswordHash(accountId: string, from: string, to: string): Promise<void>
  /** Notes the language of somebody who has none yet. */
  adoptLanguage(accountId: string, language: Language): Promise<void>
  /** Notes that the reminder was taken, only if the account has no factor and its company no latched mandate. One atomic step. */
  takeReminder(accountId: string, at: EpochMs): Promise<boolean>
  /**
   * Makes the first factor of an account active, in one atomic step: only if the account still has none
   * and `factor.id` was never used. A phone factor's number becomes the number on file.
   * Clears challenge relief (A26) and then records this challenge as passed at `factor.activatedAt`, with the line of the
   * enrollment in the audit trail.
   */
  activateFirstFactor(
    accountId: string,
    factor: Factor,
    browserId: string | null,
    asker: Asker | null,
  ): Promise<boolean>
  /** Uses up a TOTP time step: true only if it is newer than every step accepted before (R5). One atomic step. */
  useTimeStep(factorId: string, timeStep: number): Promise<boolean>
  /** Records a passed challenge, for the account and, if given, for the browser it was passed in. */
  recordChallengePassed(accountId: string, at: EpochMs, browserId: string | null): Promise<void>
  /** When this account last passed a challenge in that very browser. */
  challengePassedInBrowser(accountId: string, browserId: string): Promise<EpochMs | null>
}

/** Who changes accounts, and when: for the audit trail. */
export interface ChangedBy {
  at: EpochMs
  /** As `command line: root`, or `admin: ada@northwind.example`; null for the account itself. */
  actor: string | null
  /** Of the request that asked for it. */
  address?: string
  requestId?: string
}

/** What operators and admins do to accounts. Every change and its line in the audit trail are one atomic step. */
export interface AccountAdministration {
  /** Accounts in the order of their usernames, those behind `after` if it is given. */
  page(query: { companyId: string | null; after: string | null; limit: number }): Promise<Account[]>
  /** Which of these canonical usernames are given already. */
  taken(usernames: string[]): Promise<string[]>
  /**
   * Adds all of these accounts, or none of them if one of their usernames is given. Answers whether they were added.
   * `event` is the line in the audit trail that each of them gets. `factors` must be empty.
   */
  addAll(accounts: Account[], event: 'account_added' | 'account_imported', by: ChangedBy): Promise<boolean>
  /**
   * Changes an account together with what `effectsOf` says; several changes are made all together, or not at all. The last
   * admin of a company who can sign in stays one, whatever happens at the same time, unless `leaveNoAdmin` says that it is
   * meant (A36). A number that is a factor is not removed from the file.
   */
  change(
    accountId: string,
    changes: AccountChange | AccountChange[],
    by: ChangedBy & { leaveNoAdmin?: boolean },
  ): Promise<ChangeResult>
  /** Failures in a row at the second factor. */
  failures(accountId: string): Promise<FailureCount | null>
}

/** One-time links with which people who were added set their first password; at most one of each account. */
export interface SignUpLinkStore {
  /**
   * Makes this the link of its account, which ends the one before, together with its line in the audit trail. False, and
   * nothing done, for an account that has a password or is disabled.
   */
  issue(link: SignUpLink, by: ChangedBy): Promise<boolean>
  find(id: string): Promise<SignUpLink | null>
  findByAccount(accountId: string): Promise<SignUpLink | null>
  /** Uses the link up and sets the password in one atomic step, with its line in the trail: true for one caller only. */
  use(link: Pick<SignUpLink, 'id' | 'accountId'>, passwordHash: string, by: ChangedBy): Promise<boolean>
}

/**
 * What people do to factors of their own account once they hold one. Every step, with what `effectsOfFactorChange` says and its
 * line in the audit trail, is one atomic step.
 */
export interface OwnFactorStore {
  /** Refused when `factor.id` was used before, the account has `MOST_APPS` already, or none of its factors is left. */
  addApp(accountId: string, factor: TotpFactor, by: ChangedBy): Promise<'added' | 'refused'>
  /** A number that was proved takes the place of the one before, or is another factor from now on; and is the number on file. */
  setPhone(accountId: string, factor: PhoneFactor, by: ChangedBy): Promise<'changed' | 'added' | 'refused'>
  /** Answers whether the account has such an app. */
  renameApp(accountId: string, factorId: string, name: string, by: ChangedBy): Promise<boolean>
  /** `last`: a latched mandate keeps the last factor, whatever is removed at the same time. */
  remove(accountId: string, factorId: string, by: ChangedBy): Promise<'removed' | 'unknown' | 'last'>
}
