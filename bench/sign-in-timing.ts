import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../test/support/free-port.ts'
import { Visitor } from '../test/support/visitor.ts'

/**
 * R9: a wrong password and an unknown name take the same time. Prints the median and the spread of both over 200
 * interleaved tries each, and the difference of the medians beside the spread of one kind against itself.
 */
const TRIES = 200

const port = await freePort()
const dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-timing-'))
const main = join(import.meta.dirname, '../src/main.ts')
const config = join(import.meta.dirname, '../config/demo')
const gateway = spawn(process.execPath, [main, 'serve', '--config', config, '--port', String(port), '--data', dataDir])
await once(gateway.stdout, 'data')

try {
  const wrong: number[] = []
  const unknown: number[] = []
  const wrongAgain: number[] = []
  for (let i = 0; i < TRIES; i++) {
    const kinds = [
      () => time(`maria@northwind.example`, i * 3).then((ms) => wrong.push(ms)),
      () => time(`nobody${i}@northwind.example`, i * 3 + 1).then((ms) => unknown.push(ms)),
      () => time(`maria@northwind.example`, i * 3 + 2).then((ms) => wrongAgain.push(ms)),
    ]
    // Another one first each time, so that a drift of the machine falls on all alike.
    for (let k = 0; k < 3; k++) await kinds[(i + k) % 3]?.()
  }
  for (const [name, times] of Object.entries({ 'wrong password': wrong, 'unknown name': unknown })) {
    console.log(
      `${name.padEnd(15)} median ${at(times, 0.5)} ms, middle half ${at(times, 0.25)} to ${at(times, 0.75)} ms`,
    )
  }
  console.log(`difference of medians: ${(median(unknown) - median(wrong)).toFixed(3)} ms`)
  console.log(`the same kind against itself: ${(median(wrongAgain) - median(wrong)).toFixed(3)} ms`)
} finally {
  gateway.kill()
  await once(gateway, 'exit')
  await rm(dataDir, { recursive: true, force: true })
}

/** From another address every time, so that no try is slowed. */
async function time(username: string, n: number): Promise<number> {
  const visitor = new Visitor(`http://localhost:${port}`, { from: `127.1.${Math.floor(n / 200)}.${(n % 200) + 1}` })
  const startedAt = performance.now()
  const { status } = await visitor.post('/_gatehouse/sign-in', { username, password: 'not the password at all' })
  if (status !== 422) throw new Error(`a wrong password was answered ${status}`)
  return performance.now() - startedAt
}

function median(times: number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
}

function at(times: number[], quantile: number): string {
  return (times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) * quantile)] ?? 0).toFixed(2)
}
