import { readFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../support/free-port.ts'
import { type Service, startService } from '../support/service.ts'

/** What reached Node-RED: an HTTP request, or a connection, over which requests or a WebSocket come. */
export type Arrival = { kind: 'connection' } | { kind: 'request'; method: string; url: string }

export interface NodeRed extends Service {
  /** Everything that reached it so far, in order. */
  readonly arrivals: Arrival[]
}

const RED = join(import.meta.dirname, 'node_modules/node-red/red.js')

/** A Node-RED of the caller's own, with no flows. */
export async function startNodeRed(): Promise<NodeRed> {
  const dir = await mkdtemp(join(tmpdir(), 'gatehouse-node-red-'))
  const port = await freePort()
  const settings = join(import.meta.dirname, 'settings.cjs')
  const service = await startService(`http://127.0.0.1:${port}`, {
    command: process.execPath,
    args: [RED, '--settings', settings, '--userDir', dir, '--port', String(port)],
    dir,
    readyText: 'Started flows',
    stopSignal: 'SIGTERM',
  })
  return {
    ...service,
    get arrivals() {
      const lines = readFileSync(join(dir, 'arrivals.jsonl'), { encoding: 'utf8', flag: 'a+' }).split('\n')
      return lines.filter((line) => line !== '').map((line): Arrival => JSON.parse(line))
    },
  }
}
