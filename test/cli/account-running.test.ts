import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHALLENGE, ENROLL_PHONE, PASSWORD, PEOPLE, SIGN_IN, signIn, type TestGateway } from '../support/gateway.ts'
import { eachStoreSet, type StoreSet } from '../support/store-sets.ts'
import type { Visitor } from '../support/visitor.ts'
import { ONE_OF_EACH } from '../factors/hash-vectors.ts'
import { accountStage, GUARD_MEMORY_MS } from './account-stage.ts'

const MARIA = PEOPLE.maria
const NEW_NUMBER = '+447400999999'

eachStoreSet((stores) => {
  test('people whose accounts were imported sign in with the password they have, and its hash is replaced', async (t) => {
    const { gate, account } = await accountStage(t, stores)
    const people = ONE_OF_EACH.map(({ kind, password, hash }, index) => ({
      kind,
      password,
      username: `person-${index}@northwind.example`,
      hash,
    }))
    const file = people.map(({ username, kind, hash }) =>
      JSON.stringify({ username, name: kind, company: 'northwind', password_hash: hash }),
    )
    const imported = await account(['import', '-'], file.join('\n'))
    assert.equal(imported.stdout, `Imported ${people.length} accounts.\n`, imported.stderr)
    gate.clock.set(Date.now())

    const before = await madeWith(account)
    for (const { username, password, kind } of people) {
      assert.doesNotMatch(before.get(username) ?? '', /^argon2id, m=19456,t=2,p=1$/)
      const wrong = await gate.visitor().post(SIGN_IN, { username, password: `${password}!`, next: '/' })
      assert.equal(wrong.status, 422, kind)
    }
    assert.deepEqual(await madeWith(account), before)
    for (const round of ['with the old hash', 'with the new one']) {
      for (const { username, password, kind } of people) {
        const right = await gate.visitor().post(SIGN_IN, { username, password, next: '/' })
        assert.equal(right.location, ENROLL_PHONE, `${kind}, ${round}`)
      }
      const after = await madeWith(account)
      for (const { username, kind } of people) assert.equal(after.get(username), 'argon2id, m=19456,t=2,p=1', kind)
    }
    for (const { username, password, kind } of people) {
      const wrong = await gate.visitor().post(SIGN_IN, { username, password: `${password}!`, next: '/' })
      assert.equal(wrong.status, 422, kind)
    }
  })

  for (const command of ['end-sessions', 'disable']) {
    test(`account ${command}: whoever is signed in is signed out`, async (t) => {
      const { gate, account } = await accountStage(t, stores)
      await gate.enrolled('maria')
      const maria = await gate.signedIn('maria')
      assert.equal((await maria.get('/')).status, 200)
      assert.equal((await account([command, MARIA])).code, 0)
      await seen(gate, stores, maria)
      assert.match((await maria.get('/')).location ?? '', /^\/_gatehouse\/sign-in/)
      assert.equal((await maria.fetch('/')).status, 401)
    })
  }

  test('account disable and enable: no sign-in meanwhile, and the answer is that of a wrong password', async (t) => {
    const { gate, account } = await accountStage(t, stores)
    await account(['disable', MARIA])
    const refused = await signIn(gate.visitor(), 'maria')
    assert.equal(refused.status, 422)
    assert.match(refused.text, /That username and password don&#39;t match\./)
    await account(['enable', MARIA])
    gate.clock.set(Date.now())
    assert.equal((await signIn(gate.visitor(), 'maria')).location, ENROLL_PHONE)
  })

  test('A32 · account set-phone: a code under way dies, the next goes to the new number alone, which the first right code proves', async (t) => {
    const { gate, account } = await accountStage(t, stores)
    await gate.enrolled('maria')
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    const old = gate.lastCode()
    const changed = await account(['set-phone', MARIA, NEW_NUMBER])
    assert.match(changed.stdout, /^Codes for maria@northwind\.example go to \+447400999999 from now on/)
    assert.equal((await maria.post(CHALLENGE, { code: old })).status, 422)
    assert.match((await account(['show', MARIA])).stdout, /^factors +phone \+447400999999 not proved yet$/m)

    gate.clock.set(Date.now() + 60_000)
    const again = gate.visitor()
    await signIn(again, 'maria')
    assert.equal(gate.sent.at(-1)?.to, NEW_NUMBER)
    assert.equal((await again.post(CHALLENGE, { code: gate.lastCode() })).location, '/')
    assert.match((await account(['show', MARIA])).stdout, /^factors +phone \+447400999999 since /m)
  })

  test('A33 · account set-phone: a number enrolls nobody', async (t) => {
    const { gate, account } = await accountStage(t, stores)
    const changed = await account(['set-phone', MARIA, '07400 999999', '--country', 'GB'])
    assert.match(changed.stdout, /this enrolls nobody/)
    const maria = gate.visitor()
    assert.equal((await signIn(maria, 'maria')).location, ENROLL_PHONE)
    assert.match((await maria.get(ENROLL_PHONE)).text, /value="07400 999999"/)
  })

  const changes = [
    { args: ['set-phone', MARIA, NEW_NUMBER], stays: true, password: PASSWORD, next: CHALLENGE },
    { args: ['set-password', MARIA], stays: false, password: 'vexed heron zinc mop', next: CHALLENGE },
    { args: ['reset-factors', MARIA], stays: false, password: PASSWORD, next: ENROLL_PHONE },
  ]
  for (const { args, stays, password, next } of changes) {
    const sessions = stays ? 'sessions stay' : 'sessions end'
    test(`A26 · account ${args[0]}: the 21 days of the office begin anew; ${sessions}`, async (t) => {
      const { gate, account } = await accountStage(t, stores)
      await gate.enrolled('maria')
      const office = { from: '127.0.0.2' }
      const maria = gate.visitor(office)
      assert.equal((await signIn(maria, 'maria')).location, '/')
      await account(args, password)
      gate.clock.set(Date.now() + 60_000)
      assert.equal((await maria.fetch('/')).status, stays ? 200 : 401)
      const again = await gate.visitor(office).post(SIGN_IN, { username: MARIA, password, next: '/' })
      assert.equal(again.location, next)
      if (password !== PASSWORD) assert.equal((await signIn(gate.visitor(), 'maria')).status, 422)
    })
  }

  test('R3 · account unlock: the wait for too many wrong codes is over', async (t) => {
    const { gate, account } = await accountStage(t, stores)
    await gate.enrolled('maria')
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    const wrong = gate.lastCode() === '000000' ? '000001' : '000000'
    for (let tries = 0; tries < 5; tries += 1) await maria.post(CHALLENGE, { code: wrong })
    assert.equal((await maria.post(CHALLENGE, { code: wrong })).status, 429)
    assert.match((await account(['show', MARIA])).stdout, /^failures in a row +5$/m)
    assert.equal((await account(['unlock', MARIA])).code, 0)
    assert.equal((await maria.post(CHALLENGE, { code: wrong })).status, 422)
  })

  test('people sign in while accounts are imported and changed beside the gateway', async (t) => {
    const { gate, account } = await accountStage(t, stores)
    const file = Array.from({ length: 5000 }, (_, index) =>
      JSON.stringify({ username: `p${index}`, name: 'P', company: 'northwind', password_hash: ONE_OF_EACH[0]?.hash }),
    )
    const commands = Promise.all([
      account(['import', '-'], file.join('\n')),
      account(['set-phone', MARIA, NEW_NUMBER]),
      account(['end-sessions', PEOPLE.carl]),
    ])
    const progress = { done: false }
    const ended = commands.finally(() => {
      progress.done = true
    })
    const answers: (string | null)[] = []
    while (!progress.done) answers.push((await signIn(gate.visitor(), 'dora')).location)
    assert.deepEqual(
      (await ended).map(({ code }) => code),
      [0, 0, 0],
    )
    assert.ok(answers.length > 0 && answers.every((location) => location === ENROLL_PHONE))
  })
})

type Account = Awaited<ReturnType<typeof accountStage>>['account']

async function madeWith(account: Account): Promise<Map<string, string>> {
  const { stdout } = await account(['list', '--json'])
  const people = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { username: string; password: string })
  return new Map(
    people.filter(({ username }) => username.startsWith('person-')).map((one) => [one.username, one.password]),
  )
}

/** On Redis a change is published; on the embedded stores a gateway sees it once it reads the session anew. */
async function seen(gate: TestGateway, stores: StoreSet, visitor: Visitor): Promise<void> {
  if (stores.name === 'embedded') {
    gate.clock.advance(GUARD_MEMORY_MS)
    return
  }
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error('no gateway heard of it within a second')), 1000)
  const heard = async (): Promise<void> => {
    while ((await visitor.fetch('/')).status === 200);
  }
  await Promise.race([heard(), late]).finally(() => clearTimeout(timer))
}
