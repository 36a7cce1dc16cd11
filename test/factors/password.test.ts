import assert from 'node:assert/strict'
import { argon2Sync } from 'node:crypto'
import { test } from 'node:test'
import { GatehouseError } from '../../src/domain/errors.ts'
import { openPasswords, type Passwords } from '../../src/factors/password.ts'

const PASSWORD = 'correct-horse-battery'
const NO_MATCH = { matches: false, upgrade: null }

function openQuiet(): Promise<Passwords> {
  return openPasswords({ report: (fault) => assert.fail(fault.message) })
}

test('R8 · passwords are hashed with Argon2id, m=19456, t=2, p=1, under a salt of their own', async () => {
  const passwords = await openQuiet()
  const hashes = [await passwords.hash(PASSWORD), await passwords.hash(PASSWORD)]
  for (const phc of hashes) {
    assert.match(phc, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    assert.deepEqual(await passwords.verify(PASSWORD, phc), { matches: true, upgrade: null })
    assert.deepEqual(await passwords.verify('correct-horse-batterz', phc), NO_MATCH)
  }
  assert.notEqual(hashes[0], hashes[1])
})

test('R8 · the hash of the PHC string is that of RFC 9106 by those parameters', async () => {
  const passwords = await openQuiet()
  const [, , , , salt = '', tag] = (await passwords.hash(PASSWORD)).split('$')
  const nonce = Buffer.from(salt, 'base64')
  const parameters = { message: PASSWORD, nonce, memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 }
  assert.equal(argon2Sync('argon2id', parameters).toString('base64').replace(/=+$/, ''), tag)
})

test('R8 · the same letters typed another way are the same password (NFKC)', async () => {
  const passwords = await openQuiet()
  const phc = await passwords.hash('Zoë’s ﬁne café')
  assert.equal((await passwords.verify('Zoe\u0308’s fine cafe\u0301', phc)).matches, true)
  assert.equal((await passwords.verify('Zoe’s fine cafe', phc)).matches, false)
})

test('A5 · an unknown account never matches, whatever is typed', async () => {
  const passwords = await openQuiet()
  for (const typed of ['', PASSWORD, 'null', 'x'.repeat(16_384)]) {
    assert.deepEqual(await passwords.verify(typed, null), NO_MATCH)
  }
})

test('R9 · an unknown account takes as long as a wrong password', async () => {
  const passwords = await openQuiet()
  const phc = await passwords.hash(PASSWORD)
  const known: number[] = []
  const unknown: number[] = []
  for (let round = 0; round < 25; round += 1) {
    known.push(await millisecondsOf(() => passwords.verify('wrong-horse-battery', phc)))
    unknown.push(await millisecondsOf(() => passwords.verify('wrong-horse-battery', null)))
  }
  const ratio = median(unknown) / median(known)
  // An answer without the dummy hash would be a thousandth; the margin is for a busy machine.
  assert.ok(ratio > 0.67 && ratio < 1.5, `unknown ${median(unknown)} ms, known ${median(known)} ms`)
})

test('R8 · a weaker stored hash still matches, and comes back as a new one of the same password', async () => {
  const passwords = await openQuiet()
  const weak = phcOf({ memory: 8192, passes: 1 })
  const { matches, upgrade } = await passwords.verify(PASSWORD, weak)
  assert.ok(matches && upgrade !== null)
  assert.match(upgrade, /\$m=19456,t=2,p=1\$/)
  assert.deepEqual(await passwords.verify(PASSWORD, upgrade), { matches: true, upgrade: null })
  assert.deepEqual(await passwords.verify('wrong-horse-battery', weak), NO_MATCH)
})

test('R8 · a stronger stored hash is left alone', async () => {
  const passwords = await openQuiet()
  assert.deepEqual(await passwords.verify(PASSWORD, phcOf({ memory: 32_768, passes: 3 })), {
    matches: true,
    upgrade: null,
  })
})

test('R13 · a malformed stored hash is reported without the hash, and never a match', async () => {
  const faults: Error[] = []
  const passwords = await openPasswords({ report: (fault) => faults.push(fault) })
  const good = phcOf({ memory: 8192, passes: 1 })
  const malformed = [
    '',
    'not used here',
    PASSWORD,
    '$2b$12$C6UzMDM.H6dfI/f/IKcEeO7Zr8/1yK6pXkFjJ9Q3nVt2eE1mYb9',
    good.replace('argon2id', 'argon2d'),
    good.replace('v=19', 'v=16'),
    good.replace('m=8192', 'm=0'),
    good.replace('m=8192', 'm=-1'),
    good.replace('t=1', 't=0'),
    good.replace('p=1', 'p=0'),
    good.replace(/\$[^$]*$/, '$'),
    good.replace(/\$[^$]*$/, '$AAAA'),
    `${good}$`,
    `${good}\n`,
    ` ${good}`,
  ]
  for (const phc of malformed) assert.deepEqual(await passwords.verify(PASSWORD, phc), NO_MATCH, phc)
  assert.equal(faults.length, malformed.length)
  assert.ok(faults.every(({ message }) => !message.includes('$')))
})

test('R13 · a stored hash cannot make the gateway spend more than its limit', async () => {
  const faults: Error[] = []
  const passwords = await openPasswords({ report: (fault) => faults.push(fault) })
  const good = phcOf({ memory: 8192, passes: 1 })
  const costly = ['m=4194304,t=1,p=1', 'm=262144,t=16,p=1', 'm=8192,t=999,p=1', 'm=8192,t=1,p=255']
  for (const cost of costly) {
    assert.deepEqual(await passwords.verify(PASSWORD, good.replace('m=8192,t=1,p=1', cost)), NO_MATCH, cost)
  }
  assert.equal(faults.length, costly.length)
})

test('a flood of sign-ins is turned away with 503 once too many wait, and those in line are served', async () => {
  const passwords = await openPasswords({
    report: (fault) => assert.fail(fault.message),
    maxParallel: 1,
    maxWaiting: 3,
  })
  const phc = await passwords.hash(PASSWORD)
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => passwords.verify(PASSWORD, phc)))
  const served = results.filter((result) => result.status === 'fulfilled')
  const refused = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason as unknown)
  assert.equal(served.length, 4)
  assert.ok(served.every(({ value }) => value.matches))
  assert.equal(refused.length, 6)
  for (const reason of refused) {
    assert.ok(reason instanceof GatehouseError)
    const { code, status, retryAfterSeconds } = reason
    assert.deepEqual({ code, status, retryAfterSeconds }, { code: 'busy', status: 503, retryAfterSeconds: 3 })
  }
  assert.equal((await passwords.verify(PASSWORD, phc)).matches, true)
})

test('Addresses take turns: who floods from one place makes only those from there wait', async () => {
  const report = (fault: Error): void => assert.fail(fault.message)
  const passwords = await openPasswords({ report, maxParallel: 1, maxWaitingFromOne: 5 })
  const done: string[] = []
  const from = (address: string) =>
    passwords.verify('wrong-horse-battery', null, address).then(() => done.push(address))
  const flood = Array.from({ length: 20 }, () => from('2001:db8::1'))
  const owner = from('192.0.2.7')
  const results = await Promise.allSettled([...flood, owner])
  assert.equal(results.filter(({ status }) => status === 'rejected').length, 14, 'one runs and five wait')
  assert.ok(done.indexOf('192.0.2.7') <= 2, done.join(' '))
})

test('R8 · what is longer than any password is no match, whatever is stored', async () => {
  const passwords = await openPasswords({ report: (fault) => assert.fail(fault.message) })
  const empty = await passwords.hash('')
  assert.equal((await passwords.verify('x'.repeat(1025), empty)).matches, false)
  assert.equal((await passwords.verify('x'.repeat(1024), await passwords.hash('x'.repeat(1024)))).matches, true)
})

function phcOf({ memory, passes }: { memory: number; passes: number }): string {
  const nonce = Buffer.from('sixteen bytes ok')
  const tag = argon2Sync('argon2id', { message: PASSWORD, nonce, memory, passes, parallelism: 1, tagLength: 32 })
  const [salt, hash] = [nonce, tag].map((bytes) => bytes.toString('base64').replace(/=+$/, ''))
  return `$argon2id$v=19$m=${memory},t=${passes},p=1$${salt}$${hash}`
}

async function millisecondsOf(job: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await job()
  return performance.now() - start
}

function median(values: number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN
}
