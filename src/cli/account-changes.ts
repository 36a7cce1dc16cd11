import type { Account } from '../domain/account.ts'
import type { AccountChange } from '../domain/account-change.ts'
import { readLanguage } from '../domain/language.ts'
import { asRole, languageFault, readPhone, roleFault } from './account-entry.ts'
import { newPasswordHash } from './account-password.ts'
import { accountNamed, type AccountWork, type Outcome } from './account-work.ts'

/** `gatehouse account set-password USERNAME`. */
export async function setPassword(work: AccountWork): Promise<Outcome> {
  const account = await accountNamed(work)
  if ('refused' in account) return account
  const password = await newPasswordHash(work, account)
  if ('refused' in password) return password
  const done = `${account.username} has a new password, and is signed out everywhere.`
  return changed(work, account, { kind: 'set_password', passwordHash: password.hash }, done)
}

/** `gatehouse account set-phone USERNAME NUMBER`. */
export async function setPhone(work: AccountWork): Promise<Outcome> {
  const { asked, administration } = work
  const account = await accountNamed(work)
  if ('refused' in account) return account
  const read = readPhone(asked.values[1] ?? '', { ...administration, country: asked.text('country') ?? '' })
  if ('fault' in read) return { refused: `${read.fault}. Nothing was changed.` }
  if (read.phone === null) return { refused: 'No number was given: nothing was changed.' }
  const { phone } = read
  const lineType = await administration.lineTypeOf(account, phone, work.by)
  if (lineType === 'refused') {
    return { refused: `Codes are never sent to a number of the kind of ${phone}: nothing was changed.` }
  }
  const enrolled = account.factors.some(({ kind }) => kind === 'phone')
  const done = enrolled
    ? `Codes for ${account.username} go to ${phone} from now on; it counts as proved after its first right code.`
    : `The number on file for ${account.username} is ${phone}; this enrolls nobody.`
  return changed(work, account, { kind: 'set_phone', phone, lineType }, done)
}

/** `gatehouse account set-role USERNAME ROLE`. */
export async function setRole(work: AccountWork): Promise<Outcome> {
  const typed = work.asked.values[1] ?? ''
  const role = asRole(typed)
  if (role === null) return { refused: `${roleFault(typed)}. Nothing was changed.` }
  return simply(work, { kind: 'set_role', role }, (username) => `${username} is ${role} now.`)
}

/** `gatehouse account set-language USERNAME LANGUAGE`. */
export async function setLanguage(work: AccountWork): Promise<Outcome> {
  const typed = work.asked.values[1] ?? ''
  const language = readLanguage(typed)
  if (language === null && typed.toLowerCase() !== 'none') {
    return { refused: `${languageFault(typed)}, or none for that of the browser. Nothing was changed.` }
  }
  return simply(work, { kind: 'set_language', language }, (username) =>
    language === null
      ? `${username} gets messages in the language of the browser at the next sign-in.`
      : `${username} gets messages in ${new Intl.DisplayNames('en', { type: 'language' }).of(language)} now.`,
  )
}

export function unlock(work: AccountWork): Promise<Outcome> {
  return simply(
    work,
    { kind: 'unlock', forgetsFailures: true },
    (username) => `${username} may try codes again at once.`,
  )
}

export function resetFactors(work: AccountWork): Promise<Outcome> {
  const done = (username: string) =>
    `${username} has no second factor any more, is signed out everywhere, and is asked to set one up at the next sign-in.`
  return simply(work, { kind: 'reset_factors' }, done)
}

export function disable(work: AccountWork): Promise<Outcome> {
  return simply(work, { kind: 'disable' }, (username) => `${username} is disabled and signed out everywhere.`)
}

export function enable(work: AccountWork): Promise<Outcome> {
  return simply(work, { kind: 'enable' }, (username) => `${username} may sign in again.`)
}

export function endSessions(work: AccountWork): Promise<Outcome> {
  return simply(work, { kind: 'end_sessions' }, (username) => `${username} is signed out everywhere.`)
}

async function simply(work: AccountWork, change: AccountChange, done: (username: string) => string): Promise<Outcome> {
  const account = await accountNamed(work)
  return 'refused' in account ? account : changed(work, account, change, done(account.username))
}

async function changed(work: AccountWork, account: Account, change: AccountChange, done: string): Promise<Outcome> {
  const { asked, administration, configuration, by } = work
  const leaveNoAdmin = asked.has('leave-no-admin')
  const { result, told } = await administration.change(account, change, { ...by, leaveNoAdmin })
  if (result === 'unknown_account') return { refused: `There is no account ${account.username} any more.` }
  if (result === 'last_admin') {
    const company = configuration.policy.companies.get(account.companyId)?.name ?? account.companyId
    return {
      refused: `${company} needs at least one admin. Make somebody else admin first, or say --leave-no-admin.`,
    }
  }
  // No command removes a number.
  if (result === 'number_in_use') return { refused: `Codes for ${account.username} go to that number.` }
  return { done: told ? done : `${done} Running gateways could not be told: they see it within seconds.` }
}
