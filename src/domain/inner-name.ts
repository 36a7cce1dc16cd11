import type { App } from './app.ts'
import { ambiguousPath, isGatewayPath } from './path.ts'

/** How an app is called inside, if it is not told what it is called outside. */
export interface InnerName {
  /** Origin by which it knows itself, and whose host it gets as Host; null: it gets the Host that the browser sent. */
  origin: string | null
  /** Path prefix in place of the app's `path`, beginning and ending with `/`. */
  path: string
}

/** An app under both of its names, for somebody who reaches it by `outer`. */
export interface Names {
  outer: { origin: string; path: string }
  inner: InnerName
  /** Every `host[:port]` by which it may mean itself when it answers. */
  own: readonly string[]
}

type Named = Pick<App, 'path' | 'upstream' | 'inner'>

/**
 * Null for no app, and for one without an inner name: nothing of its requests and answers is rewritten.
 *
 * @param origin under which the browser reached the gateway
 */
export function namesOf(app: Named | null, origin: string): Names | null {
  if (app === null || app.inner === null) return null
  const { path, upstream, inner } = app
  const origins = [upstream, origin, ...(inner.origin === null ? [] : [inner.origin])]
  return { outer: { origin, path }, inner, own: origins.map(hostOf) }
}

/**
 * Path and query as the app gets them: the prefix is exchanged, and every byte behind it stays. What is public, and whose
 * it is, is decided on the path as it came.
 *
 * @param target one that leads to the app in all of its readings
 * @throws GatehouseError `ambiguous_path` where `//` would come to stand at the beginning: some apps read a host there
 */
export function innerTarget(
  { path, raw, otherPaths }: { path: string; raw: string; otherPaths: readonly string[] },
  names: Names | null,
): string {
  if (names === null || names.inner.path === names.outer.path) return raw
  const { outer, inner } = names
  const at = outer.path.length
  if (inner.path === '/' && [path, ...otherPaths].some((reading) => reading[at] === '/')) throw ambiguousPath()
  return exchanged(raw, outer.path, inner.path) ?? raw
}

/** Whether a path is the app's own without its last slash, which the app, known as `/` inside, has no way to add. */
export function lacksSlash(path: string, { outer, inner }: Names): boolean {
  return inner.path === '/' && path.length === outer.path.length - 1
}

/**
 * What the browser is told in place of an address that an app gave: one of its own, absolute or beginning with `/`, gets
 * the origin and prefix that people use. Addresses of others, and relative ones, stay as they are.
 */
export function outerAddress(address: string, names: Names): string {
  const [, authority, rest = ''] = /^(?:https?:)?\/\/([^/?#\\]*)(.*)$/is.exec(address) ?? []
  if (authority !== undefined) {
    if (!isOwn(authority.toLowerCase(), names)) return address
    return names.outer.origin + outerPath(rest.startsWith('/') ? rest : `/${rest}`, names)
  }
  const path = address.startsWith('/') ? outerPath(address, names) : address
  // Browsers read a host behind two slashes, of either kind, and a tab between them as nothing.
  return path !== address && /^\/[/\\\t]/.test(path) ? names.outer.origin + path : path
}

/** The other way round, for an address of a page that an app is told of: its `Referer`, or its `Origin`. */
export function innerAddress(address: string, { outer, inner }: Names): string {
  if (inner.origin === null || !address.startsWith(outer.origin)) return address
  const path = address.slice(outer.origin.length)
  if (path !== '' && !path.startsWith('/')) return address
  return inner.origin + (exchanged(path, outer.path, inner.path) ?? path)
}

/**
 * A path, with its query and fragment if there are any, by the prefix that people use. One that begins with both prefixes
 * is meant by the longer: some apps know where they stand, or are told by X-Forwarded-Prefix.
 */
export function outerPath(path: string, { outer, inner }: Names): string {
  if (isGatewayPath(path.replace(/[?#].*$/s, ''))) return path
  const isOuter = outer.path.length > inner.path.length && exchanged(path, outer.path, outer.path) !== null
  return isOuter ? path : (exchanged(path, inner.path, outer.path) ?? path)
}

/** Null for a path that is not below `from`. The prefix itself may lack its last slash, and then lacks it afterwards. */
function exchanged(path: string, from: string, to: string): string | null {
  if (path.startsWith(from)) return to + path.slice(from.length)
  const bare = from.slice(0, -1)
  const end = path[bare.length] ?? '?'
  if (bare === '' || !path.startsWith(bare) || (end !== '?' && end !== '#')) return null
  return (to === '/' ? '/' : to.slice(0, -1)) + path.slice(bare.length)
}

function isOwn(authority: string, { own }: Names): boolean {
  return own.includes(authority) || own.includes(authority.replace(/:(?:80|443)$/, ''))
}

/** Of an origin in its canonical spelling. */
function hostOf(origin: string): string {
  return origin.slice(origin.indexOf('//') + 2)
}
