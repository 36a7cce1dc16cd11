/** `npm run bench:memory`: how much memory `gatehouse serve` takes for a 2 GiB upload and a 2 GiB download. */
import { request, type IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { startContender } from './child.ts'
import { startGatehouse } from './gatehouse.ts'
import { residentMib } from './processes.ts'
import { zeros } from './zeros.ts'

const LENGTH = 2 * 1024 ** 3
const AT_MOST_MIB = 250
const MIB = 1024 ** 2

const app = await startContender('streaming app', { upstream: '', redis: '' })
const gatehouse = await startGatehouse({ upstream: `http://127.0.0.1:${app.port}` })
const pid = gatehouse.pids()[0] ?? 0
console.log(`after a sign-in: ${residentMib(pid, 'VmRSS')} MiB resident`)

const uploaded = await timed('upload', async () => Number(await textOf(await send('POST', '/upload'))))
const downloaded = await timed('download', async () => lengthOf(await send('GET', `/${LENGTH}`)))

const peakMib = residentMib(pid, 'VmHWM')
await gatehouse.stop()
await app.stop()
const holds = uploaded === LENGTH && downloaded === LENGTH && peakMib < AT_MOST_MIB
console.log(`peak: ${peakMib} MiB resident, at most ${AT_MOST_MIB}: ${holds ? 'holds' : 'MISSED'}`)
process.exitCode = holds ? 0 : 1

function send(method: 'GET' | 'POST', path: string): Promise<IncomingMessage> {
  const { port, host, cookie } = gatehouse
  const headers = { Host: host, Cookie: cookie }
  return new Promise((resolve, reject) => {
    const outgoing = request({ port, path, method, headers, agent: false }, resolve).on('error', reject)
    if (method === 'GET') outgoing.end()
    else Readable.from(zeros(LENGTH)).pipe(outgoing)
  })
}

async function timed(what: string, transfer: () => Promise<number>): Promise<number> {
  const startedAt = performance.now()
  const bytes = await transfer()
  const seconds = (performance.now() - startedAt) / 1000
  const speed = Math.round(bytes / MIB / seconds)
  console.log(`${what}: ${bytes} bytes, ${speed} MiB/s, ${residentMib(pid, 'VmRSS')} MiB resident at its end`)
  return bytes
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of answer) text += String(chunk)
  return text
}

async function lengthOf(answer: IncomingMessage): Promise<number> {
  let bytes = 0
  for await (const chunk of answer) if (chunk instanceof Buffer) bytes += chunk.length
  return bytes
}
