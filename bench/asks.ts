/** What is asked of those who are compared: what browsers send, and nginx. */
import type { Exchange } from './connection.ts'
import type { Server } from './server.ts'

export const KIB = 1024
export const MIB = 1024 * KIB

/** Every answer of the app but those to `GET /<bytes>`. */
export const ANSWER_BYTES = KIB

type Asked = Pick<Server, 'host' | 'cookie'>

/** What a browser sends for a page. */
export function page(asked: Asked): Exchange {
  return exchange(['GET /cases/list?page=2 HTTP/1.1', ...browserFields(asked)], ANSWER_BYTES)
}

/** A download. */
export function file(bytes: number): (asked: Asked) => Exchange {
  return (asked) => exchange([`GET /${bytes} HTTP/1.1`, ...browserFields(asked)], bytes)
}

const FORM = new URLSearchParams({ title: 'Printer', text: 'It does not print. '.repeat(180) })
  .toString()
  .padEnd(4 * KIB, 'x')

/** A form of 4 KiB. */
export function form(asked: Asked): Exchange {
  const own = [
    `Origin: http://${asked.host}`,
    'Content-Type: application/x-www-form-urlencoded',
    `Content-Length: ${FORM.length}`,
  ]
  return exchange(['POST /cases HTTP/1.1', ...browserFields(asked), ...own], ANSWER_BYTES, FORM)
}

/** What nginx asks about a page, as docs/forward-auth.md has it. */
export function question(answerBytes: number): (asked: Asked) => Exchange {
  return (asked) => {
    const own = [
      'X-Forwarded-For: 127.0.0.1',
      `X-Original-URL: http://${asked.host}/cases/list?page=2`,
      'X-Original-Method: GET',
    ]
    return exchange(['GET /_gatehouse/authz HTTP/1.1', ...browserFields(asked), ...own], answerBytes)
  }
}

function browserFields({ host, cookie }: Asked): string[] {
  return [
    `Host: ${host}`,
    'Connection: keep-alive',
    'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'Accept-Language: en-GB,en;q=0.5',
    'Accept-Encoding: gzip, deflate, br',
    `Referer: http://${host}/`,
    `Cookie: theme=dark; ${cookie === '' ? 'visitor=1' : cookie}`,
    'Sec-Fetch-Mode: navigate',
  ]
}

function exchange(head: string[], answerBytes: number, body = ''): Exchange {
  return { request: Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`, 'latin1'), answerBytes }
}
