import type { EpochMs } from '../domain/account.ts'
import { mayEnter } from '../domain/app.ts'
import type { RouteParts } from './parts.ts'
import type { Visit } from './visit.ts'

/** An app to which a person signs in with a name and password of their own there. */
export interface OwnCredential {
  /** Its name. */
  app: string
  /** Null where nothing was put in yet. */
  setAt: EpochMs | null
}

/** Those that the account of this visit may enter, and those that it has put something in for, in the order of the configuration. */
export async function ownCredentials(
  { settings, appCredentials }: Pick<RouteParts, 'settings' | 'appCredentials'>,
  { account, company }: Pick<Visit, 'account' | 'company'>,
): Promise<OwnCredential[]> {
  const asking = settings.apps.filter(({ identity }) => identity.basic?.kind === 'per_account')
  if (asking.length === 0) return []
  const setAt = new Map((await appCredentials.ofAccount(account.id)).map((kept) => [kept.app, kept.setAt]))
  return asking
    .filter((app) => mayEnter(app, account, company) || setAt.has(app.name))
    .map(({ name }) => ({ app: name, setAt: setAt.get(name) ?? null }))
}
