import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import type { App } from '../../src/domain/app.ts'
import type { Found } from '../../src/http/session-lookup.ts'
import { openTunnels } from '../../src/proxy/tunnels.ts'
import { testClock } from '../support/clock.ts'
import { SILENT, account, company } from '../stores/directories.ts'

const app = {
  name: 'Portal',
  allow: { kinds: [], companies: [], roles: [] },
  identity: { basic: null },
} as never as App
const ROUND_MS = 10_000
const STEP_MS = 100

test('R27 · the sessions of many people are read in small parts of a round, and each of them once in it', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  const read: string[] = []
  const visitor = { level: 'full', account: account(), company: company() } as const
  const readAgain = async (sessionId: string): Promise<Found> => {
    read.push(sessionId)
    return { sessionId, session: {} as never, visitor }
  }
  const tunnels = openTunnels({
    rules: { response: () => [] },
    lookup: { readAgain, leftMs: async () => 3_600_000, used: () => {} },
    revocations: { subscribe: () => () => {} },
    credentials: { of: () => null },
    appNow: () => app,
    clock: testClock(),
    log: SILENT,
  })
  t.after(() => tunnels.close())
  const people = Array.from({ length: 1000 }, (_, index) => `session-${index}`)
  for (const sessionId of [...people, ...people]) {
    const found = { sessionId, session: {} as never, visitor }
    tunnels.hold(new PassThrough(), { app, found, authorization: null })
  }

  let most = 0
  for (let ms = 0; ms < ROUND_MS; ms += STEP_MS) {
    const before = read.length
    t.mock.timers.tick(STEP_MS)
    most = Math.max(most, read.length - before)
  }
  assert.deepEqual(read.toSorted(), people.toSorted())
  assert.ok(most < 100, `${most} at a time`)
})
