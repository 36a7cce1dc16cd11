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
  /** Whether the app asks this person for it. What was put in for another can only be removed. */
  isAsked: boolean
}

/**
 * Those that the account of this visit may enter, in the order of the configuration, and then whatever else it has put something in
 * for: an app that it may enter no more, that asks for none by now, or whose name is gone.
 */
export async function ownCredentials(
  { settings, appCredentials }: Pick<RouteParts, 'settings' | 'appCredentials'>,
  { account, company }: Pick<Visit, 'account' | 'company'>,
): Promise<OwnCredential[]> {
  const asking = settings.apps.filter(
    (app) => app.identity.basic?.kind === 'per_account' && mayEnter(app, account, company),
  )
  const left = new Map((await appCredentials.ofAccount(account.id)).map(({ app, setAt }) => [app, setAt]))
  const asked = asking.map(({ name }) => ({ app: name, setAt: left.get(name) ?? null, isAsked: true }))
  for (const { app } of asked) left.delete(app)
  return [...asked, ...Array.from(left, ([app, setAt]) => ({ app, setAt, isAsked: false }))]
}
