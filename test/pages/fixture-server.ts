import { once } from 'node:events'
import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import express from 'express'
import { pageHeaders } from '../../src/http/security-headers.ts'
import { openAssets } from '../../src/pages/assets.ts'
import { openPages } from '../../src/pages/index.ts'
import { samples } from './samples.ts'

export const assetsDir = fileURLToPath(new URL('../../public/', import.meta.url))
export const viewsDir = fileURLToPath(new URL('../../views/', import.meta.url))

export interface Fixture {
  origin: string
  /** By name, as they were rendered. */
  html: Map<string, string>
  /** Forms that were posted, as `POST /path body`. */
  posted: string[]
  close(): void
}

/** Serves every sample at `/<name>`, with the headers and assets that the gateway serves pages with. */
export async function openFixture(): Promise<Fixture> {
  const html = samples(openPages({ assets: openAssets(assetsDir), viewsDir }))
  const posted: string[] = []
  const app = express()
  app.use(openAssets(assetsDir).handler)
  app.use(pageHeaders({ publicUrl: { protocol: 'http:' }, defaultLanguage: 'en' }))
  app.use(express.text({ type: 'application/x-www-form-urlencoded' }))
  app.get('/:name', (req, res) => void res.type('html').send(html.get(req.params.name) ?? 'There is no such sample'))
  app.post('/{*path}', (req, res) => {
    posted.push(`POST ${req.path} ${String(req.body)}`)
    res.status(303).location('/settings').end()
  })
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  assert(typeof address === 'object' && address !== null)
  return {
    origin: `http://127.0.0.1:${address.port}`,
    html,
    posted,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
