/** `npm run bench:memory`: how much memory `gatehouse serve` takes for a 2 GiB upload and a 2 GiB download. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { freePort } from '../test/support/free-port.ts'
import { startContender } from './child.ts'
import { ENVIRONMENT, signIn, writeConfiguration } from './gatehouse.ts'
import { zeros } from './zeros.ts'

const LENGTH = 2 * 1024 ** 3
const AT_MOST_MIB = 250
const MIB = 1024 ** 2

const dir = mkdtempSync(join(tmpdir(), 'gatehouse-memory-'))
const port = await freePort()
const outbox = join(dir, 'outbox.jsonl')
const app = await startContender('streaming app', { upstream: '', redis: '' })
writeConfiguration(dir, `http://127.0.0.1:${app.port}`, null)

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const gatehouse = spawn(process.execPath, [main, 'serve', '--config', dir, '--data', dir, '--port', String(port)], {
  env: { ...process.env, ...ENVIRONMENT, GATEHOUSE_OUTBOX: outbox, NODE_ENV: 'production' },
  stdio: ['ignore', 'pipe', 'ignore'],
})
await once(gatehouse.stdout, 'data')
const cookie = await signIn(port, outbox)
console.log(`after a sign-in: ${residentMib('VmRSS')} MiB resident`)

const uploaded = await timed('upload', async () => Number(await textOf(await send('POST', '/upload'))))
const downloaded = await timed('download', async () => lengthOf(await send('GET', `/${LENGTH}`)))

const peakMib = residentMib('VmHWM')
gatehouse.kill()
await once(gatehouse, 'exit')
await app.stop()
rmSync(dir, { recursive: true })
const holds = uploaded === LENGTH && downloaded === LENGTH && peakMib < AT_MOST_MIB
console.log(`peak: ${peakMib} MiB resident, at most ${AT_MOST_MIB}: ${holds ? 'holds' : 'MISSED'}`)
process.exitCode = holds ? 0 : 1

function send(method: 'GET' | 'POST', path: string): Promise<IncomingMessage> {
  const headers = { Host: `localhost:${port}`, Cookie: cookie }
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
  console.log(`${what}: ${bytes} bytes, ${speed} MiB/s, ${residentMib('VmRSS')} MiB resident at its end`)
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

/** As the kernel counts it: now, or at most since the start. */
function residentMib(field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${gatehouse.pid ?? 0}/status`, 'latin1')
  return Math.round(Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024)
}
