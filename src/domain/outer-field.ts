import { type Names, outerAddress, outerPath } from './inner-name.ts'

/**
 * What the browser is told in place of a field of an app's answer: each address of the app's own by the name that people use,
 * and every other byte as it was.
 *
 * @param name in lower case
 * @param value one byte a character; of one cookie, for `set-cookie`
 */
export function outerField(name: string, value: string, names: Names): string {
  switch (name) {
    case 'location':
    case 'content-location':
      return outerAddress(value, names)
    case 'refresh':
      return outerRefresh(value, names)
    case 'link':
      return outerLinks(value, names)
    case 'set-cookie':
      return outerCookie(value, names)
    default:
      return value
  }
}

/** As browsers read it: a number, then perhaps an address, with `url=` and quotes or without (HTML §4.2.5.3). */
const REFRESH = /^(\s*[\d.]+\s*[;,\s]\s*(?:url\s*=\s*)?)(?:"([^"]*)|'([^']*)|([^"'].*))/is

function outerRefresh(value: string, names: Names): string {
  const [whole, before, ...ways] = REFRESH.exec(value) ?? []
  const address = ways.find((way) => way !== undefined)
  if (whole === undefined || before === undefined || address === undefined) return value
  const quote = whole.slice(before.length, whole.length - address.length)
  return before + quote + outerAddress(address, names) + value.slice(whole.length)
}

/** Targets stand in angle brackets (RFC 8288 §3); those within quotes are text. */
function outerLinks(value: string, names: Names): string {
  return value.replace(/"(?:[^"\\]|\\.)*"?|<([^<>]*)>/gs, (all, target: string | undefined) =>
    target === undefined ? all : `<${outerAddress(target, names)}>`,
  )
}

/**
 * Path is exchanged as that of an address is, but for a `__Host-` cookie, which must be for `/`. A Domain that holds for the
 * app's own name and not for the one that people use would make the browser refuse the cookie, and goes: without one, it is for
 * the host that answers (RFC 6265 §5.3).
 */
function outerCookie(setCookie: string, names: Names): string {
  const [pair = '', ...attributes] = setCookie.split(';')
  const staysAtRoot = /^\s*__host-/i.test(pair)
  const shown = attributes.flatMap((attribute) => {
    const [before = '', key = ''] = /^\s*(path|domain)\s*=\s*/i.exec(attribute) ?? []
    const written = attribute.slice(before.length)
    const value = written.trimEnd()
    switch (key.toLowerCase()) {
      case 'path':
        return staysAtRoot ? attribute : before + outerPath(value, names) + written.slice(value.length)
      case 'domain':
        return holdsInsideOnly(value, names) ? [] : attribute
      default:
        return attribute
    }
  })
  return [pair, ...shown].join(';')
}

/** RFC 6265 §5.1.3, for the hosts of the app and the one that people use. */
function holdsInsideOnly(domain: string, { own, outer }: Names): boolean {
  const name = domain.replace(/^\./, '').toLowerCase()
  const holdsFor = (host: string): boolean => {
    const hostname = host.replace(/:\d+$/, '')
    return hostname === name || hostname.endsWith(`.${name}`)
  }
  return own.some(holdsFor) && !holdsFor(outer.origin.replace(/^.*\/\//, ''))
}
