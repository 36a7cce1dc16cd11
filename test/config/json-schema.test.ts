import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { test } from 'node:test'
import { jsonSchemas, KEYS_PAGE, keysPage, SCHEMA_DIRECTORY } from '../../src/config/json-schema.ts'

for (const [name, text] of Object.entries(jsonSchemas())) {
  test(`config/${name} is what the schema of the gateway says ("npm run config:schemas" makes it so)`, async () => {
    assert.deepEqual(JSON.parse(await readFile(join(SCHEMA_DIRECTORY, name), 'utf8')), JSON.parse(text))
  })

  test(`every key in config/${name} is described`, () => {
    assert.deepEqual(undescribed(JSON.parse(text)), [])
  })
}

test('docs/configuration.md lists every key ("npm run config:schemas" makes it so)', async () => {
  const page = await readFile(KEYS_PAGE, 'utf8')
  assert.equal(page, keysPage())
  for (const row of [
    '| `session.idle` | a duration | `1h` | A session that is not used for this long is over. |',
    '| `apps[].path` | text | a fault | Path prefix it answers to, beginning and ending with "/". |',
    '| `apps[].allow.kinds` | a list of `partner`, `client`, `direct` | none | Kinds of company whose people may enter. |',
    '| `delivery.carriers.NAME.twilio_calls.from` | text | a fault | Number that calls come from. |',
    '| `delivery.twilio.auth_token` | `{ env: NAME }` or `{ file: PATH }` |  | Where the auth token of the account is. |',
    '| `stores.directory` |  | `{ sqlite: gatehouse.db }` | Where companies, accounts, factors, mandates and the audit trail are kept. |',
    '| `codes.per_day` | 1 to 10,000,000 | `10000` | Codes that the whole gateway sends in a day (UTC): its budget. Reported at 80 %, closed at 100 %. |',
  ]) {
    assert.ok(page.split('\n').includes(row), row)
  }
})

for (const file of ['gatehouse.yaml', 'policy.yaml', 'demo/gatehouse.yaml', 'demo/policy.yaml']) {
  test(`config/${file} names its schema in the first line`, async () => {
    const path = join(SCHEMA_DIRECTORY, file)
    const [first = ''] = (await readFile(path, 'utf8')).split('\n')
    const named = /^# yaml-language-server: \$schema=(\S+)$/.exec(first)?.[1] ?? ''
    assert.ok(Object.keys(jsonSchemas()).some((name) => resolve(dirname(path), named) === join(SCHEMA_DIRECTORY, name)))
  })
}

function undescribed(node: unknown, at = ''): string[] {
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) => {
    const inner = undescribed(value, `${at}/${key}`)
    if (!at.endsWith('/properties')) return inner
    const described = typeof value === 'object' && value !== null && 'description' in value
    return described ? inner : [`${at}/${key}`, ...inner]
  })
}
