import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { App } from '../../src/domain/app.ts'
import { sealCredential } from '../../src/domain/app-credential.ts'
import { storeUnavailable } from '../../src/domain/errors.ts'
import { openCredentials } from '../../src/proxy/credentials.ts'
import { openSecrets } from '../../src/secrets.ts'
import { SILENT, account, company } from '../stores/directories.ts'

const secrets = openSecrets(['a secret of more than thirty-two characters'])
const maria = account()
const owner = { accountId: maria.id, app: 'Time sheets' }
const sealed = sealCredential(secrets, owner, { username: 'mlopez', password: 'a word' })
const app = { name: owner.app, identity: { basic: { kind: 'per_account' } } } as App

function found(): Parameters<ReturnType<typeof openCredentials>['of']>[0] {
  const session = { accountId: maria.id } as never
  return { sessionId: 's', session, visitor: { level: 'full', account: maria, company: company() } }
}

/** How often the directory was asked is what is tested: it answers what `answer` says. */
function asked(answer: () => Promise<string | null>) {
  let times = 0
  const store = { find: () => (times++, answer()) }
  return { credentials: openCredentials({ store, secrets, log: SILENT }), times: () => times }
}

test('The directory is asked once for as long as a visitor is remembered, and by requests at once together', async () => {
  const { credentials, times } = asked(async () => sealed)
  const visitor = found()
  const expected = `Basic ${Buffer.from('mlopez:a word').toString('base64')}`
  assert.deepEqual(await Promise.all([credentials.of(visitor, app), credentials.of(visitor, app)]), [
    expected,
    expected,
  ])
  assert.equal(credentials.of(visitor, app), expected)
  assert.equal(times(), 1)
  assert.equal(await credentials.of(found(), app), expected)
  assert.equal(times(), 2)
})

test('R13 · a directory that could not be reached is asked again, and nothing is taken for none', async () => {
  let away = true
  const { credentials } = asked(async () => {
    if (away) throw storeUnavailable(new Error('gone'))
    return sealed
  })
  const visitor = found()
  await assert.rejects(async () => credentials.of(visitor, app), { code: 'store_unavailable' })
  away = false
  assert.match((await credentials.of(visitor, app)) ?? '', /^Basic /)
})

test('What cannot be opened, or was sealed for another account or app, is none', async () => {
  for (const text of [
    'v1.gone.AAAA',
    sealCredential(secrets, { ...owner, app: 'Orders' }, { username: 'a', password: 'b' }),
    sealCredential(secrets, { ...owner, accountId: 'another' }, { username: 'a', password: 'b' }),
  ]) {
    const { credentials } = asked(async () => text)
    assert.equal(await credentials.of(found(), app), null)
  }
})
