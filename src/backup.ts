import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** What is in a backup. */
export interface BackedUp {
  accounts: number
  latchedMandates: number
  sessions: number
  bytes: number
}

/** How long a gateway that writes is waited for. */
const BUSY_TIMEOUT_MS = 10_000

/**
 * Copies the embedded store, as it is at one moment, beside a gateway that goes on working. The copy appears under its
 * name whole and checked, or not at all, and only its owner may read it: it holds password hashes. Throws EEXIST where
 * there is a file of that name, unless `replace` is set.
 */
export function backUp(file: string, to: string, { replace }: { replace: boolean }): BackedUp {
  const draft = `${to}.${randomBytes(6).toString('hex')}`
  // Made first, for its mode: SQLite writes into an empty file as it finds it.
  closeSync(openSync(draft, 'wx', 0o600))
  try {
    copy(file, draft)
    const contents = check(draft)
    sync(draft)
    if (replace) renameSync(draft, to)
    else linkSync(draft, to)
    return { ...contents, bytes: statSync(to).size }
  } finally {
    rmSync(draft, { force: true })
    sync(dirname(to))
  }
}

/** One read transaction, in which writers neither wait nor show; the backup API would begin anew at each of their writes. */
function copy(file: string, to: string): void {
  const db = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS })
  try {
    db.prepare('VACUUM INTO ?').run(to)
  } finally {
    db.close()
  }
}

/** A copy that nobody can read is found out today, and not on the day that it is needed. */
function check(file: string): Omit<BackedUp, 'bytes'> {
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    const faults = db
      .prepare('PRAGMA integrity_check')
      .all()
      .map((row) => String(row['integrity_check']))
    if (faults.join() !== 'ok') throw new Error(`the copy is damaged: ${faults[0]}`)
    const count = (table: string): number => Number(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n'])
    return {
      accounts: count('accounts'),
      latchedMandates: count('mandate_latches'),
      sessions: count('sessions WHERE ended_at IS NULL'),
    }
  } finally {
    db.close()
  }
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
