import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { startBasicApp } from '../support/basic-app.ts'
import { PEOPLE, startGateway } from '../support/gateway.ts'
import { eachStoreSet, STORE_SETS, type StoreSet } from '../support/store-sets.ts'
import { GUARD_MEMORY_MS } from './account-stage.ts'
import { gatehouse, type Outcome } from './run.ts'

/** The command line beside a gateway before an old portal. */
async function stage(t: TestContext, storeSet: StoreSet) {
  const stores = await storeSet.fresh()
  const app = await startBasicApp(t, { mlopez: 'a word: of hers', carl: 'one, of his' })
  const gate = await startGateway(t, {
    stores: { ...storeSet, fresh: () => Promise.resolve(stores) },
    apps: `
  - { name: Portal, path: /, upstream: UPSTREAM }
  - { name: Time sheets, path: /time/, upstream: "${app.url}", identity: { basic: per_account } }
`,
  })
  const places = ['--config', gate.dir, '--data', gate.dir]
  return {
    app,
    gate,
    credential: (args: string[], input = ''): Promise<Outcome> =>
      gatehouse(['credential', ...args, ...places], gate.env, undefined, input),
    /** What running gateways know when nobody told them. */
    settled: () => gate.clock.advance(GUARD_MEMORY_MS + 1),
  }
}

eachStoreSet((stores) => {
  test('credential set and remove: beside a running gateway, and never an argument', async (t) => {
    const { gate, credential, settled } = await stage(t, stores)
    const maria = await gate.signedIn('maria')
    assert.equal((await maria.get('/time/')).status, 303)
    const set = await credential(['set', PEOPLE.maria, 'Time sheets', '--name', 'mlopez'], 'a word: of hers\n')
    assert.deepEqual(set, {
      code: 0,
      stdout: `${PEOPLE.maria} is signed in to Time sheets with this from now on.\n`,
      stderr: '',
    })
    settled()
    assert.equal((await maria.get('/time/')).text, 'hello mlopez')

    const removed = await credential(['remove', PEOPLE.maria, 'Time sheets'])
    assert.equal(removed.stdout, `${PEOPLE.maria} is asked for it when next at Time sheets.\n`)
    settled()
    assert.equal((await maria.get('/time/')).status, 303)
    const trail = (await (await gate.signedIn('ada')).get('/_gatehouse/admin/audit')).text
    assert.match(trail, /Password for an app removed[^]*By the operator[^]*Password for an app entered/)
  })

  test('credential import: every row, or none and what is wrong with which, but never what stands there', async (t) => {
    const { gate, credential, settled } = await stage(t, stores)
    const bad = [
      'username,app,name,password',
      `${PEOPLE.maria},Time sheets,m:lopez,secret of hers`,
      `nobody@northwind.example,Time sheets,n,secret of theirs`,
      `${PEOPLE.carl},Portal,carl,`,
      `${PEOPLE.carl},Time sheets,carl,one`,
      `${PEOPLE.carl},Time sheets,carl,other`,
    ]
    const refused = await credential(['import', '-'], bad.join('\n'))
    assert.equal(refused.code, 1)
    assert.deepEqual(refused.stderr.trim().split('\n'), [
      '-:2: name is none: write one without a colon',
      '-:3: there is no account "nobody@northwind.example"',
      '-:4: "Portal" is no app that asks for one: there is Time sheets',
      '-:4: password is none',
      '-:6: this account and app stand on line 5 already',
      '4 of 5 rows that were read cannot be imported: nothing was changed.',
    ])
    const file = join(gate.dir, 'credentials.csv')
    const good = [`${PEOPLE.maria},Time sheets,mlopez,a word: of hers`, `${PEOPLE.carl},Time sheets,carl,"one, of his"`]
    await writeFile(file, ['username,app,name,password', ...good].join('\n'))
    const dry = await credential(['import', file, '--dry-run'])
    assert.equal(dry.stdout, `${file} is sound: 2 credentials would be imported. Nothing was changed.\n`)
    const maria = await gate.signedIn('maria')
    assert.equal((await maria.get('/time/')).status, 303)
    assert.equal((await credential(['import', file])).stdout, 'Imported 2 credentials.\n')
    settled()
    assert.equal((await maria.get('/time/')).text, 'hello mlopez')
    assert.equal((await (await gate.signedIn('carl')).get('/time/')).text, 'hello carl')
  })
})

test('credential: what cannot be is refused, and nothing is changed', async (t) => {
  const [stores] = STORE_SETS
  assert.ok(stores !== undefined)
  const { credential } = await stage(t, stores)
  for (const [args, input, code, said] of [
    [
      ['set', PEOPLE.maria, 'Portal', '--name', 'm'],
      'a\n',
      1,
      /^"Portal" is no app that asks for one: there is Time sheets\. Nothing/,
    ],
    [['set', 'nobody', 'Time sheets', '--name', 'm'], 'a\n', 1, /^There is no account nobody\./],
    [
      ['set', PEOPLE.maria, 'Time sheets', '--name', 'm:l'],
      'a\n',
      1,
      /^Enter the name that you sign in to that app with/,
    ],
    [['set', PEOPLE.maria, 'Time sheets', '--name', 'm'], '', 1, /^No password stands on standard input/],
    [['set', PEOPLE.maria, 'Time sheets'], 'a\n', 2, /^"gatehouse credential set" needs --name\./],
    [['set', PEOPLE.maria, 'Time sheets', '--name', 'm', '--password', 'a'], '', 2, /has no option --password\./],
    [['remove', PEOPLE.maria, 'Time sheets'], '', 1, /has put in nothing for "Time sheets": nothing was changed\./],
    [['import', '-'], 'username,app,name\n', 1, /^-:1: the column "password" is missing/],
  ] as const) {
    const outcome = await credential([...args], input)
    assert.equal(outcome.code, code, outcome.stderr)
    assert.match(outcome.stderr, said)
  }
})
