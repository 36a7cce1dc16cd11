import { once } from 'node:events'
import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import express from 'express'
import { pageHeaders } from '../../src/http/security-headers.ts'
import type { Language } from '../../src/domain/language.ts'
import { OWN_THEME, type Theme } from '../../src/domain/theme.ts'
import { openAssets } from '../../src/pages/assets.ts'
import { openPages } from '../../src/pages/index.ts'
import type { Frame } from '../../src/pages/page/frame.ts'
import type { Pages } from '../../src/pages/page/pages.ts'
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

export interface FixtureOptions {
  language?: Language
  theme?: Theme
}

/** Serves every sample at `/<name>`, with the headers and assets that the gateway serves pages with. */
export async function openFixture({ language = 'en', theme = OWN_THEME }: FixtureOptions = {}): Promise<Fixture> {
  const assets = openAssets(assetsDir, theme)
  const html = samples(speaking(openPages({ assets, viewsDir, theme }), language))
  const posted: string[] = []
  const app = express()
  app.use(assets.handler)
  app.use(pageHeaders({ publicUrl: { protocol: 'http:' }, defaultLanguage: language }))
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

/** The same pages, whatever language the samples are written for. */
function speaking(pages: Pages, language: Language): Pages {
  return new Proxy(pages, {
    get(target, name) {
      const render: (page: Frame) => string = Reflect.get(target, name)
      return (page: Frame) => render({ ...page, language })
    },
  })
}
