import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test, type TestContext } from 'node:test'
import { codeShown } from '../factors/authenticator.ts'
import { employeePlace, EMPLOYEES } from '../support/employees.ts'
import { CHALLENGE, ENROLL_APP, PEOPLE, signIn } from '../support/gateway.ts'
import { type GateProcess, type Installation, installation, load } from '../support/installation.ts'
import { ACCOUNT, keptIn, NEW_PASSWORD, PASSWORD_CARD, PROOF } from '../support/proof.ts'
import { STORE_SETS } from '../support/store-sets.ts'
import { typedKey } from '../support/totp.ts'
import type { Visitor } from '../support/visitor.ts'

const SECOND = 1000
const TIMEOUT = { timeout: 60_000 }

test(
  'A6 · signed in on one, let through on the other; signed out on one, refused on the other within a second',
  TIMEOUT,
  async (t) => {
    const { one, other } = await twoProcesses(t)
    const maria = await one.signedIn('maria')
    const elsewhere = other.asks(maria)
    assert.equal((await elsewhere.get('/')).status, 200)
    const socket = await other.webSocket(maria)
    // Read just now, so that the other process has the session in memory.
    assert.equal((await elsewhere.get('/')).status, 200)

    const closed = once(socket, 'close', { signal: AbortSignal.timeout(SECOND) })
    await maria.post('/_gatehouse/sign-out')
    await refusedWithinASecond(t, elsewhere)
    await closed
  },
)

test(
  'A13 · one code at two processes at once passes once, and what one used up is used up at the other',
  TIMEOUT,
  async (t) => {
    const { gate, one, other } = await twoProcesses(t)
    await one.signedIn('maria')
    const waiting = one.visitor()
    assert.equal((await signIn(waiting, 'maria')).location, CHALLENGE)
    const code = await gate.lastCode()
    const tabs = [one, other, one, other].map((process) => process.asks(waiting))
    const answers = await Promise.all(tabs.map((tab) => tab.post(CHALLENGE, { code })))
    assert.equal(answers.filter(({ location }) => location === '/').length, 1)
    const inside = await Promise.all(tabs.map(async (tab) => (await tab.get('/')).status))
    assert.equal(inside.filter((status) => status === 200).length, 1)

    const again = other.visitor()
    assert.equal((await signIn(again, 'maria')).location, CHALLENGE)
    assert.equal((await again.post(CHALLENGE, { code })).status, 422)
  },
)

test('R5 · one code of an authenticator app at two processes at once passes once', TIMEOUT, async (t) => {
  const { one, other } = await twoProcesses(t)
  const ada = one.visitor()
  await signIn(ada, 'ada')
  const key = typedKey((await ada.get(ENROLL_APP)).text)
  const now = Date.now()
  assert.equal((await ada.post(ENROLL_APP, { code: codeShown(key, now) })).status, 303)

  const browsers = [one.visitor(), other.visitor()]
  for (const browser of browsers) assert.equal((await signIn(browser, 'ada')).location, CHALLENGE)
  const code = codeShown(key, now + 30_000)
  const answers = await Promise.all(browsers.map((browser) => browser.post(CHALLENGE, { code })))
  assert.deepEqual(
    answers.map(({ status }) => status).toSorted((a, b) => a - b),
    [303, 422],
  )
})

test('A6 · an account that a command disables is refused by every process within a second', TIMEOUT, async (t) => {
  const { gate, one, other } = await twoProcesses(t)
  const maria = await one.signedIn('maria')
  const browsers = [maria, other.asks(maria)]
  const socket = await other.webSocket(maria)
  const closed = once(socket, 'close')
  const command = { isRunning: true }
  const done = gate.account('disable', PEOPLE.maria).finally(() => {
    command.isRunning = false
  })
  // So that both have the session in memory until the very moment.
  while (command.isRunning) await Promise.all(browsers.map((browser) => browser.get('/')))
  assert.equal((await done).code, 0)
  await Promise.all(browsers.map((browser) => refusedWithinASecond(t, browser)))
  await closed
})

test(
  'A6 A36 · what an admin does at one process holds at the other within a second; of two who disable each other one stays',
  TIMEOUT,
  async (t) => {
    const { gate, one, other } = await twoProcesses(t)
    for (const person of ['ada', 'dora'] as const) await gate.account('set-role', PEOPLE[person], 'admin')
    const ada = await one.signedIn('ada')
    const maria = other.asks(await one.signedIn('maria'))
    const socket = await other.webSocket(maria)
    assert.equal((await maria.get('/')).status, 200)
    const closed = once(socket, 'close', { signal: AbortSignal.timeout(SECOND) })
    const place = await employeePlace(ada, 'maria@')
    assert.equal((await ada.post(`${place}/access`, { confirm: 'disable' })).status, 303)
    await refusedWithinASecond(t, maria)
    await closed

    const dora = await other.signedIn('dora')
    const places = [await employeePlace(ada, 'dora@'), await employeePlace(dora, 'ada@')]
    await Promise.all([ada, dora].map((admin, index) => admin.post(`${places[index]}/access`, { confirm: 'disable' })))
    const still = await Promise.all([ada, dora].map(async (admin) => (await admin.get(EMPLOYEES)).status))
    assert.deepEqual(
      still.toSorted((a, b) => a - b),
      [200, 303],
    )
  },
)

test(
  'A6 R7 · a session that its owner ends at one process is over at the other; what waits for a proof is done at one of them',
  TIMEOUT,
  async (t) => {
    const { gate, one, other } = await twoProcesses(t)
    const maria = await one.signedIn('maria')
    const elsewhere = other.asks(await other.signedIn('maria'))
    assert.equal((await elsewhere.get('/')).status, 200)
    const socket = await other.webSocket(elsewhere)
    const closed = once(socket, 'close', { signal: AbortSignal.timeout(SECOND) })
    assert.equal((await maria.post(`${ACCOUNT}/sessions/others`)).location, `${ACCOUNT}?done=sessions_ended`)
    await refusedWithinASecond(t, elsewhere)
    await closed
    assert.equal((await other.asks(maria).get('/')).status, 200, 'its owner goes on')

    const office = one.visitor().copy({ from: '127.0.0.2' })
    assert.equal((await signIn(office, 'maria')).location, '/')
    const kept = keptIn(await office.post(PASSWORD_CARD, NEW_PASSWORD))
    const code = await gate.lastCode()
    const tabs = [one, other, one, other].map((process) => process.asks(office))
    const answers = await Promise.all(tabs.map((tab) => tab.post(PROOF, { for: kept, code })))
    const done = answers.filter(({ location }) => location === `${ACCOUNT}?done=password`)
    assert.equal(done.length, 1, 'once')
  },
)

test('kill -9 under load: the other answers everything that reaches it, and a third joins in', TIMEOUT, async (t) => {
  const { gate, one, other } = await twoProcesses(t)
  const maria = await one.signedIn('maria')
  let answeredByOne = 0
  const kill = () => void (++answeredByOne === 60 && one.child.kill('SIGKILL'))
  const connections = Array.from({ length: 4 })
  const [doomed, steady] = await Promise.all([
    Promise.all(connections.map(() => load(one, maria, { times: 1000, onAnswer: kill }))),
    Promise.all(connections.map(() => load(other, maria, { times: 100 }))),
  ])
  assert.ok(
    doomed.every(({ failure }) => failure !== null),
    'it was killed under load',
  )
  assert.deepEqual(
    steady,
    connections.map(() => ({ answered: 100, failure: null })),
  )

  const third = await gate.start()
  const onThird = third.asks(maria)
  assert.equal((await onThird.get('/')).status, 200)
  await other.asks(maria).post('/_gatehouse/sign-out')
  await refusedWithinASecond(t, onThird)
})

async function twoProcesses(t: TestContext): Promise<{ gate: Installation; one: GateProcess; other: GateProcess }> {
  const stores = await STORE_SETS.find(({ name }) => name === 'scale')?.fresh()
  const gate = await installation(t, stores?.yaml ?? assert.fail('no stores'))
  // At once, on an empty database: migrations and seed accounts do not collide.
  const [one, other] = await Promise.all([gate.start(), gate.start()])
  return { gate, one, other }
}

/** Asked again until it is refused; it stays so. */
async function refusedWithinASecond(t: TestContext, visitor: Visitor): Promise<void> {
  await t.waitFor(async () => assert.equal((await visitor.fetch('/')).status, 401), { interval: 20, timeout: SECOND })
  assert.equal((await visitor.fetch('/')).status, 401)
}
