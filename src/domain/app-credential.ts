import type { Secrets } from './ports/secrets.ts'
import type { Sentence } from './sentence.ts'

/** Whose name and password, and at which app. */
export interface CredentialOwner {
  accountId: string
  /** Its name in the configuration. */
  app: string
}

/** What a person signs in to an app of their company with, as they typed it. */
export interface NameAndPassword {
  username: string
  password: string
}

/** What somebody puts in for an account of theirs at an app. */
export type NewCredential = CredentialOwner & NameAndPassword

/** One line; and no colon, which would end it (RFC 7617 §2). */
const USERNAME = /^[^:\p{Cc}\u2028\u2029]{1,200}$/u
const PASSWORD = /^[^\p{Cc}\u2028\u2029]{1,500}$/u

/** What is wrong with a name or password for an app, or null. Whether they are right there, only the app knows. */
export function credentialFault({ username, password }: NameAndPassword): {
  of: keyof NameAndPassword
  message: Sentence
} | null {
  if (!USERNAME.test(username)) return { of: 'username', message: { kind: 'credential_name_unreadable' } }
  if (!PASSWORD.test(password)) return { of: 'password', message: { kind: 'credential_password_missing' } }
  return null
}

/** The Authorization that an app gets (RFC 7617), in UTF-8. */
export function basicAuthorization({ username, password }: NameAndPassword): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`
}

const PURPOSE = 'app-credential'

/** Encrypts what the app will get, so that it opens for that account and app alone. */
export function sealCredential(secrets: Pick<Secrets, 'seal'>, owner: CredentialOwner, typed: NameAndPassword): string {
  return secrets.seal(PURPOSE, basicAuthorization(typed), boundTo(owner))
}

/** The Authorization that was sealed. Throws like `Secrets.open`. */
export function openCredential(secrets: Pick<Secrets, 'open'>, owner: CredentialOwner, sealed: string): string {
  return secrets.open(PURPOSE, sealed, boundTo(owner))
}

function boundTo({ accountId, app }: CredentialOwner): string {
  return `${accountId} ${app}`
}
