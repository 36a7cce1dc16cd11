import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

/** Runs a bench that small that its figures say nothing, and answers what it prints. A missed target ends it with 1. */
async function printed(program: string, ...args: string[]): Promise<string> {
  const file = fileURLToPath(new URL(`../../bench/${program}`, import.meta.url))
  const { promise, resolve } = Promise.withResolvers<{ code: unknown; stdout: string; stderr: string }>()
  execFile(process.execPath, [file, ...args], { timeout: 120_000 }, (error, stdout, stderr) =>
    resolve({ code: error === null ? 0 : error.code, stdout, stderr }),
  )
  const { code, stdout, stderr } = await promise
  assert.ok(code === 0 || code === 1, `${program} ended with ${String(code)}:\n${stderr}`)
  return stdout
}

test('the bench prints what each costs, the ratio of each target and the added latency', async () => {
  const text = await printed('bench.ts', '--only', 'authz,latency', '--rounds', '1', '--seconds', '0.1')
  for (const name of ['bare node:http', 'Gatehouse asked']) {
    assert.match(text, new RegExp(`^${name} +\\d+\\.\\d +\\d+\\.\\d{3} +\\d+ +\\d+\\.\\d\\d +\\d+\\.\\d\\d$`, 'm'))
  }
  assert.match(
    text,
    /^authz: Gatehouse asked takes \d+\.\d{3} of the CPU of bare node:http, at most 1\.500: (holds|MISSED)$/m,
  )
  assert.match(text, /^added: -?\d+\.\d{3} ms, less than 0\.3: (holds|MISSED)$/m)
})

test('the soak prints samples of memory, and compares the last with the first', async () => {
  const text = await printed('soak.ts', '--minutes', '0.02')
  assert.match(text, /^seconds +requests +heap MiB +external MiB +resident MiB$/m)
  for (const what of ['heap', 'resident']) {
    assert.match(
      text,
      new RegExp(`^${what}: [\\d.]+ MiB in the first third, [\\d.]+ in the last, .*: (holds|MISSED)$`, 'm'),
    )
  }
})

test('the bench of scale does every action at both sizes, and bounds what is remembered', async () => {
  const tiny = ['--accounts', '400', '--small', '200', '--rounds', '1', '--warm-up', '0']
  const text = await printed('scale/scale.ts', '--only', 'scale', ...tiny)
  for (const action of [
    'visit',
    'sign-in',
    'people, last page',
    'people, search',
    'company, counts',
    'people as CSV',
  ]) {
    assert.match(text, new RegExp(`^${action}.*: \\d+\\.\\d\\d of the CPU, at most 1\\.25: (holds|MISSED)$`, 'm'))
  }
  assert.match(text, /^heap after twice as many sessions: \d+\.\d{3} of before/m)
})
