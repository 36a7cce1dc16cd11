import type { EpochMs } from '../account.ts'
import type { CredentialOwner } from '../app-credential.ts'
import type { ChangedBy } from './accounts.ts'

/** By what a person signs in to one app, as the directory keeps it. */
export interface AppCredential extends CredentialOwner {
  /** By `sealCredential`. */
  sealed: string
}

/** Names and passwords of people at apps that know no other sign-in: at most one of each account and app. */
export interface AppCredentialStore {
  /** As it was sealed; null where there is none. */
  find(owner: CredentialOwner): Promise<string | null>
  /** For which apps an account has one, and since when, in the order of their names. */
  ofAccount(accountId: string): Promise<{ app: string; setAt: EpochMs }[]>
  /**
   * Keeps all of these, each in place of the one before, with a line of each in the audit trail, or none of them when
   * one of the accounts is not there. Answers, in their order, whether one was there before; null when nothing was done.
   */
  set(credentials: readonly AppCredential[], by: ChangedBy): Promise<('set' | 'replaced')[] | null>
  /** Answers whether there was one. */
  remove(owner: CredentialOwner, by: ChangedBy): Promise<boolean>
}
