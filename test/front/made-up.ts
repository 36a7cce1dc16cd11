/** Configurations that nobody would write, and some that somebody might. Reproducible: a seed says all. */
export function madeUp(seed: number): { yaml: string; upstreams: string[] } {
  const random = mulberry32(seed)
  const below = (most: number): number => Math.floor(random() * most)
  const oneOf = <T>(from: readonly T[]): T => from[below(from.length)]!
  const maybe = <T>(value: T): T[] => (random() < 0.4 ? [value] : [])
  const several = <T>(most: number, make: () => T): T[] => Array.from({ length: below(most + 1) }, make)

  const upstreams = several(5, () => oneOf(UPSTREAMS))
  const apps = ['http://127.0.0.1:9090', ...upstreams].map((upstream, index) => {
    const path =
      index === 0
        ? '/'
        : `/${several(3, () => oneOf(SEGMENTS))
            .concat(oneOf(SEGMENTS))
            .join('/')}/`
    const headers = Object.fromEntries(several(3, () => [oneOf(HEADERS), oneOf(FACTS)]))
    return {
      name: `${index}${several(4, () => oneOf(TEXTS)).join('')}`,
      path,
      upstream,
      ...(maybe(oneOf(HOSTS)).length > 0 && index > 0 ? { host: oneOf(HOSTS) } : {}),
      public: [...new Set(several(3, () => `${path}${oneOf(SEGMENTS)}${oneOf(['', '/'])}`))],
      identity: {
        ...(Object.keys(headers).length > 0 ? { headers } : {}),
        assertion: random() < 0.5,
        ...(random() < 0.3
          ? { basic: { username: oneOf(TEXTS.filter((text) => !/[:\n\0]/.test(text))), password: { env: 'SECRET' } } }
          : {}),
      },
      timeouts: { connect: `${1 + below(9)}s`, ...(random() < 0.1 ? { total: '1h' } : {}) },
    }
  })
  const settings = {
    public_url: oneOf(PUBLIC_URLS),
    secrets: [{ env: 'SECRET' }],
    believed_proxies: ['127.0.0.1/32', ...several(2, () => oneOf(RANGES))],
    forward_auth: { by: 'nginx', from: ['127.0.0.1/32'] },
    limits: { connections_per_address: 1 + below(1000) },
    apps,
  }
  // YAML takes all of JSON, but for U+2028 and the like, which it reads as it is.
  return { yaml: JSON.stringify(settings), upstreams }
}

/** What would end a string, a directive or a comment, or stand for a variable. */
export const TEXTS = [
  '"',
  "'",
  '\\',
  '\\"',
  '"; return 200 evil; #',
  "'; evil on; '",
  '}',
  '} } server { listen 81; }',
  '{',
  ';',
  '#',
  '\n',
  '\r\n',
  '\n evil on;\n',
  '$host',
  '${host}',
  '$',
  '\u2028',
  '\u0085',
  'Ünï',
  '名',
  '🙂',
  'plain',
  ' ',
  '\t',
  '%',
  '%0a',
  '~',
  '^',
  '*.',
] as const

const SEGMENTS = [
  'a',
  'b',
  'A',
  'open',
  'Open',
  'a.b',
  '$host',
  '${x',
  "it's",
  '(a|b)',
  'a+b',
  '*',
  '~x',
  '!',
  '&',
  '=',
  '@named',
  ',',
  ':',
  '$',
  '()',
  '(?i',
  'x'.repeat(60),
  '-',
  '_gatehouse',
  'assets',
].filter((segment) => !/[{|?]/.test(segment))

const HEADERS = [
  'X-Remote-User',
  'x-remote-user',
  'X-User',
  'Remote-Name',
  'A',
  `X-${'long-'.repeat(11)}x`,
  'User-Agent',
  'X-Forwarded',
  'X-Real-IP',
]
const FACTS = ['user', 'name', 'email', 'company', 'company_kind', 'role']
const HOSTS = [
  'tickets.example.com',
  'a',
  'x-1.example',
  `${'long.'.repeat(40)}example`,
  'portal.example.com',
  'localhost',
]
const UPSTREAMS = [
  'http://127.0.0.1:9091',
  'http://[::1]:9092',
  'https://localhost:9093',
  'https://127.0.0.1',
  'http://localhost',
  'http://a;b',
  'http://$host',
  'http://{x}',
  "http://'a'",
  'http://a_b.',
  'http://*',
]
const PUBLIC_URLS = [
  'http://localhost:8080',
  'http://portal.example.com',
  'http://localhost',
  'http://[::1]:8080',
  'http://10.0.0.1',
  'http://xn--bcher-kva.example',
]
const RANGES = ['10.0.0.0/8', '2001:db8::/32', '192.0.2.7/32', '::1/128']

function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
