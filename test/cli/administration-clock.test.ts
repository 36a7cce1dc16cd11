import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import pino from 'pino'
import { openAdministration } from '../../src/administration.ts'
import { loadConfiguration } from '../../src/config/load.ts'
import { testClock } from '../support/clock.ts'
import { policyYaml } from '../support/gateway.ts'
import { tempDir } from '../support/temp-dir.ts'
import { newAccount } from '../stores/directories.ts'
import { openSqlDirectory } from '../../src/stores/sql/directory.ts'

test('R7 · a session that began while the new password was being typed ends with the others', async (t) => {
  const dir = await tempDir(t)
  await writeFile(join(dir, 'policy.yaml'), policyYaml())
  await writeFile(
    join(dir, 'gatehouse.yaml'),
    'secrets: [{ env: SECRET }]\napps: [{ name: Portal, path: /, upstream: "http://127.0.0.1:9" }]\n',
  )
  const env = { SECRET: 'a secret of more than thirty-two characters' }
  const loaded = loadConfiguration(dir, { env, dataDir: dir })
  assert.ok(!('faults' in loaded))
  const clock = testClock()
  const log = pino({ level: 'silent' })
  const administration = await openAdministration(loaded.configuration, { clock, log, dataDir: dir })
  const directory = await openSqlDirectory(loaded.configuration.settings.stores.directory, { dataDir: dir, log })
  t.after(() => Promise.all([administration.close(), directory.close()]))

  const maria = await newAccount(directory)
  const began = clock.now()
  clock.advance(6000)
  const signedInMeanwhile = clock.now()
  clock.advance(1000)
  const by = { at: began, actor: 'command line: root', leaveNoAdmin: false }
  await administration.change(maria, { kind: 'set_password', passwordHash: 'a new one' }, by)
  const after = await directory.accounts.findById(maria.id)
  assert.ok((after?.sessionsValidFrom ?? 0) > signedInMeanwhile)
})
