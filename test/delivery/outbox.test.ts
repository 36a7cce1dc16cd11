import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { openOutbox } from '../../src/delivery/outbox.ts'
import type { OutgoingMessage } from '../../src/domain/ports/delivery.ts'

const clock = { now: () => Date.UTC(2026, 0, 31, 12, 0, 0) }

function message(code: string, channel: OutgoingMessage['channel'] = 'sms'): OutgoingMessage {
  return {
    channel,
    to: '+442079460958',
    code,
    text: `${code} is your Northwind Partner Portal code.\n\n@portal.example #${code}`,
    language: 'en',
    languageIsAsked: false,
  }
}

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-outbox-'))
  t.after(() => rm(folder, { recursive: true }))
  return folder
}

test('a message is shown on one line that says how, where to and what', async () => {
  const lines: string[] = []
  const { sender: outbox } = openOutbox({ print: (line) => lines.push(line), file: null, clock })
  await outbox.send(message('012345'))
  await outbox.send(message('678901', 'call'))
  assert.deepEqual(lines, ['SMS to +44 20 7946 0958 · 012345', 'Phone call to +44 20 7946 0958 · 678901'])
})

test('each message is a JSON line, in the order of sending, readable by its owner only', async (t) => {
  const file = join(await temporaryFolder(t), 'outbox.jsonl')
  const { sender: outbox } = openOutbox({ print: () => undefined, file, clock })
  const codes = Array.from({ length: 50 }, (_, index) => String(100_000 + index))
  await Promise.all(codes.map((code) => outbox.send(message(code))))

  const written = (await readFile(file, 'utf8')).trimEnd().split('\n')
  assert.deepEqual(
    written.map((line) => JSON.parse(line)),
    codes.map((code) => {
      const { channel, to, text } = message(code)
      return { time: '2026-01-31T12:00:00.000Z', channel, to, code, text }
    }),
  )
  assert.equal((await stat(file)).mode & 0o777, 0o600)
})

test('a mail is one, too: its subject is shown, and it has no code', async (t) => {
  const file = join(await temporaryFolder(t), 'outbox.jsonl')
  const lines: string[] = []
  const { mailer } = openOutbox({ print: (line) => lines.push(line), file, clock })
  const mail = { to: 'maria@northwind.example', subject: 'Your number was changed', text: 'It was.\n' }
  await mailer.send(mail)
  assert.deepEqual(lines, ['E-mail to maria@northwind.example · Your number was changed'])
  const line = { time: '2026-01-31T12:00:00.000Z', channel: 'email', to: mail.to, code: null, text: mail.text }
  assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), { ...line, subject: mail.subject })
})

test('a file that cannot be written is a failed delivery, shows nothing, and does not stop the next message', async (t) => {
  const folder = join(await temporaryFolder(t), 'not-there-yet')
  const lines: string[] = []
  const { sender: outbox } = openOutbox({
    print: (line) => lines.push(line),
    file: join(folder, 'outbox.jsonl'),
    clock,
  })
  await assert.rejects(outbox.send(message('012345')), { name: 'GatehouseError', code: 'delivery_failed' })
  assert.deepEqual(lines, [])

  await mkdir(folder)
  await outbox.send(message('678901'))
  assert.deepEqual(lines, ['SMS to +44 20 7946 0958 · 678901'])
})
