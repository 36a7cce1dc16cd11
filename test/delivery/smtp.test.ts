import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import type { SmtpSettings } from '../../src/config/settings.ts'
import { openSmtp } from '../../src/delivery/smtp.ts'
import { MailError } from '../../src/domain/delivery.ts'
import type { Mailer } from '../../src/domain/ports/delivery.ts'
import { freePort } from '../support/free-port.ts'
import { type SmtpServer, startSmtpServer } from '../support/smtp-server.ts'

const MARIA = 'maria@northwind.example'
const MAIL = {
  to: MARIA,
  subject: 'Your number was changed',
  text: 'It ends in 456 now.\n.\nAsk us if it was not you.',
}

function mailerTo({ port }: SmtpServer, changes: Partial<SmtpSettings> = {}): Promise<Mailer> {
  const settings: SmtpSettings = {
    host: '127.0.0.1',
    port,
    security: 'none',
    login: null,
    from: 'no-reply@northwind.example',
    ...changes,
  }
  return openSmtp(settings, { senderName: 'Northwind, Söhne & Co' })
}

test('a notice arrives as plain text, from the portal, and asks for no automatic answer', async (t) => {
  const server = await startSmtpServer(t)
  await (await mailerTo(server)).send(MAIL)
  const [mail] = server.received
  assert.deepEqual([mail?.from, mail?.to, mail?.login], ['no-reply@northwind.example', [MARIA], null])
  assert.match(mail?.data ?? '', /^From: =\?UTF-8\?Q\?Northwind=2C\S+\n <no-reply@northwind\.example>$/m)
  assert.match(mail?.data ?? '', /^Subject: Your number was changed$/m)
  assert.match(mail?.data ?? '', /^Auto-Submitted: auto-generated$/m)
  assert.equal(mail?.data.split('\n\n')[1], `${MAIL.text}\n`)
})

test('the login is used', async (t) => {
  const server = await startSmtpServer(t)
  await (await mailerTo(server, { login: { user: 'gatehouse', password: 'hunter2' } })).send(MAIL)
  assert.equal(server.received[0]?.login, '\0gatehouse\0hunter2')
})

test('no line break in a subject or address begins another field or reaches another person', async (t) => {
  const server = await startSmtpServer(t)
  const mailer = await mailerTo(server)
  await mailer.send({ ...MAIL, subject: 'Changed\r\nBcc: eve@evil.example\r\n\r\nHello' })
  assert.deepEqual(server.received[0]?.to, [MARIA])
  assert.doesNotMatch(server.received[0]?.data ?? '', /^Bcc:/m)
  const bad = [
    `${MARIA}\r\nRCPT TO:<eve@evil.example>`,
    `${MARIA}, eve@evil.example`,
    `Eve <eve@evil.example>`,
    'maria',
    '"maria b"@northwind.example',
    'maria@northwind.example>',
    '',
  ]
  for (const to of bad) await assert.rejects(mailer.send({ ...MAIL, to }), { code: 'delivery_failed' }, to)
  assert.equal(server.received.length, 1)
})

test('a server without TLS gets neither password nor mail when TLS is asked for', async (t) => {
  const server = await startSmtpServer(t)
  const mailer = await mailerTo(server, { security: 'starttls', login: { user: 'gatehouse', password: 'hunter2' } })
  await assert.rejects(mailer.send(MAIL), { code: 'delivery_failed' })
  assert.deepEqual(server.received, [])
  assert.ok(!server.commands.some((command) => /^(AUTH|MAIL)/.test(command)), server.commands.join('\n'))
})

test('a refused recipient and a server that is away are failed deliveries that repeat no address', async (t) => {
  const server = await startSmtpServer(t, { refuses: MARIA })
  const errors = await Promise.allSettled([
    (await mailerTo(server)).send(MAIL),
    (await mailerTo({ ...server, port: 1 })).send(MAIL),
  ])
  for (const result of errors) {
    assert.ok(result.status === 'rejected')
    assert.equal((result.reason as { code: string }).code, 'delivery_failed')
    assert.ok(!inspect(result.reason, { depth: null }).includes('maria'), inspect(result.reason))
  }
})

test('a server that is not there may be there later; a mailbox that it does not have may not', async (t) => {
  const server = await startSmtpServer(t, { refuses: MARIA })
  const failureOf = (mailer: Mailer) => mailer.send(MAIL).catch((error: unknown) => error)
  const refused = await failureOf(await mailerTo(server))
  assert(refused instanceof MailError && !refused.mayPass)
  const gone = await failureOf(await mailerTo(server, { port: await freePort() }))
  assert(gone instanceof MailError && gone.mayPass)
})
