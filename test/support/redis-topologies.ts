import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from 'redis'
import { program } from './programs.ts'
import { freePort } from './free-port.ts'
import { type Service, startService } from './service.ts'

export const REDIS_PASSWORD = 'a-password-of-redis'
export const SENTINEL_PASSWORD = 'a-password-of-sentinel'
export const MASTER_NAME = 'mymaster'

/** A master, its replica and a Sentinel that makes the replica the master when it must; all of them want a password. */
export interface SentinelSet {
  sentinelPort: number
  master: Service
  /** Makes the replica the master while the master is there. */
  failOver(): Promise<void>
  /** Waits until the replica has all that was written so far. */
  replicated(): Promise<void>
  /** Lets Sentinel name another server under the same name, which cuts nobody off. */
  rename(port: number): Promise<void>
  close(): Promise<void>
}

export async function startSentinelSet(): Promise<SentinelSet> {
  const [masterPort, replicaPort, sentinelPort] = [await freePort(), await freePort(), await freePort()]
  const server = { requirepass: REDIS_PASSWORD, masterauth: REDIS_PASSWORD }
  const master = await startServer(masterPort, server)
  const replica = await startServer(replicaPort, { ...server, replicaof: `127.0.0.1 ${masterPort}` })
  const sentinel = await startSentinel(sentinelPort, masterPort)

  const onMaster = (command: string[]) => once(`redis://:${REDIS_PASSWORD}@127.0.0.1:${masterPort}`, command)
  const onSentinel = (command: string[]) => once(`redis://:${SENTINEL_PASSWORD}@127.0.0.1:${sentinelPort}`, command)
  // What was not replicated would be lost, and a replica that Sentinel has not seen cannot be promoted.
  await until(async () => (await onMaster(['WAIT', '1', '1000'])) === 1)
  await until(async () => listOf(await onSentinel(['SENTINEL', 'REPLICAS', MASTER_NAME])).length === 1)
  return {
    sentinelPort,
    master,
    failOver: () => until(async () => (await onSentinel(['SENTINEL', 'FAILOVER', MASTER_NAME])) === 'OK'),
    replicated: () => until(async () => (await onMaster(['WAIT', '1', '1000'])) === 1),
    async rename(port) {
      await onSentinel(['SENTINEL', 'REMOVE', MASTER_NAME])
      await onSentinel(['SENTINEL', 'MONITOR', MASTER_NAME, '127.0.0.1', String(port), '1'])
    },
    async close() {
      await Promise.all([sentinel, replica, master].map((service) => service.close()))
    },
  }
}

/** Three masters that share the slots; the first may have a replica. */
export interface ClusterSet {
  /** Of the masters. */
  ports: number[]
  masters: Service[]
  close(): Promise<void>
}

const SLOTS = 16_384

export async function startCluster({ replica = false } = {}): Promise<ClusterSet> {
  const started = await Promise.all([0, 1, 2].map(startNode))
  const [first] = started
  if (first === undefined) throw new Error('no node')
  for (const [index, { port }] of started.entries()) {
    const [from, to] = [index, index + 1].map((part) => Math.floor((part * SLOTS) / started.length))
    const slots = [String(from), String((to ?? 0) - 1)]
    await once(`redis://127.0.0.1:${port}`, ['CLUSTER', 'ADDSLOTSRANGE', ...slots])
    await once(`redis://127.0.0.1:${port}`, ['CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1)])
  }
  const spare = replica ? [await startNode()] : []
  const all = [...started, ...spare]
  for (const { port, busPort } of all.slice(1)) {
    await once(`redis://127.0.0.1:${first.port}`, ['CLUSTER', 'MEET', '127.0.0.1', String(port), String(busPort)])
  }
  for (const { port } of all) {
    await until(async () => {
      const info = String(await once(`redis://127.0.0.1:${port}`, ['CLUSTER', 'INFO']))
      return info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${all.length}`)
    })
  }
  for (const { port } of spare) await makeReplica(port, first.port)
  return {
    ports: started.map(({ port }) => port),
    masters: started.map(({ service }) => service),
    async close() {
      await Promise.all(all.map(({ service }) => service.close()))
    },
  }
}

async function makeReplica(port: number, masterPort: number): Promise<void> {
  const master = `redis://127.0.0.1:${masterPort}`
  await once(`redis://127.0.0.1:${port}`, ['CLUSTER', 'REPLICATE', String(await once(master, ['CLUSTER', 'MYID']))])
  await until(async () => (await once(master, ['WAIT', '1', '1000'])) === 1)
}

async function startNode(): Promise<{ port: number; busPort: number; service: Service }> {
  const [port, busPort] = [await freePort(), await freePort()]
  const settings = { 'cluster-enabled': 'yes', 'cluster-port': busPort, 'cluster-node-timeout': 1000 }
  return { port, busPort, service: await startServer(port, settings) }
}

/** A server with settings of its own, on a port that it is given. */
export async function startServer(port: number, more: Record<string, string | number>): Promise<Service> {
  const dir = await mkdtemp(join(tmpdir(), 'gatehouse-redis-'))
  const settings = { port, bind: '127.0.0.1', dir, save: '', 'repl-diskless-sync-delay': 0, ...more }
  return startService(`redis://127.0.0.1:${port}`, {
    command: program('redis-server'),
    args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, ...String(value).split(' ')]),
    dir,
    readyText: 'Ready to accept connections',
    // At SIGTERM a master waits for its replicas: this is a machine that is gone.
    stopSignal: 'SIGKILL',
  })
}

/** A Sentinel writes what it learns into its configuration file. */
async function startSentinel(port: number, masterPort: number): Promise<Service> {
  const dir = await mkdtemp(join(tmpdir(), 'gatehouse-sentinel-'))
  const file = join(dir, 'sentinel.conf')
  await writeFile(
    file,
    `port ${port}
bind 127.0.0.1
dir ${dir}
requirepass ${SENTINEL_PASSWORD}
sentinel monitor ${MASTER_NAME} 127.0.0.1 ${masterPort} 1
sentinel auth-pass ${MASTER_NAME} ${REDIS_PASSWORD}
sentinel down-after-milliseconds ${MASTER_NAME} 500
sentinel failover-timeout ${MASTER_NAME} 5000
`,
  )
  return startService(`redis://127.0.0.1:${port}`, {
    command: program('redis-server'),
    args: [file, '--sentinel'],
    dir,
    readyText: '+monitor master',
    stopSignal: 'SIGKILL',
  })
}

/** Sends one command. */
async function once(url: string, command: string[]): Promise<unknown> {
  const client = createClient({ url })
  client.on('error', () => {})
  await client.connect()
  try {
    return await client.sendCommand(command)
  } finally {
    client.destroy()
  }
}

function listOf(reply: unknown): unknown[] {
  return Array.isArray(reply) ? reply : []
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await holds().catch(() => false)) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('it did not come about within ten seconds')
}
