import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { test } from 'node:test'
import { jsonSchemas, SCHEMA_DIRECTORY } from '../../src/config/json-schema.ts'

for (const [name, text] of Object.entries(jsonSchemas())) {
  test(`config/${name} is what the schema of the gateway says ("npm run config:schemas" makes it so)`, async () => {
    assert.deepEqual(JSON.parse(await readFile(join(SCHEMA_DIRECTORY, name), 'utf8')), JSON.parse(text))
  })

  test(`every key in config/${name} is described`, () => {
    assert.deepEqual(undescribed(JSON.parse(text)), [])
  })
}

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
