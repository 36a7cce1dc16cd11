import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import type { AuditEvent } from '../../src/domain/audit.ts'
import { accountStage } from '../cli/account-stage.ts'
import { CHALLENGE, MOBILES, PEOPLE, policyYaml, signIn, startGateway, type TestGateway } from '../support/gateway.ts'
import { ACCOUNT_SID, AUTH_TOKEN, startFakeTwilio, VERIFY_SERVICE } from '../support/fake-twilio.ts'
import { startSmtpServer } from '../support/smtp-server.ts'
import { eachStoreSet } from '../support/store-sets.ts'
import { tempDir } from '../support/temp-dir.ts'
import { otherCode } from '../support/totp.ts'

const MANDATE = '/_gatehouse/admin/company/mandate'
const LATER = '/_gatehouse/enroll/later'
const { ada: ADA, maria: MARIA } = PEOPLE

/** As `TO: SUBJECT`, or `TO: TEXT` where it is no mail. */
function told(gate: TestGateway): string[] {
  return gate.notices.map(({ to, subject, text }) => `${to}: ${subject ?? text}`)
}

/** What the audit trail says of notices, oldest first. */
function trail(gate: TestGateway): string[] {
  return gate.logged
    .flatMap((line) => (JSON.parse(line) as { audit?: AuditEvent }).audit ?? [])
    .filter(({ event }) => event === 'notice_sent')
    .map(({ outcome, reason }) => `${outcome} ${reason}`)
}

eachStoreSet((stores) => {
  test('R7 · a factor that was added is told to the owner, with when and from where, and with no code', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const [notice] = await gate.told(1)
    assert.equal(notice?.channel, 'email')
    assert.equal(notice.to, MARIA)
    assert.equal(notice.subject, 'A phone number was added to your account')
    assert.match(notice.text, /^Hello maria,/)
    assert.match(notice.text, /Time: 15 January 2026, 09:00 UTC\nFrom the address: 127\.0\.0\.1\nDone by: you/)
    assert.ok(!notice.text.includes(gate.lastCode()) && !/7400|http/.test(notice.text), notice.text)
    await gate.restart()
    assert.deepEqual(trail(gate), ['success factor_added:email'])
  })

  test('R10 · a right password and wrong codes are reported once a stretch, however many at once', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const wrong = async (times: number) => {
      const visitors = await Promise.all(Array.from({ length: times }, () => waiting(gate)))
      const code = otherCode(gate.lastCode())
      await Promise.all(visitors.map((visitor) => visitor.post(CHALLENGE, { code })))
    }
    const failed = `${MARIA}: Somebody entered your password, but not the right code`
    const added = `${MARIA}: A phone number was added to your account`
    await wrong(1)
    await wrong(1)
    await gate.restart()
    assert.deepEqual(told(gate), [added], 'one or two may be mistyped')
    await wrong(5)
    await gate.restart()
    assert.deepEqual(told(gate), [added, failed])

    gate.clock.advance(3_600_000)
    const maria = await waiting(gate)
    assert.equal((await maria.post(CHALLENGE, { code: gate.lastCode() })).location, '/')
    gate.clock.advance(3_600_000)
    await wrong(4)
    await gate.restart()
    assert.deepEqual(told(gate), [added, failed, failed], 'after a success it is another stretch')
  })

  test('a mandate is told to all admins of the company, and to nobody else', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    await gate.told(1)
    const answers = await Promise.all([1, 2, 3].map(() => ada.post(MANDATE, { confirm: 'enable' })))
    assert.deepEqual(
      answers.map(({ status }) => status),
      [303, 303, 303],
    )
    await gate.restart()
    const subject = `${ADA}: Two-factor authentication is now compulsory at Northwind IT`
    assert.deepEqual(told(gate).slice(1), [subject])
    assert.match(gate.notices[1]?.text ?? '', /\n\nada enabled it for all users\.\n/)

    await gate.reload({ policy: policyYaml({ backup: 'require_two_factor: true' }) })
    await gate.restart({ policy: policyYaml({ backup: 'require_two_factor: true' }) })
    assert.deepEqual(trail(gate), ['success factor_added:email', 'success mandate_enabled:email'])
  })

  test('a mandate that policy puts in force is told, too', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.restart({ policy: policyYaml({ northwind: 'require_two_factor: true' }) })
    const [notice] = await gate.told(1)
    assert.equal(notice?.to, ADA)
    assert.match(notice.text, /Policy has put it in force/)
  })

  test('R7 A32 · what the command line changes is told, a number to the old one as well', async (t) => {
    const { gate, account } = await accountStage(t, stores)
    await gate.enrolled('maria')
    await gate.told(1)
    assert.equal((await account(['set-phone', MARIA, '+44 7400 123499'])).code, 0)
    assert.equal((await account(['set-password', MARIA], 'vexed heron zinc mop\n')).code, 0)
    assert.equal((await account(['reset-factors', MARIA])).code, 0)
    assert.deepEqual(told(gate).slice(1), [
      `${MARIA}: The phone number of your account was changed`,
      `+44${MOBILES.maria.replaceAll(' ', '').slice(1)}: Portal: The phone number of your account was changed (${MARIA}).\nWasn't you? Tell the person who manages accounts in your company.`,
      `${MARIA}: The password of your account was changed`,
      `${MARIA}: Two-factor authentication of your account was reset`,
    ])
    for (const { text } of gate.notices.slice(1)) assert.doesNotMatch(text, /7400|123499/)
  })

  test('notices go by SMTP; one that is not taken holds nobody up, and is in the log and the trail', async (t) => {
    const smtp = await startSmtpServer(t, { refuses: MARIA })
    const settings = `
delivery:
  smtp: { host: 127.0.0.1, port: ${smtp.port}, security: none, from: no-reply@northwind.example }
`
    const gate = await startGateway(t, { stores, settings })
    await gate.enrolled('ada')
    await gate.enrolled('maria')
    await gate.restart()
    assert.deepEqual(
      smtp.received.map(({ to }) => to),
      [[ADA]],
    )
    assert.match(smtp.received[0]?.data ?? '', /^Subject: A phone number was added to your account$/m)
    assert.deepEqual(trail(gate).toSorted(), [
      'failure factor_added:email:delivery_failed',
      'success factor_added:email',
    ])
    assert.ok(gate.logged.some((line) => line.includes('a notice could not be sent')))
    assert.deepEqual(gate.notices, [])
  })

  test('a mail server that says nothing holds up neither an answer nor a stop for longer than it may take', async (t) => {
    const smtp = await startSmtpServer(t, { silent: true })
    const settings = `
stop_within: 1s
delivery:
  smtp: { host: 127.0.0.1, port: ${smtp.port}, security: none, from: no-reply@northwind.example }
`
    const gate = await startGateway(t, { stores, settings })
    await gate.enrolled('maria')
    const began = performance.now()
    await gate.restart()
    assert.ok(performance.now() - began < 5000)
    assert.ok(gate.logged.some((line) => line.includes('notices could not be sent in time')))
  })

  test('without mail they go by text, past a carrier that brings codes alone', async (t) => {
    const fake = await startFakeTwilio()
    t.after(() => fake.close())
    const tokenFile = join(await tempDir(t), 'auth-token')
    await writeFile(tokenFile, AUTH_TOKEN)
    const settings = `
delivery:
  twilio: { account: ${ACCOUNT_SID}, auth_token: { file: "${tokenFile}" }, base_url: "${fake.url}" }
  carriers:
    verify: { twilio_verify: { service: ${VERIFY_SERVICE} } }
    texts: { twilio_messages: { from: '+15005550006' } }
  sms: [verify, texts]
  call: [verify]
`
    const gate = await startGateway(t, { stores, settings })
    const phone = '+447400123456'
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    await maria.post('/_gatehouse/enroll/phone', { country: 'GB', phone })
    await maria.post(CHALLENGE, { code: fake.sentTo(phone).at(-1) ?? '' })
    const thief = await waiting(gate)
    const code = otherCode(fake.sentTo(phone).at(-1) ?? '')
    for (let tried = 0; tried < 3; tried += 1) await thief.post(CHALLENGE, { code })
    await gate.restart()
    assert.deepEqual(trail(gate), ['failure factor_added:no_address', 'success challenge_failed_after_password:sms'])
    const text = fake.sentTo(phone).at(-1) ?? ''
    assert.match(text, /^Northwind Partner Portal: Somebody entered your password, but not the right code/)
    assert.deepEqual(fake.violations, [])
  })

  test('what is no error is told to nobody: a sign-in, a reminder, one wrong code', async (t) => {
    const gate = await startGateway(t, { stores })
    const dora = gate.visitor()
    await signIn(dora, 'dora')
    assert.equal((await dora.post(LATER)).location, '/')
    await gate.restart()
    assert.deepEqual(told(gate), [])
  })
})

/** Maria's password is right; she owes a code. */
async function waiting(gate: TestGateway) {
  const visitor = gate.visitor()
  assert.equal((await signIn(visitor, 'maria')).location, CHALLENGE)
  return visitor
}
