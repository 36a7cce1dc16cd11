import type { App } from '../domain/app.ts'
import { pathPattern } from './words.ts'

/**
 * Addresses that everybody reads alike, for a `map` of nginx: the path in plain characters, in whole segments, and a
 * query without `#`. Such a path is the same before and after all that nginx does to it, so its location is the
 * gateway's. A part of what `readPath` in domain/path.ts takes as plain; a test holds it to that.
 */
export const PLAIN_ADDRESS = "^/(?:[A-Za-z0-9_~!$&'()*+,=:@.-]+(?<![.])(?:/|(?=[?]|$)))*(?:[?][!\\x22$-~]*)?$"

const MAX_PATTERN = 2000

/**
 * Addresses that are those of an app, or the gateway's own, but for capitals, and which some app might read as those (R21).
 * As many patterns as nginx can take in.
 */
export function capitalsPatterns(apps: readonly Pick<App, 'path'>[]): string[] {
  const stems = new Set(['/_gatehouse', ...apps.map(({ path }) => path.slice(0, -1)).filter((stem) => stem !== '')])
  const groups: string[][] = []
  for (const stem of [...stems].toSorted()) {
    const pattern = pathPattern(stem)
    const odd = `(?!${pattern}${END})(?i:${pattern})`
    const last = groups.at(-1)
    if (last !== undefined && last.join('|').length + odd.length < MAX_PATTERN) last.push(odd)
    else groups.push([odd])
  }
  return groups.map((group) => `^(?:${group.join('|')})${END}`)
}

const END = '(?:[/?]|$)'
