import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { systemClock } from '../../src/clock.ts'
import { openEmbeddedSessions } from '../../src/stores/sessions/embedded.ts'
import { openSqlDirectory } from '../../src/stores/sql/directory.ts'
import { tempDir } from '../support/temp-dir.ts'
import { NOW, SILENT } from './directories.ts'
import { LIMITS } from './sessions.contract.ts'

const WRITER = fileURLToPath(new URL('kill.writer.ts', import.meta.url))

test('kill -9 in the middle of writing loses nothing that was answered', async (t) => {
  const dataDir = await tempDir(t)
  const answered = await writeUntilKilled(dataDir, 200)

  const directory = await openSqlDirectory({ kind: 'sqlite', file: 'gatehouse.db' }, { dataDir, log: SILENT })
  t.after(() => directory.close())
  assert.ok(directory.sqlite)
  const { reader } = openEmbeddedSessions(directory.sqlite, { clock: systemClock, limits: LIMITS })
  const found: Record<string, (id: string) => Promise<boolean>> = {
    factor: async (id) => (await directory.accounts.findById(id))?.factors.length === 1,
    step: async (id) => !(await directory.accounts.useTimeStep(id, 101)),
    failure: async (id) => {
      for (let more = 0; more < 4; more++) await directory.failures.begin(id, NOW)
      return !(await directory.failures.begin(id, NOW)).allowed
    },
    session: async (id) => (await reader.read(id))?.accountId === 'maria',
  }
  assert.ok(answered.length >= 200)
  for (const line of answered) {
    const [kind = '', id = ''] = line.split(' ')
    assert.equal(await found[kind]?.(id), true, line)
  }
})

/** Every line that the writer got out before it was killed. */
async function writeUntilKilled(dataDir: string, lines: number): Promise<string[]> {
  const writer = spawn(process.execPath, [WRITER, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  writer.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
    if (output.split('\n').length > lines) writer.kill('SIGKILL')
  })
  const [, signal] = await once(writer, 'close')
  assert.equal(signal, 'SIGKILL')
  return output.slice(0, output.lastIndexOf('\n')).split('\n')
}
