/** Writes to the directory and the sessions in `dir` for as long as it lives, and says each thing once it was answered. */
import { randomUUID } from 'node:crypto'
import { systemClock } from '../../src/clock.ts'
import { openEmbeddedSessions } from '../../src/stores/sessions/embedded.ts'
import { openSqlDirectory } from '../../src/stores/sql/directory.ts'
import { newAccount, NOW, SILENT, totpFactor } from './directories.ts'
import { fullSession, LIMITS, save } from './sessions.contract.ts'

const dataDir = process.argv[2] ?? ''
const directory = await openSqlDirectory({ kind: 'sqlite', file: 'gatehouse.db' }, { dataDir, log: SILENT })
if (directory.sqlite === null) throw new Error('not SQLite')
const sessions = openEmbeddedSessions(directory.sqlite, { clock: systemClock, limits: LIMITS })

async function write(): Promise<never> {
  for (;;) {
    const { id } = await newAccount(directory)
    const factor = totpFactor()
    await directory.accounts.activateFirstFactor(id, factor, null, null)
    process.stdout.write(`factor ${id}\n`)
    await directory.accounts.useTimeStep(factor.id, 101)
    process.stdout.write(`step ${factor.id}\n`)
    await directory.failures.begin(id, NOW)
    process.stdout.write(`failure ${id}\n`)
    const sessionId = randomUUID()
    await save(sessions, sessionId, fullSession(systemClock.now()))
    process.stdout.write(`session ${sessionId}\n`)
  }
}

await Promise.all([write(), write(), write()])
