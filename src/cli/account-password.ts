import type { Account } from '../domain/account.ts'
import { passwordFault } from '../domain/password.ts'
import { inEnglish } from '../languages/index.ts'
import type { AccountWork } from './account-work.ts'
import { readNewPassword } from './new-password.ts'

/**
 * The hash of a new password for an account, which is asked for here, or why there is none. It may be shorter only where
 * a mandate is in force: without one, a reminder lets the password stand alone (R8).
 */
export async function newPasswordHash(
  { asked, administration, configuration }: AccountWork,
  { username, companyId }: Pick<Account, 'username' | 'companyId'>,
): Promise<{ hash: string } | { refused: string }> {
  const typed = await readNewPassword(username, { fromStdin: asked.has('password-stdin') })
  if ('refused' in typed) return typed
  const fault = passwordFault(typed.password, {
    standsAlone: (await administration.mandateOf(companyId)) === null,
    username,
    portalName: configuration.settings.portal.name,
  })
  if (fault !== null) return { refused: `${inEnglish(fault)} Nothing was changed.` }
  return { hash: await administration.hashPassword(typed.password) }
}
