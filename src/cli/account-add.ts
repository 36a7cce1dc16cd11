import { readEntry } from './account-entry.ts'
import { newPasswordHash } from './account-password.ts'
import type { AccountWork, Outcome } from './account-work.ts'

/** `gatehouse account add USERNAME`. */
export async function addAccount(work: AccountWork): Promise<Outcome> {
  const { asked, administration, configuration, by } = work
  const { policy } = configuration
  const optional = (option: string) => asked.text(option) ?? ''
  const entry = {
    username: asked.values[0] ?? '',
    name: optional('name'),
    company: optional('company'),
    role: optional('role'),
    email: optional('email'),
    phone: optional('phone'),
    language: optional('language'),
  }
  const { phoneNumbers } = administration
  const account = readEntry(entry, '', { policy, phoneNumbers, country: optional('country'), at: by.at })
  if ('faults' in account) return { refused: `${account.faults.join('\n')}\nNothing was added.` }

  const given = { refused: `There is an account ${account.username} already: nothing was added.` }
  if ((await administration.accounts.findByUsername(account.username)) !== undefined) return given
  const password = await newPasswordHash(work, account)
  if ('refused' in password) return password
  const whole = { ...account, passwordHash: password.hash }
  if (!(await administration.directory.addAll([whole], 'account_added', by))) return given
  const company = policy.companies.get(account.companyId)?.name ?? account.companyId
  return { done: `Added ${account.username}, ${account.role} of ${company}.` }
}
