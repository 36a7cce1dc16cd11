import { z } from 'zod'
import { GatehouseError } from '../domain/errors.ts'
import { readPath } from '../domain/path.ts'
import { DURATION_PATTERN, durationMs } from './duration.ts'
import { canonicalRange } from './range.ts'

/** The kinds of value that both files are made of. Every message says what is wrong and what would be right. */

/** A duration between two others, read into milliseconds. */
export function duration(least: string, most: string) {
  const right = `write a whole number and a unit, from ${least} to ${most}, as 30s, 10m, 48h or 21d`
  const inBounds = (typed: string) => {
    const ms = durationMs(typed)
    return ms === null || (ms >= durationMs(least)! && ms <= durationMs(most)!)
  }
  return z
    .string({ error: `this is no duration: ${right}` })
    .regex(DURATION_PATTERN, { error: ({ input }) => `"${String(input)}" is no duration: ${right}` })
    .refine(inBounds, { error: ({ input }) => `${String(input)} is out of bounds: ${right}` })
    .transform((typed) => durationMs(typed) ?? 0)
}

/** A whole number between two others. */
export function wholeNumber(least: number, most: number) {
  const error = ({ input }: { input?: unknown }) => {
    const found = typeof input === 'number' ? `${input} is not possible` : 'this is no number'
    return `${found}: write a whole number from ${least} to ${most}`
  }
  return z.int({ error }).min(least, { error }).max(most, { error })
}

/** A message of a schema's own for a wrong type; a key that is missing gets the general one. */
export function unlessMissing(message: string) {
  return ({ input }: { input?: unknown }) => (input === undefined ? undefined : message)
}

/** Text that is not empty. */
export function text() {
  return z.string().regex(/\S/, { error: 'this is empty: write some text' })
}

/** Text that must look a certain way; `right` says how. */
export function shapedText(pattern: RegExp, right: string) {
  return z
    .string({ error: unlessMissing(`this is not text: ${right}`) })
    .regex(pattern, { error: ({ input }) => `"${String(input)}" is not possible: ${right}` })
}

/** An address range in its canonical spelling. */
export const range = z
  .string({ error: 'this is no address range: write it as 192.0.2.0/24' })
  .transform((typed, ctx) => {
    const result = canonicalRange(typed)
    if ('range' in result) return result.range
    ctx.issues.push({ code: 'custom', message: result.fault, input: typed })
    return z.NEVER
  })

/** Scheme, host and port of a web address, and nothing else: `https://portal.example.com`. */
export const origin = z
  .string({ error: 'this is no web address: write scheme and host, as https://portal.example.com' })
  .superRefine((typed, ctx) => {
    const message = originFault(typed)
    if (message !== null) ctx.addIssue({ code: 'custom', message, input: typed })
  })

/** What is wrong with an origin (RFC 6454 §6.2 as the URL standard serialises it), or null. */
export function originFault(typed: string): string | null {
  const url = URL.parse(typed)
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    return `"${withoutUserinfo(typed)}" is no web address: write scheme and host, as https://portal.example.com`
  }
  return url.origin === typed
    ? null
    : `"${withoutUserinfo(typed)}" is more or other than scheme, host and port: write ${url.origin}`
}

function withoutUserinfo(typed: string): string {
  return typed.replace(/\/\/.*@/, '//…@')
}

/** What makes a path one that an app could read in two ways, or null (R21). */
function pathFault(typed: string): string | null {
  if (!typed.startsWith('/'))
    return `"${typed}" does not begin with "/": write the whole path from the root of the site`
  const odd = /[^A-Za-z0-9/._~!$&'()*+,=:@-]/.exec(typed)?.[0]
  if (odd !== undefined)
    return `"${typed}" holds ${JSON.stringify(odd)}: a path here has no encoded or special characters`
  if (typed.includes('//')) return `"${typed}" holds "//": write a single "/"`
  if (typed.split('/').some((segment) => segment === '.' || segment === '..')) {
    return `"${typed}" holds a dot segment: write the path it leads to`
  }
  // Last, the judge of requests itself: what it finds odd would never match.
  return isPlain(typed) ? null : `"${typed}" can be read in more than one way: write a plain path, as /backup/`
}

function isPlain(path: string): boolean {
  try {
    return readPath(path).plain
  } catch (error) {
    if (error instanceof GatehouseError) return false
    throw error
  }
}

/** A path of the site that can be read in one way only. */
export const path = z
  .string({ error: unlessMissing('this is no path: write it as /backup/') })
  .superRefine((typed, ctx) => {
    const message = pathFault(typed)
    if (message !== null) ctx.addIssue({ code: 'custom', message, input: typed })
  })

/** A path prefix that ends with `/`. */
export const prefix = path.refine((typed) => pathFault(typed) !== null || typed.endsWith('/'), {
  error: ({ input }) => `"${String(input)}" does not end with "/": write ${String(input)}/`,
})

/** A value that stands in the environment or in a file, so that it need not stand here. */
export const fromEnvironment = z.strictObject({
  env: shapedText(/^[A-Za-z_]\w*$/, 'write the name of an environment variable, as GATEHOUSE_SECRET').describe(
    'Name of the environment variable that holds it.',
  ),
})

export const fromFile = z.strictObject({
  file: text().describe('File that holds it; a relative one is below the data directory.'),
})

/** Where something is that must not stand in the file itself. */
export const credential = z.union([fromEnvironment, fromFile], {
  error: unlessMissing('a secret does not stand here itself: write { env: NAME } or { file: PATH }'),
})
export type Credential = z.output<typeof credential>

export const companyKind = z
  .enum(['partner', 'client', 'direct'])
  .describe('partner; client (an end-user client of one partner); or direct.')

const COMPANY_ID = /^[a-z0-9]+(-[a-z0-9]+)*$/
export const companyId = shapedText(COMPANY_ID, 'write lower-case letters, digits and single hyphens, as backup-direct')
