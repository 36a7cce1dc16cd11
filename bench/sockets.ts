/**
 * `npm run bench:sockets`: what idle WebSockets cost `gatehouse serve`: memory for each, after garbage is collected, and processor
 * time while nobody says a word.
 *
 *   --sockets N  (10000, or as many as the limit of open files allows: each takes two in the gateway)
 */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { parseArgs } from 'node:util'
import { startContender } from './child.ts'
import { table } from './figures.ts'
import { type Gatehouse, startGatehouse } from './gatehouse.ts'
import { memoryLeft, PROBED } from './memory-left.ts'
import { cpuMicrosecondsOf } from './processes.ts'

/** Below the default of `limits.connections_per_address`. */
const PER_ADDRESS = 400
const AT_ONCE = 50
const OTHER_FILES = 200
const IDLE_SECONDS = 30
const KIB = 1024

const { values } = parseArgs({ options: { sockets: { type: 'string', default: '10000' } } })
const openFiles = Number(/^Max open files +\d+ +(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1'))?.[1])
const count = Math.min(Number(values.sockets), Math.floor((openFiles - OTHER_FILES) / 2))

const app = await startContender('websocket app', { upstream: '', redis: '' })
const gatehouse = await startGatehouse({ upstream: `http://127.0.0.1:${app.port}`, nodeArgs: PROBED })
const sockets: Socket[] = []
try {
  // What the first ones cost besides: code that is compiled, buffers that are there from then on.
  await open(AT_ONCE)
  const before = await memoryLeft(gatehouse)
  await open(count)
  const after = await memoryLeft(gatehouse)
  const cpuBefore = cpuMicrosecondsOf(gatehouse.pids())
  await new Promise((resolve) => setTimeout(resolve, IDLE_SECONDS * 1000))
  const cpu = cpuMicrosecondsOf(gatehouse.pids()) - cpuBefore
  const each = (field: keyof typeof before): string => ((after[field] - before[field]) / count / KIB).toFixed(1)
  console.log(
    table([
      ['sockets', 'heap KiB each', 'external KiB each', 'resident KiB each', 'CPU while idle'],
      [
        String(count),
        each('heapBytes'),
        each('externalBytes'),
        each('residentBytes'),
        `${(cpu / IDLE_SECONDS / 10_000).toFixed(1)}%`,
      ],
    ]),
  )
} finally {
  for (const socket of sockets) socket.destroy()
  await gatehouse.stop()
  await app.stop()
}

async function open(some: number): Promise<void> {
  for (let left = some; left > 0; left -= AT_ONCE) {
    const opened = Array.from({ length: Math.min(AT_ONCE, left) }, () => dial(gatehouse))
    await Promise.all(opened)
  }
}

/** Resolves when the app has answered 101. */
async function dial({ port, host, cookie }: Gatehouse): Promise<void> {
  const localAddress = `127.0.1.${1 + Math.floor(sockets.length / PER_ADDRESS)}`
  const socket = connect({ port, host: '127.0.0.1', localAddress })
  sockets.push(socket)
  socket.write(
    [
      'GET /socket HTTP/1.1',
      `Host: ${host}`,
      `Origin: http://${host}`,
      `Cookie: ${cookie}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      '',
      '',
    ].join('\r\n'),
  )
  const [answer] = (await once(socket, 'data')) as [Buffer]
  if (!answer.toString('latin1').startsWith('HTTP/1.1 101 ')) throw new Error(`no WebSocket: ${answer.toString()}`)
}
