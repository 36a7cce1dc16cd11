import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { AppCredential } from '../../src/domain/ports/app-credentials.ts'
import { atOnce, newAccount, NOW, type Stage } from './directories.ts'

const BY = { at: NOW, actor: null, address: '192.0.2.1', requestId: 'r-1' }

/** What every store of what people sign in to apps with does. */
export function appCredentialStoreContract(stage: () => Stage): void {
  const store = () => stage().directory.appCredentials
  const eventsOf = async (accountId: string): Promise<string[]> => {
    const rows = await stage().query(
      `select event, reason, company_id, address from audit_trail where account_id = '${accountId}' order by id`,
    )
    return rows.slice(1).map(({ event, reason }) => `${String(event)} ${String(reason)}`)
  }
  const credential = (accountId: string, app: string, sealed = 'v1.a.b'): AppCredential => ({ accountId, app, sealed })

  test('one for each account and app, replaced and removed, each with its line in the trail', async () => {
    const { id: accountId } = await newAccount(stage().directory)
    const { id: other } = await newAccount(stage().directory)
    const time = { accountId, app: 'Time sheets' }
    assert.equal(await store().find(time), null)
    const both = [credential(accountId, 'Time sheets'), credential(accountId, 'Orders')]
    assert.deepEqual(await store().set(both, BY), ['set', 'set'])
    assert.deepEqual(await store().set([credential(accountId, 'Time sheets', 'v1.c.d')], { ...BY, at: NOW + 1 }), [
      'replaced',
    ])
    assert.equal(await store().find(time), 'v1.c.d')
    assert.equal(await store().find({ accountId: other, app: 'Time sheets' }), null)
    assert.deepEqual(await store().ofAccount(accountId), [
      { app: 'Orders', setAt: NOW },
      { app: 'Time sheets', setAt: NOW + 1 },
    ])
    assert.equal(await store().remove(time, BY), true)
    assert.equal(await store().remove(time, BY), false)
    assert.equal(await store().find(time), null)
    assert.deepEqual(await eventsOf(accountId), [
      'app_credential_set Time sheets',
      'app_credential_set Orders',
      'app_credential_replaced Time sheets',
      'app_credential_removed Time sheets',
    ])
  })

  test('all of them or none: an account that is not there undoes the rest', async () => {
    const { id: accountId } = await newAccount(stage().directory)
    const some = [credential(accountId, 'Orders'), credential(randomUUID(), 'Orders')]
    assert.equal(await store().set(some, BY), null)
    assert.deepEqual(await store().ofAccount(accountId), [])
    assert.deepEqual(await eventsOf(accountId), [])
    assert.equal(await store().remove({ accountId: randomUUID(), app: 'Orders' }, BY), false)
  })

  test('of many at once, one is the first and the others replace it; of many removals one removes', async () => {
    const { id: accountId } = await newAccount(stage().directory)
    const results = await atOnce(8, (index) => store().set([credential(accountId, 'Orders', `v1.a.${index}`)], BY))
    assert.deepEqual(
      results.flat().filter((result) => result === 'set'),
      ['set'],
    )
    const removed = await atOnce(8, () => store().remove({ accountId, app: 'Orders' }, BY))
    assert.equal(removed.filter(Boolean).length, 1)
  })
}
