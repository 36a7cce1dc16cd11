import { request, type IncomingHttpHeaders } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { isDeepStrictEqual } from 'node:util'

/** Fields that say something of one connection or one moment, and the one by which a gateway says that it was there. */
const OWN_TO_EACH = ['connection', 'keep-alive', 'date', 'via']

interface Answer {
  status: number
  fields: IncomingHttpHeaders
  body: Buffer
}

/**
 * Asks for each path once at the application itself and once through the gateway, and again with the ETag
 * of the first answer. Names every answer that is not the same: status, fields and bytes.
 */
export async function differences(
  paths: Iterable<string>,
  { direct, through, cookie }: { direct: string; through: string; cookie: string },
): Promise<string[]> {
  const found: string[] = []
  for (const path of paths) {
    const compare = async (condition: Record<string, string>): Promise<Answer> => {
      const own = await ask(direct, path, condition)
      const passed = await ask(through, path, { ...condition, Cookie: cookie })
      if (!isDeepStrictEqual(own, passed)) found.push(`${path}: ${summary(own)} became ${summary(passed)}`)
      return own
    }
    const { status, fields } = await compare({ 'Accept-Encoding': 'gzip, br' })
    if (status !== 200 || fields.etag === undefined) continue
    const again = await compare({ 'If-None-Match': fields.etag })
    if (again.status !== 304) found.push(`${path}: ${summary(again)} to its own ETag`)
  }
  return found
}

/** Nothing is added to what is asked and nothing is decoded, as a browser's or `fetch` would. */
async function ask(origin: string, path: string, headers: Record<string, string>): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const { hostname, port } = new URL(origin)
  const outgoing = request({ hostname, port, path, headers, agent: false }, (answer) => {
    const fields = { ...answer.headers }
    for (const name of OWN_TO_EACH) delete fields[name]
    buffer(answer).then((body) => resolve({ status: answer.statusCode ?? 0, fields, body }), reject)
  })
  outgoing.on('error', reject)
  outgoing.end()
  return promise
}

function summary({ status, fields, body }: Answer): string {
  return `${status} ${JSON.stringify(fields)} ${body.length} bytes`
}
