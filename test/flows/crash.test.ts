import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { started } from '../cli/run.ts'
import { codeShown } from '../factors/authenticator.ts'
import { CHALLENGE, ENROLL_APP, ENROLL_PHONE, policyYaml, SIGN_IN, signIn } from '../support/gateway.ts'
import { freePort } from '../support/free-port.ts'
import { tempDir } from '../support/temp-dir.ts'
import { otherCode } from '../support/totp.ts'
import { Visitor } from '../support/visitor.ts'
import { lastCodeIn } from '../support/outbox.ts'

const LATER = '/_gatehouse/enroll/later'

test('kill -9 on the embedded default: nothing that was answered is lost', { timeout: 60_000 }, async (t) => {
  const gate = await installed(t)
  await gate.start()

  const maria = gate.visitor()
  await signIn(maria, 'maria')
  await maria.post(ENROLL_PHONE, { country: 'GB', phone: '07400 123456' })
  const enrolled = await maria.post(CHALLENGE, { code: await gate.lastCode() })
  assert.equal(enrolled.location, '/_gatehouse/enroll/done')
  await gate.killAndStart()
  assert.equal((await maria.get('/')).status, 200, 'the session is there')
  const signedOut = gate.visitor()
  assert.equal((await signIn(signedOut, 'maria')).location, CHALLENGE, 'the factor is there')

  const right = await gate.lastCode()
  assert.match((await signedOut.post(CHALLENGE, { code: otherCode(right) })).text, /4 tries left/)
  await gate.killAndStart()
  assert.match((await signedOut.post(CHALLENGE, { code: otherCode(right) })).text, /3 tries left/)
  assert.equal((await signedOut.post(CHALLENGE, { code: right })).location, '/', 'the code that was sent is there')
  const copy = signedOut.copy()
  await signedOut.post('/_gatehouse/sign-out')
  await gate.killAndStart()
  assert.match((await copy.get('/')).location ?? '', /^\/_gatehouse\/sign-in/, 'what was signed out stays so')
  assert.equal((await maria.get('/')).status, 200)
})

test('R5 · kill -9: a code of an authenticator app that was used stays used', { timeout: 60_000 }, async (t) => {
  const gate = await installed(t)
  await gate.start()
  const ada = gate.visitor()
  await signIn(ada, 'ada')
  const link = /otpauth:\/\/totp\/[^"]+/.exec((await ada.get(ENROLL_APP)).text)?.[0].replaceAll('&amp;', '&')
  const key = new URL(link ?? '').searchParams.get('secret') ?? ''
  const now = Date.now()
  const used = codeShown(key, now)
  assert.equal((await ada.post(ENROLL_APP, { code: used })).location, '/_gatehouse/enroll/done')
  await gate.killAndStart()

  const again = gate.visitor()
  assert.equal((await signIn(again, 'ada')).location, CHALLENGE)
  assert.equal((await again.post(CHALLENGE, { code: used })).status, 422)
  assert.equal((await again.post(CHALLENGE, { code: codeShown(key, now + 30_000) })).location, '/')
})

test('A15 A21 · kill -9: a reminder holds on, and a latched mandate holds for good', { timeout: 60_000 }, async (t) => {
  const gate = await installed(t)
  await gate.start()
  const carl = gate.visitor()
  await signIn(carl, 'carl')
  assert.equal((await carl.post(LATER)).location, '/')
  await gate.killAndStart()
  assert.equal((await carl.get('/')).status, 200)
  assert.equal((await signIn(gate.visitor(), 'carl')).location, '/', 'the reminder is there')

  await gate.killAndStart(policyYaml({ backup: 'require_two_factor: true' }))
  const waiting = gate.visitor()
  assert.equal((await signIn(waiting, 'dora')).location, ENROLL_PHONE)
  await gate.killAndStart(policyYaml())
  assert.equal((await waiting.post(LATER)).status, 403)
  const dora = gate.visitor()
  await signIn(dora, 'dora')
  assert.doesNotMatch((await dora.get(ENROLL_PHONE)).text, /Remind me/)
  assert.equal((await dora.post(LATER)).status, 403)
  assert.match((await gate.visitor().get('/')).location ?? '', new RegExp(`^${SIGN_IN}`))
})

/** An installation with the demo portal behind it, in a directory of its own. */
async function installed(t: TestContext) {
  const dir = await tempDir(t)
  const outbox = join(dir, 'outbox.jsonl')
  const port = await freePort()
  await writeFile(join(dir, 'gatehouse.yaml'), GATEHOUSE)
  const args = ['serve', '--config', dir, '--data', join(dir, 'data'), '--port', String(port)]
  let running: ReturnType<typeof started> | undefined

  async function start(policy = policyYaml()): Promise<void> {
    await writeFile(join(dir, 'policy.yaml'), policy)
    running = started(t, args, { GATEHOUSE_OUTBOX: outbox })
    await running.line(/Ctrl\+C/)
  }

  return {
    start,
    async killAndStart(policy?: string): Promise<void> {
      running?.child.kill('SIGKILL')
      await running?.exitCode
      await start(policy)
    },
    visitor: () => new Visitor(`http://localhost:${port}`),
    lastCode: () => lastCodeIn(outbox),
  }
}

const GATEHOUSE = `
secrets: [{ file: secret, generate: true }]
apps: [{ name: Portal, path: /, upstream: demo-portal }]
seed_accounts:
  - { username: ada@northwind.example, name: Ada, company: northwind, role: admin, password: correct-horse-battery }
  - { username: maria@northwind.example, name: Maria, company: northwind, password: correct-horse-battery }
  - { username: carl@fabrikam.example, name: Carl, company: fabrikam, password: correct-horse-battery }
  - { username: dora@backup.example, name: Dora, company: backup-direct, password: correct-horse-battery }
`
