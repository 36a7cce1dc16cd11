import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { SECRET, SOUND_GATEHOUSE, writtenTo } from '../config/written.ts'
import { freePort } from '../support/free-port.ts'
import { tempDir } from '../support/temp-dir.ts'
import { gatehouse, type Running, started } from './run.ts'

/** A port of this machine that is taken until `free` is called, or the test ends. */
async function takenPort(t: TestContext): Promise<{ port: number; free(): Promise<void> }> {
  const server = createServer().listen(0, '127.0.0.1')
  t.after(() => server.close())
  await once(server, 'listening')
  const address = server.address()
  assert.ok(typeof address === 'object' && address !== null)
  return {
    port: address.port,
    async free() {
      server.close()
      await once(server, 'close')
    },
  }
}

async function demo(t: TestContext): Promise<Running & { origin: string }> {
  const port = await freePort()
  const args = ['serve', '--config', 'config/demo', '--port', String(port), '--data', await tempDir(t)]
  const running = started(t, args)
  await running.line(/Ctrl\+C/)
  return { ...running, origin: `http://localhost:${port}` }
}

test('serve: the demo needs nothing prepared, says where it is and whom to sign in as, and runs twice side by side', async (t) => {
  const [one, other] = await Promise.all([demo(t), demo(t)])
  for (const { origin, printed } of [one, other]) {
    assert.equal(printed[0], `Northwind Partner Portal is open at ${origin}`)
    for (const person of ['ada@northwind', 'maria@northwind', 'carl@fabrikam', 'dora@backup']) {
      assert.ok(printed.some((line) => line.includes(`${person}.example `) && line.endsWith(' correct-horse-battery')))
    }
    const answer = await fetch(`${origin}/protection/`)
    assert.equal(answer.status, 401)
    assert.match(await answer.text(), /"sign_in_required"/)
  }
})

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`serve: ${signal} ends it with exit code 0`, async (t) => {
    const { child, exitCode } = await demo(t)
    child.kill(signal)
    assert.equal(await exitCode, 0)
  })
}

test('serve: it goes on when nobody reads what it prints any more', async (t) => {
  const { child, exitCode, origin } = await demo(t)
  child.stdout?.destroy()
  const { ok } = await fetch(`${origin}/_gatehouse/health/live`)
  assert.ok(ok)
  child.kill('SIGTERM')
  assert.equal(await exitCode, 0)
})

test('serve: a port in use is one plain sentence, exit code 1', async (t) => {
  const { port } = await takenPort(t)
  const args = ['serve', '--config', 'config/demo', '--port', String(port), '--data', await tempDir(t)]
  const { code, stderr } = await gatehouse(args)
  assert.equal(stderr, `Port ${port} on 127.0.0.1 is in use: end what uses it, or choose another port with --port.\n`)
  assert.equal(code, 1)
})

test('R13 · serve: a store that cannot be reached is one plain sentence, exit code 1', async (t) => {
  const nobody = await freePort()
  const dir = await writtenTo(t, {
    gatehouse: `${SOUND_GATEHOUSE}stores:
  directory: { postgres: 'postgres://gatehouse:hunter2@127.0.0.1:${nobody}/gatehouse' }
  sessions: { redis: 'redis://127.0.0.1:${nobody}' }
`,
  })
  const { code, stderr } = await gatehouse(['serve', '--config', dir, '--data', join(dir, 'data')], { SECRET })
  assert.match(stderr, /^A store cannot be reached \([^\n]+\): mend "stores" in gatehouse\.yaml, or start it\.\n$/)
  assert.ok(!stderr.includes('hunter2'))
  assert.equal(code, 1)
})
