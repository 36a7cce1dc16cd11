import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHALLENGE, signIn, startGateway, type TestGateway } from '../support/gateway.ts'
import { problemCode } from '../support/problem.ts'
import { eachStoreSet } from '../support/store-sets.ts'
import type { Answer, Visitor } from '../support/visitor.ts'

const RESUME = '/_gatehouse/resume'
const HOUR = 3_600_000
const MINUTE = 60_000
/** Longer than any session lasts. */
const LATER = 12 * HOUR
const ORDER = { item: 'Drill & bit', note: 'one\r\ntwo <b>"three"</b>', token: 'of the app' }

eachStoreSet((stores) => {
  test('A2 · a form that was posted after the session had ended is sent on, byte for byte, once its person has signed in and says so', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    gate.clock.advance(LATER)

    const turnedAway = await maria.post('/orders?draft=1', ORDER, { Referer: `${gate.origin}/orders/new?draft=1` })
    const resume = resumeIn(turnedAway)
    assert.equal(new URL(resume, gate.origin).searchParams.get('back'), '/orders/new?draft=1')
    assert.equal(gate.upstream.received.length, 0)

    const led = await maria.get(resume)
    assert.match((await maria.get(led.location ?? '')).text, /What you have just sent is kept for a few minutes/)
    assert.equal((await signIn(maria, 'maria', { next: resume })).location, CHALLENGE)
    assert.equal((await maria.post(CHALLENGE, { code: gate.lastCode() })).location, resume)
    const asked = await maria.get(resume)
    assert.match(asked.text, /What you sent to <strong>Partner portal<\/strong>/)
    assert.ok(!asked.text.includes('Drill'), 'what was typed is shown to nobody before it is asked for')
    assert.equal(gate.upstream.received.length, 0)

    const page = await maria.post(RESUME, { for: idIn(resume) })
    assert.equal(page.status, 200)
    assert.match(policyOf(asked), /form-action 'self';/)
    assert.match(policyOf(page), /form-action 'self' https: http:;/, 'browsers hold the redirects of the app to it')
    assert.equal(formIn(page).action, '/orders?draft=1')
    assert.deepEqual(formIn(page).fields, Object.entries(ORDER))
    const arrived = await maria.post(formIn(page).action, Object.fromEntries(formIn(page).fields))
    assert.equal(arrived.text, 'portal says /orders?draft=1')
  })

  test('A2 · what was kept is sent on once, however many tabs ask at once, and the back button finds nothing', async (t) => {
    const gate = await startGateway(t, { stores })
    const { maria, resume } = await keptForMaria(gate)
    const tabs = Array.from({ length: 8 }, () => maria.copy())
    const answers = await Promise.all(tabs.map((tab) => tab.post(RESUME, { for: idIn(resume), back: '/orders' })))
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, ...Array<number>(7).fill(409)],
    )
    const back = await maria.get(resume)
    assert.match(back.text, /<h1>This page is out of date<\/h1>/)
    assert.match(back.text, /href="\/orders\/new"/)
  })

  test('A2 · it waits as long as a sign-in may take, and no longer', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    gate.clock.advance(LATER)
    const resume = resumeIn(await maria.post('/orders', ORDER))
    gate.clock.advance(14 * MINUTE)
    await signedInAgain(gate, maria, resume)
    assert.match((await maria.get(resume)).text, /Send your form now\?/)
    gate.clock.advance(MINUTE)
    assert.match((await maria.get(resume)).text, /out of date/)
    assert.equal((await maria.post(RESUME, { for: idIn(resume) })).status, 409)
  })

  test('A2 · nobody gets it but the person who posted it, in the browser in which they did', async (t) => {
    const gate = await startGateway(t, { stores })
    const { maria, resume } = await keptForMaria(gate)
    const elsewhere = await gate.signedIn('maria')
    assert.match((await elsewhere.get(resume)).text, /out of date/, 'the same person, in another browser')

    const shared = maria.copy()
    shared.cookies.delete('gatehouse')
    await signIn(shared, 'dora')
    await shared.post('/_gatehouse/enroll/later')
    assert.match((await shared.get(resume)).text, /out of date/, 'another person, in the same browser')
    assert.equal((await shared.post(RESUME, { for: idIn(resume) })).status, 409)

    assert.equal((await maria.post(RESUME, { for: idIn(resume) })).status, 200, 'it is still there for its owner')
  })

  test('R11 · it waits while a second factor is owed, and whoever was half-way in comes to it afterwards', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    gate.clock.advance(LATER)
    await signIn(maria, 'maria', { next: '/reports' })
    const resume = resumeIn(await maria.post('/orders', ORDER))
    assert.equal((await maria.post(RESUME, { for: idIn(resume) })).location, CHALLENGE)
    assert.equal((await maria.get(resume)).location, CHALLENGE)
    assert.equal((await maria.post(CHALLENGE, { code: gate.lastCode() })).location, resume)
    assert.equal((await maria.post(RESUME, { for: idIn(resume) })).status, 200)
  })

  test('A2 · it survives an enrollment, a session restored in another tab, and one more session that ends', async (t) => {
    const gate = await startGateway(t, { stores })
    const carl = gate.visitor()
    await signIn(carl, 'carl')
    await carl.post('/_gatehouse/enroll/later')
    gate.clock.advance(48 * HOUR)
    const resume = resumeIn(await carl.post('/orders', ORDER))
    const otherTab = await signIn(carl, 'carl')
    assert.equal(otherTab.location, '/_gatehouse/enroll/phone')
    assert.equal((await carl.get(resume)).location, '/_gatehouse/enroll/phone')
    await carl.post('/_gatehouse/enroll/phone', { country: 'GB', phone: '07400 123403', anyway: '1' })
    assert.equal((await carl.post(CHALLENGE, { code: gate.lastCode() })).location, '/_gatehouse/enroll/done')
    assert.match((await carl.get(resume)).text, /Send your form now\?/)

    const page = await carl.post(RESUME, { for: idIn(resume) })
    gate.clock.advance(LATER)
    const fromThere = { Referer: `${gate.origin}${RESUME}` }
    const again = resumeIn(await carl.post(formIn(page).action, Object.fromEntries(formIn(page).fields), fromThere))
    assert.equal(new URL(again, gate.origin).searchParams.get('back'), '/')
    await signedInAgain(gate, carl, again, 'carl')
    assert.deepEqual(formIn(await carl.post(RESUME, { for: idIn(again) })).fields, Object.entries(ORDER))
  })

  for (const [how, end] of [
    ['ended elsewhere', (_maria: Visitor, other: Visitor) => other.post('/_gatehouse/account/sessions/others')],
    ['lost to a new password', (_maria: Visitor, other: Visitor) => newPassword(other)],
  ] as const) {
    test(`A6 · a form is kept when its session was ${how}`, async (t) => {
      const gate = await startGateway(t, { stores })
      const maria = await gate.signedIn('maria')
      await end(maria, await gate.signedIn('maria'))
      resumeIn(await maria.post('/orders', ORDER))
    })
  }

  test('A6 · nothing is kept for a browser in which nobody signed in, or somebody signed out', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    gate.clock.advance(LATER)
    lost(await gate.visitor().post('/orders', ORDER), 'You are signed out in this browser', 'Sign in first')
    const signedOut = await gate.signedIn('maria')
    await signedOut.post('/_gatehouse/sign-out')
    assert.equal(signedOut.cookies.size, 0)
    lost(await signedOut.post('/orders', ORDER), 'You are signed out in this browser', 'Sign in first')
    const forged = gate.visitor()
    forged.cookies.set('gatehouse-person', 'v1.AAAAAAAA.forged')
    lost(await forged.post('/orders', ORDER), 'You are signed out in this browser', 'Sign in first')
    const elsewhere = maria.copy()
    elsewhere.cookies.set('gatehouse-person', `${maria.cookies.get('gatehouse-person')}; gatehouse-person=planted`)
    lost(await elsewhere.post('/orders', ORDER), 'You are signed out in this browser', 'Sign in first')
  })

  test('A2 · a call in the background gets 401 JSON, and nothing is kept', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    gate.clock.advance(LATER)
    for (const call of [
      { Accept: 'application/json' },
      { 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' },
      { 'Sec-Fetch-Mode': '', 'X-Requested-With': 'XMLHttpRequest' },
    ]) {
      const told = await maria.post('/orders', ORDER, call)
      assert.equal(told.status, 401)
      assert.equal(problemCode(told), 'sign_in_required')
    }
  })

  test('A2 · the plain page says why a form is not kept, and leads back to where it was', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    gate.clock.advance(LATER)
    const referer = { Referer: `${gate.origin}/orders/new` }
    const large = await maria.post('/orders', { note: 'x'.repeat(64 * 1024) }, referer)
    lost(large, 'It is too large to be kept')
    assert.match(large.text, /href="\/_gatehouse\/sign-in\?next=%2Forders%2Fnew"/)
    assert.equal(large.headers.connection, 'close')
    const chunked = { 'Transfer-Encoding': 'chunked' }
    lost(await maria.post('/orders', { note: 'x'.repeat(64 * 1024) }, chunked), 'It is too large to be kept')
    lost(await maria.post('/orders', ORDER, { 'Content-Type': 'text/plain' }), 'It is of a kind that cannot be kept')
    lost(await maria.post('/orders', ORDER, { 'Sec-Fetch-Dest': 'iframe' }), 'It is of a kind that cannot be kept')
    const exactly = await maria.post('/orders', { note: 'x'.repeat(64 * 1024 - 'note='.length) }, referer)
    resumeIn(exactly)
  })

  test('R38 · no more is kept than a person could have sent by hand', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    gate.clock.advance(LATER)
    const answers = await Promise.all(Array.from({ length: 14 }, () => maria.post('/orders', ORDER)))
    assert.equal(answers.filter(({ status }) => status === 303).length, 10)
    for (const answer of answers.filter(({ status }) => status !== 303)) lost(answer, 'Too many forms are waiting')
    gate.clock.advance(15 * MINUTE)
    resumeIn(await maria.post('/orders', ORDER))
  })

  test('A1 · the guard decides anew about what is sent on, and it goes to no other app than it was meant for', async (t) => {
    const gate = await startGateway(t, { stores })
    const { maria, resume } = await keptForMaria(gate, '/protection/orders')
    await gate.reload({ apps: '\n  - { name: Another, path: /, upstream: UPSTREAM }\n' })
    assert.match((await maria.get(resume)).text, /out of date/)
    await gate.reload({
      apps: '\n  - { name: Data protection, path: /protection/, upstream: UPSTREAM, allow: { kinds: [direct] } }\n',
    })
    const page = await maria.post(RESUME, { for: idIn(resume) })
    assert.equal((await maria.post(formIn(page).action, ORDER)).status, 403)
    assert.equal(gate.upstream.received.length, 0)
  })

  test('R14 · what is kept is encrypted, and neither it nor the mark is in the log or goes to an app', async (t) => {
    const gate = await startGateway(t, { stores })
    const { maria } = await keptForMaria(gate)
    const mark = maria.cookies.get('gatehouse-person') ?? assert.fail('no mark was left')
    assert.ok(gate.logged.every((line) => !line.includes('Drill') && !line.includes(mark)))
    await maria.get('/orders')
    assert.equal(gate.upstream.received.at(-1)?.headers.cookie, undefined)
  })
})

async function keptForMaria(gate: TestGateway, path = '/orders'): Promise<{ maria: Visitor; resume: string }> {
  const maria = await gate.signedIn('maria')
  gate.clock.advance(LATER)
  const resume = resumeIn(await maria.post(path, ORDER, { Referer: `${gate.origin}/orders/new` }))
  await signedInAgain(gate, maria, resume)
  return { maria, resume }
}

async function signedInAgain(
  gate: TestGateway,
  visitor: Visitor,
  next: string,
  person: 'maria' | 'carl' = 'maria',
): Promise<void> {
  assert.equal((await signIn(visitor, person, { next })).location, CHALLENGE)
  assert.equal((await visitor.post(CHALLENGE, { code: gate.lastCode() })).location, next)
}

function newPassword(visitor: Visitor): Promise<Answer> {
  return visitor.post('/_gatehouse/account/password', { 'new-password': 'another horse, another staple' })
}

/** Where a form that was kept is sent on. */
function resumeIn({ status, location }: Answer): string {
  assert.match(location ?? '', /^\/_gatehouse\/resume\?for=[\w-]{36}&back=/, `the form is not kept: ${status}`)
  return location ?? ''
}

function idIn(resume: string): string {
  return new URL(resume, 'http://localhost').searchParams.get('for') ?? ''
}

function policyOf({ headers }: Answer): string {
  return String(headers['content-security-policy'])
}

function lost({ status, text }: Answer, why: string, title = 'Your session has ended'): void {
  assert.equal(status, 401)
  assert.ok(text.includes(`<h1>${title}</h1>`), text)
  assert.ok(text.includes(why), text)
}

/** The form that a page sends on, as a browser reads it. */
function formIn({ text }: Answer): { action: string; fields: [string, string][] } {
  const [, action = assert.fail('no form is sent on')] = /action="([^"]*)"[^>]* data-goes-on/.exec(text) ?? []
  const fields = [...text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)]
  return { action: read(action), fields: fields.map(([, name = '', value = '']) => [read(name), read(value)]) }
}

function read(attribute: string): string {
  const signs: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
  return attribute.replace(/&(#?\w+);/g, (whole, name: string) => signs[name] ?? whole)
}
