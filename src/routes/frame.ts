import type { Account } from '../domain/account.ts'
import type { Frame } from '../pages/page/frame.ts'
import type { RouteParts } from './parts.ts'
import type { Visit } from './visit.ts'

/** What every page carries: the portal's name, whom to ask, and who is signing in. */
export function frame(
  { settings }: Pick<RouteParts, 'settings'>,
  { language, account }: Pick<Visit, 'language'> & { account: Account | null },
): Frame {
  return {
    language,
    portalName: settings.portal.name,
    help: settings.portal.help?.[language] ?? null,
    username: account?.username ?? null,
    menu: null,
  }
}

/** The same for somebody who owes nothing: with the menu under their name. */
export function frameWithMenu(parts: Pick<RouteParts, 'settings'>, visit: Pick<Visit, 'language' | 'account'>): Frame {
  const { name, role } = visit.account
  return { ...frame(parts, visit), menu: { name, isAdmin: role === 'admin' } }
}
