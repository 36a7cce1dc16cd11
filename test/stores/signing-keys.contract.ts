import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { SigningKeyRecord } from '../../src/domain/ports/secrets.ts'
import { openSigningKeys } from '../../src/proxy/signing-keys.ts'
import { openSecrets } from '../../src/secrets.ts'
import { testClock } from '../support/clock.ts'
import { atOnce, NOW, SILENT, type Stage } from './directories.ts'

const DAY_MS = 24 * 60 * 60_000

/** What every store of signing keys does, and how keys follow each other over it. */
export function signingKeyStoreContract(stage: () => Stage): void {
  const store = () => stage().directory.signingKeys
  const highest = async (): Promise<number> => (await store().newest(1))[0]?.number ?? 0

  test('each number is given once, whoever asks at the same time', async () => {
    const number = (await highest()) + 1
    const added = await atOnce(10, () => store().add(record({ number })))
    assert.equal(added.filter(Boolean).length, 1)
    const next = record({ number: number + 1 })
    assert.ok(await store().add(next))
    const [newest, before] = await store().newest(2)
    assert.deepEqual(newest, next)
    assert.equal(before?.number, number)
  })

  test('keys follow each other: published before they sign, and for long after', async () => {
    await stage().query('delete from signing_keys')
    const clock = testClock(NOW)
    const open = (secret: string) =>
      openSigningKeys({ store: store(), secrets: openSecrets([secret]), clock, log: SILENT })
    const kids = (keys: { published(): { keys: { kid?: string }[] } }) => keys.published().keys.map(({ kid }) => kid)
    const signs = async (keys: Awaited<ReturnType<typeof open>>): Promise<string> => {
      const jwt = await keys.sign({} as never)
      return JSON.parse(Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString()).kid
    }
    const secret = 'one secret that is long enough to be one'
    const [one, other] = await Promise.all([open(secret), open(secret)])
    assert.ok(one !== undefined && other !== undefined)
    assert.deepEqual(kids(one), kids(other))
    const [first] = kids(one)
    assert.equal(await signs(one), first)

    clock.advance(30 * DAY_MS)
    await Promise.all([one.refresh(), other.refresh()])
    const [second] = kids(one)
    assert.deepEqual(kids(one), [second, first])
    assert.deepEqual(kids(other), [second, first])
    assert.equal(await signs(one), first)
    clock.advance(DAY_MS)
    await one.refresh()
    assert.equal(await signs(one), second)

    const strange = await open('a secret that replaced the other at once')
    assert.equal(await highest(), 3)
    assert.equal(await signs(strange), kids(strange)[0])
    for (const keys of [one, other, strange]) keys.close()
  })
}

function record(changes: Partial<SigningKeyRecord>): SigningKeyRecord {
  return { number: 1, id: randomUUID(), publicKey: '{}', sealedKey: 'v1.x.y', createdAt: NOW, ...changes }
}
