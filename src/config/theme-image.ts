import { join, parse } from 'node:path'
import type { ThemeImage } from '../domain/theme.ts'
import type { Fault } from './fault.ts'
import { readInside } from './theme-files.ts'

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** A logo or icon of a theme, or what is wrong with it. */
export function imageFrom(themeDir: string, name: string): { image: ThemeImage } | { fault: Fault } {
  const read = readInside(themeDir, name)
  if ('fault' in read) return read
  const isPng = parse(name).ext === '.png'
  const ratio = isPng ? pngRatio(read.bytes) : svgRatio(read.bytes.toString('utf8'))
  if (ratio !== null) return { image: { name, bytes: read.bytes, ratio } }
  const message = isPng
    ? 'this is no PNG: save it as one'
    : 'this is no SVG of a known shape: its <svg> needs a viewBox, as viewBox="0 0 36 36"'
  return { fault: { file: join(themeDir, name), line: 1, column: 1, message } }
}

/** Of width to height, from the header chunk (PNG, 3rd edition, 11.2.1). */
function pngRatio(bytes: Buffer): number | null {
  if (bytes.length < 24 || !bytes.subarray(0, 8).equals(PNG_SIGNATURE) || bytes.toString('latin1', 12, 16) !== 'IHDR')
    return null
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  return width > 0 && height > 0 ? width / height : null
}

function svgRatio(text: string): number | null {
  const [svg] = /<svg\b[^>]*>/i.exec(text) ?? []
  const [, box = ''] = /\sviewBox=["']([^"']*)["']/.exec(svg ?? '') ?? []
  const [, , width = Number.NaN, height = Number.NaN] = box
    .trim()
    .split(/[\s,]+/)
    .map(Number)
  return width > 0 && height > 0 ? width / height : null
}
