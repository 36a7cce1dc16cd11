import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { setTimeout as after } from 'node:timers/promises'
import { errorCode } from './error-code.ts'

/** How often the files are looked at. */
const LOOK_EVERY_MS = 2000
/** How long what was changed must hold still: an editor or a copy may be half-way. */
const SETTLE_MS = 250

export interface WatchOptions {
  /** Which these are, asked at each look: what one of them says may name others. */
  files: () => string[]
  /** What they held when they were last acted on, as `contentOf` gave it. */
  known: string
  /** Acts on what stands in the files. Answers false when that must be tried again though nothing changes. */
  changed: () => Promise<boolean>
  /** Told of what `changed` throws; the files count as not acted on. */
  report: (error: unknown) => void
  /** Resolves after that many milliseconds; rejects once the signal is given. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>
}

export interface Watch {
  /** Looks now, and resolves when what that leads to is done. */
  look(): Promise<void>
  /** Acts now, whether the files have changed or not: secrets and credentials stand in files of their own. */
  act(): Promise<void>
  /** Looks every two seconds from now on. */
  start(): void
  /** Resolves when nothing more will happen. */
  close(): Promise<void>
}

/**
 * Notices when files change, by reading them: a bind mount, an editor that renames and a directory behind a symbolic
 * link that is swapped give no event that could be relied on.
 */
export function watchFiles({ files, known: first, changed, report, wait = waiting }: WatchOptions): Watch {
  const ended = new AbortController()
  let known = first
  let turn = Promise.resolve()
  let running: Promise<void> | null = null

  /** One at a time, in the order in which they were asked for. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    turn = turn
      .then(async () => (ended.signal.aborted ? undefined : work()))
      .catch((error: unknown) => {
        if (!ended.signal.aborted) report(error)
      })
    return turn
  }

  async function look(): Promise<void> {
    let found = await contentOf(files())
    while (found !== known) {
      await wait(SETTLE_MS, ended.signal)
      const still = await contentOf(files())
      if (still === found) return act(found)
      found = still
    }
  }

  async function act(found: string): Promise<void> {
    // Whatever is written from here on is seen at the next look.
    if (await changed()) known = found
  }

  async function run(): Promise<void> {
    for (;;) {
      await wait(LOOK_EVERY_MS, ended.signal)
      await inTurn(look)
    }
  }

  return {
    look: () => inTurn(look),
    act: () => inTurn(async () => act(await contentOf(files()))),
    start() {
      running ??= run().catch((error: unknown) => {
        if (!ended.signal.aborted) throw error
      })
    },
    async close() {
      ended.abort()
      await Promise.all([turn, running])
    },
  }
}

/** One short text for all that these files hold. That a file is not there, or cannot be read, is part of it. */
export async function contentOf(files: string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const file of files) {
    const read = await readFile(file).catch((error: unknown) => `(${errorCode(error)})`)
    hash.update(`${read.length} `).update(read)
  }
  return hash.digest('base64')
}

/** Keeps no process from ending. */
async function waiting(ms: number, signal: AbortSignal): Promise<void> {
  await after(ms, undefined, { signal, ref: false })
}
