import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, parse } from 'node:path'
import type { RequestHandler } from 'express'
import { OWN_THEME, type Theme } from '../domain/theme.ts'
import { coloursCss } from './colours.ts'

const MEDIA_TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
}

/** Its colours are those of the theme. */
export const STYLESHEET = 'gatehouse.css'

const ASSETS_PATH = '/_gatehouse/assets/'

export interface Assets {
  /** Address of a file of the folder, `/_gatehouse/assets/gatehouse.1f3a….css`. Throws when there is no such file. */
  url(name: string): string
  /** Answers GET and HEAD for those addresses, wherever it is mounted; passes everything else on. */
  handler: RequestHandler
}

interface Asset {
  url: string
  mediaType: string
  bytes: Uint8Array
}

/**
 * Reads a folder of stylesheets, scripts and icons, once, with the colours and images of a theme. Each address names the
 * content, so a browser may keep what it got for good (RFC 8246), and a new version has a new address.
 */
export function openAssets(dir: string, theme: Theme = OWN_THEME): Assets {
  const byName = new Map<string, Asset>()
  const byUrl = new Map<string, Asset>()
  for (const file of readdirSync(dir)) add(file, readFileSync(join(dir, file)))
  for (const image of [theme.logo, theme.icon]) if (image !== null) add(image.name, image.bytes)

  function add(file: string, bytes: Uint8Array): void {
    const asset = assetOf(
      file,
      file === STYLESHEET ? Buffer.concat([Buffer.from(coloursCss(theme.palettes)), bytes]) : bytes,
    )
    byName.set(file, asset)
    byUrl.set(asset.url, asset)
  }
  return {
    url(name) {
      const asset = byName.get(name)
      if (asset === undefined) throw new Error(`No file "${name}" in ${dir}`)
      return asset.url
    },
    handler(req, res, next) {
      const current = byUrl.get(req.originalUrl)
      const asset = current ?? byName.get(nameIn(req.originalUrl))
      if (asset === undefined || (req.method !== 'GET' && req.method !== 'HEAD')) return next()
      res.set({
        'Content-Type': asset.mediaType,
        'Cache-Control': current === undefined ? 'no-store' : 'public, max-age=31536000, immutable',
        'Cross-Origin-Resource-Policy': 'same-origin',
        'X-Content-Type-Options': 'nosniff',
        // An icon opened by itself is a document: it may load and run nothing.
        'Content-Security-Policy': "default-src 'none'; sandbox",
      })
      // `end` and not `send`: the address names the content, so an ETag says nothing new.
      res.set('Content-Length', String(asset.bytes.length)).end(req.method === 'HEAD' ? undefined : asset.bytes)
    },
  }
}

/**
 * The name in an address of another version: of a page that was there before a reload, or that another process gave, which
 * is upgraded already or not yet. Better the style of the day than none.
 */
function nameIn(url: string): string {
  const [, name, ext] = /^\/_gatehouse\/assets\/([\w-]+)\.[0-9a-f]{16}(\.\w+)$/.exec(url) ?? []
  return `${name}${ext}`
}

function assetOf(file: string, bytes: Uint8Array): Asset {
  const { name, ext } = parse(file)
  const mediaType = MEDIA_TYPES[ext]
  if (mediaType === undefined) throw new Error(`No media type is known for ${file}`)
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16)
  return { url: `${ASSETS_PATH}${name}.${hash}${ext}`, mediaType, bytes }
}
