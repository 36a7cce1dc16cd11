import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { errorCode } from './error-code.ts'
import type { Fault } from './fault.ts'

const MAX_BYTES = 256 * 1024

/** What a folder holds, by name; hidden files are nobody's business. */
export function listOf(dir: string): { entries: string[] } | { fault: Fault } {
  try {
    const entries = readdirSync(dir).filter((name) => !name.startsWith('.'))
    return { entries: entries.toSorted() }
  } catch (error) {
    const message = `cannot be listed (${errorCode(error)}): make it a folder that this user may read`
    return { fault: { file: dir, line: 1, column: 1, message } }
  }
}

/**
 * Reads a file of the theme, or says why not. A link may lead to another place in the theme folder, as Kubernetes
 * makes them, and nowhere else: what is read here is shown to everybody.
 */
export function readInside(themeDir: string, name: string): { bytes: Buffer } | { fault: Fault } {
  const file = join(themeDir, name)
  const refuse = (message: string) => ({ fault: { file, line: 1, column: 1, message } })
  try {
    const real = realpathSync(file)
    // Not every name that begins with two dots leads up.
    if (relative(realpathSync(themeDir), real).split(sep)[0] === '..') {
      return refuse('this is a link that leads out of the theme folder: put the file itself here')
    }
    const { size } = statSync(real)
    if (!statSync(real).isFile()) return refuse('this is no file: put one here')
    if (size > MAX_BYTES) return refuse(`larger than ${MAX_BYTES / 1024} KiB: everybody loads it, make it smaller`)
    return { bytes: readFileSync(real) }
  } catch (error) {
    return refuse(`cannot be read (${errorCode(error)}): make it a file that this user may read`)
  }
}
