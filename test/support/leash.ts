/**
 * Holds one service for the process that forked this: starts and stops it on request, and when that
 * process is gone, however it went, ends the service and removes its directory.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'

export interface LeashOptions {
  command: string
  args: string[]
  dir: string
  /** What the service writes once it takes connections. */
  readyText: string
  stopSignal: NodeJS.Signals
  uid?: number
  gid?: number
}

export type LeashRequest = 'start' | 'stop' | 'freeze' | 'thaw'
export type LeashAnswer = { done: LeashRequest } | { failed: string }

const options: LeashOptions = JSON.parse(process.argv[2] ?? '')
let service: ChildProcess | undefined
let busy = Promise.resolve()

process.on('message', (request: LeashRequest) => {
  busy = busy
    .then(() => obey(request))
    .then(
      () => answer({ done: request }),
      (error: unknown) => answer({ failed: String(error) }),
    )
})
process.on('disconnect', () => {
  void busy.then(stop).then(() => rm(options.dir, { recursive: true, force: true }))
})
// Ctrl-C is for the tests; their end is ours.
process.on('SIGINT', () => {})

async function obey(request: LeashRequest): Promise<void> {
  if (request === 'start') return start()
  if (request === 'stop') return stop()
  service?.kill(request === 'freeze' ? 'SIGSTOP' : 'SIGCONT')
}

async function start(): Promise<void> {
  const { command, args, dir, readyText, uid, gid } = options
  const child = spawn(command, args, {
    cwd: dir,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid !== undefined && { uid }),
    ...(gid !== undefined && { gid }),
  })
  service = child
  let output = ''
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-10_000)
      if (output.includes(readyText)) resolve()
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${command} ended with ${code} before it was ready:\n${output}`)))
  })
}

async function stop(): Promise<void> {
  const child = service
  service = undefined
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGCONT')
  child.kill(options.stopSignal)
  await gone
}

function answer(message: LeashAnswer): void {
  if (process.connected) process.send?.(message)
}
