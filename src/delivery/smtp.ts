import type { SmtpSettings } from '../config/settings.ts'
import { MailError } from '../domain/delivery.ts'
import type { Mailer } from '../domain/ports/delivery.ts'

/** Nobody waits at a page for a mail; but a mail server that hangs must not gather connections either. */
const STEP_TIMEOUT_MS = 10_000

/** One address, in the spelling that mail servers agree on; nothing in it can end a line or begin another address. */
const ADDRESS = /^[^\s@<>,;:"()[\]\\\p{Cc}]{1,64}@[A-Za-z0-9.-]{1,253}$/u

/**
 * Notices by e-mail in plain text, over one connection each. `starttls` and `tls` are held to: a server that does not
 * offer them, or whose certificate does not hold, gets neither password nor mail.
 */
export async function openSmtp(
  { host, port, security, login, from }: SmtpSettings,
  { senderName }: { senderName: string },
): Promise<Mailer> {
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(login === null ? {} : { auth: { user: login.user, pass: login.password } }),
    connectionTimeout: STEP_TIMEOUT_MS,
    greetingTimeout: STEP_TIMEOUT_MS,
    socketTimeout: STEP_TIMEOUT_MS,
    dnsTimeout: STEP_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ to, subject, text }) {
      if (!ADDRESS.test(to)) throw new MailError(false, new Error('this is no address that mail can go to'))
      try {
        await transport.sendMail({
          from: { name: oneLine(senderName), address: from },
          to: { name: '', address: to },
          subject: oneLine(subject),
          text,
          // So that no out-of-office note answers it (RFC 3834 §5).
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
      } catch (failure) {
        throw new MailError(mayPass(failure), plainly(failure))
      }
    },
  }
}

/** What a connection does that breaks or is not taken, and a server that says so itself (4yz, RFC 5321 §4.2.1). */
function mayPass(failure: unknown): boolean {
  const { responseCode, code } = failure instanceof Error ? (failure as Failure) : {}
  if (responseCode !== undefined) return responseCode >= 400 && responseCode < 500
  return code !== undefined && PASSING.has(code)
}

/** As nodemailer describes a failure. */
type Failure = Error & { responseCode?: number; code?: string }
const PASSING: ReadonlySet<string> = new Set(['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS'])

/** A line break in a name or subject would begin a field of its own. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ')
}

/** The server's own words may repeat an address. */
function plainly(failure: unknown): Error {
  const code = failure instanceof Error && 'code' in failure ? String(failure.code) : 'unknown'
  const answer = failure instanceof Error && 'responseCode' in failure ? `, answer ${String(failure.responseCode)}` : ''
  return new Error(`the mail server did not take the mail (${code}${answer})`)
}
