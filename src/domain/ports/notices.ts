import type { Account } from '../account.ts'
import type { Notice } from '../notice.ts'

/** Who asked for what somebody is told of: `Arrival` is one. */
export interface Asker {
  address: string
  requestId: string
}

/**
 * Tells people what happened to their accounts. Nobody waits for it and it fails nobody: it goes on by itself, and what
 * could not be sent is in the log and in the audit trail. Whoever stops the gateway waits for what is under way.
 */
export interface Notices {
  /** @param account as it was before what it is told of */
  tell(account: Account, notice: Notice, asker?: Asker | null): void
  /** Tells every admin of the company who may sign in. */
  tellAdmins(companyId: string, notice: Notice, asker?: Asker | null): void
}
