import type { App } from '../../src/domain/app.ts'

/** An app that everybody may enter and that is told nothing, but for what a test changes. */
export function testApp(changes: Partial<App> = {}): App {
  return {
    name: 'Backup',
    host: null,
    path: '/backup/',
    upstream: 'http://127.0.0.1:9',
    inner: null,
    allow: { kinds: [], companies: [], roles: [] },
    publicPaths: [],
    webSocketOrigins: [],
    identity: { headers: [], assertion: false, basic: null },
    tls: {},
    timeouts: { connectMs: 1000, responseMs: 1000, idleMs: 1000, bodyMs: 0, bodyBytesPerSecond: 0, totalMs: null },
    concurrency: { requests: 1, waiting: 0, waitMs: 0 },
    ...changes,
  }
}
