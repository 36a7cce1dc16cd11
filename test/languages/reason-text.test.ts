import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AuditReason } from '../../src/domain/audit-reason.ts'
import { freeReason } from '../../src/domain/audit-reason.ts'
import { de } from '../../src/languages/de/index.ts'
import { en } from '../../src/languages/en/index.ts'
import { reasonText } from '../../src/languages/reason-text.ts'

const TABLE: [AuditReason, string][] = [
  ['phone:wrong', 'Phone: wrong code'],
  ['challenge:outside_trusted_networks', 'A code was asked for: from outside of the trusted networks'],
  ['full:challenged_recently', 'The password was enough: a code was entered there not long ago'],
  ['enrollment:sms:twilio', 'To set up a second factor: text message, twilio'],
  ['sms:twilio:vendor_unavailable', 'Text message: twilio, the carrier could not be reached'],
  ['password_changed:email:delivery_failed', 'Password changed: e-mail, the mail server did not take it'],
  ['last_admin', 'The last admin of the company'],
  [freeReason('12 before 2026-01-15T09:00:00.000Z'), '12 before 2026-01-15T09:00:00.000Z'],
  [freeReason('?person=maria:wrong'), '?person=maria:wrong'],
  // A carrier may be called anything.
  ['challenge:sms:constructor', 'To sign in: text message, constructor'],
  ['challenge:call:twilio', 'To sign in: phone call, twilio'],
  ['challenge:client_company', 'A code was asked for: as of every employee of a client company'],
  ['enroll:no_factor', 'A second factor had to be set up: the account had none yet'],
  [freeReason('constructor'), 'constructor'],
]

for (const [reason, text] of TABLE) {
  test(`R14 · ${reason} in words`, () => assert.equal(reasonText(reason, en.auditReasons), text))
}

test('R14 · in another language', () => {
  assert.equal(reasonText('totp:expired', de.auditReasons), 'Authenticator-App: der Code war abgelaufen')
})
