import { createHash } from 'node:crypto'
import type { App } from '../domain/app.ts'

/**
 * A mark for each app, by its name, of all that a proxy forwards by which was configured from the same file: where every
 * app is, and what tells them who is there. A proxy names it with its question; when it names another one, its
 * configuration is not the gateway's, and nothing passes by it.
 */
export function frontMarks(apps: readonly App[]): ReadonlyMap<string, string> {
  const facts = JSON.stringify(
    // Who may enter is asked each time, so it may change.
    apps.map(
      ({ identity, tls: _tls, allow: _allow, concurrency: _concurrency, webSocketOrigins: _origins, ...app }) => [
        app,
        identity.headers,
        identity.basic?.kind ?? null,
      ],
    ),
  )
  return new Map(apps.map(({ name }) => [name, createHash('sha256').update(`${name}\n${facts}`).digest('base64url')]))
}
