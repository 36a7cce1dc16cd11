import assert from 'node:assert/strict'
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { contentOf, type Watch, watchFiles } from '../../src/config/watch.ts'
import { tempDir } from '../support/temp-dir.ts'

interface Stage {
  dir: string
  watch: Watch
  /** How often it was acted on. */
  acted: () => number
  /** Runs at each wait, in place of the time that would pass. */
  meanwhile: { work: () => Promise<void>; waits: number }
  reported: unknown[]
}

async function stage(t: TestContext, changed: () => Promise<boolean> = async () => true): Promise<Stage> {
  const dir = await tempDir(t)
  const files = [join(dir, 'gatehouse.yaml'), join(dir, 'policy.yaml')]
  for (const file of files) await writeFile(file, 'one')
  let acted = 0
  const reported: unknown[] = []
  const meanwhile = { work: async () => {}, waits: 0 }
  const watch = watchFiles({
    files: () => files,
    known: await contentOf(files),
    changed: () => {
      acted++
      return changed()
    },
    report: (error) => reported.push(error),
    wait: async (_ms, signal) => {
      signal.throwIfAborted()
      meanwhile.waits++
      await meanwhile.work()
    },
  })
  t.after(() => watch.close())
  return { dir, watch, acted: () => acted, meanwhile, reported }
}

test('watch: files that stay as they are, or are written anew with the same content, are no change', async (t) => {
  const { dir, watch, acted } = await stage(t)
  await watch.look()
  await writeFile(join(dir, 'policy.yaml'), 'one')
  await watch.look()
  assert.equal(acted(), 0)
})

test('watch: an edit of either file is acted on once', async (t) => {
  const { dir, watch, acted } = await stage(t)
  for (const [index, file] of ['gatehouse.yaml', 'policy.yaml'].entries()) {
    await writeFile(join(dir, file), 'two')
    await watch.look()
    await watch.look()
    assert.equal(acted(), index + 1)
  }
})

test('watch: content that moves from one file to the other is a change', async (t) => {
  const { dir, watch, acted } = await stage(t)
  await writeFile(join(dir, 'gatehouse.yaml'), 'on')
  await writeFile(join(dir, 'policy.yaml'), 'eone')
  await watch.look()
  assert.equal(acted(), 1)
})

test('watch: a file that an editor puts in place by renaming is a change; one that is gone too', async (t) => {
  const { dir, watch, acted } = await stage(t)
  await writeFile(join(dir, '.policy.yaml.swp'), 'two')
  await rename(join(dir, '.policy.yaml.swp'), join(dir, 'policy.yaml'))
  await watch.look()
  assert.equal(acted(), 1)
  await rm(join(dir, 'policy.yaml'))
  await watch.look()
  assert.equal(acted(), 2)
})

test('watch: a directory behind a symbolic link that is swapped is a change', async (t) => {
  const dir = await tempDir(t)
  for (const version of ['one', 'two']) {
    await mkdir(join(dir, version))
    await writeFile(join(dir, version, 'policy.yaml'), version)
  }
  await symlink('one', join(dir, 'data'))
  const files = [join(dir, 'data', 'policy.yaml')]
  let acted = 0
  const changed = async () => ++acted > 0
  const watch = watchFiles({
    files: () => files,
    known: await contentOf(files),
    changed,
    report: (error) => assert.fail(String(error)),
    wait: async () => {},
  })
  await symlink('two', join(dir, 'data.new'))
  await rename(join(dir, 'data.new'), join(dir, 'data'))
  await watch.look()
  await watch.close()
  assert.equal(acted, 1)
})

test('watch: a file that is half-way written is waited for, until two readings are alike', async (t) => {
  const { dir, watch, acted, meanwhile } = await stage(t)
  const seen: number[] = []
  meanwhile.work = async () => {
    seen.push(acted())
    if (meanwhile.waits < 4) await writeFile(join(dir, 'policy.yaml'), 'more '.repeat(meanwhile.waits))
  }
  await writeFile(join(dir, 'policy.yaml'), 'half')
  await watch.look()
  assert.deepEqual(seen, [0, 0, 0, 0])
  assert.equal(acted(), 1)
})

test('watch: a change that is taken back before it held still is none', async (t) => {
  const { dir, watch, acted, meanwhile } = await stage(t)
  meanwhile.work = () => writeFile(join(dir, 'policy.yaml'), 'one')
  await writeFile(join(dir, 'policy.yaml'), 'two')
  await watch.look()
  assert.equal(acted(), 0)
})

test('watch: what could not be put in force is tried at the next look, without another change', async (t) => {
  const outcomes: (() => boolean)[] = [
    () => false,
    () => {
      throw new Error('lost')
    },
    () => true,
  ]
  const { dir, watch, acted, reported } = await stage(
    t,
    async () => outcomes.shift()?.() ?? assert.fail('once too often'),
  )
  await writeFile(join(dir, 'policy.yaml'), 'two')
  for (const times of [1, 2, 3, 3]) {
    await watch.look()
    assert.equal(acted(), times)
  }
  assert.equal(String(reported), 'Error: lost')
})

test('watch: acting at once needs no change, and is never done twice at a time', async (t) => {
  let under = 0
  const { dir, watch, acted } = await stage(t, async () => {
    assert.equal(++under, 1)
    await writeFile(join(dir, 'touched'), '')
    under--
    return true
  })
  await Promise.all([watch.act(), watch.act(), watch.look()])
  assert.equal(acted(), 2)
})

test('watch: it looks by itself once started, and no more after it was closed', async (t) => {
  const { dir, watch, acted, meanwhile } = await stage(t)
  const { promise: looked, resolve } = Promise.withResolvers<void>()
  meanwhile.work = async () => {
    // Yields, so that the loop of a clock without time lets others run.
    await new Promise((next) => setImmediate(next))
    if (acted() === 1) resolve()
  }
  await writeFile(join(dir, 'policy.yaml'), 'two')
  watch.start()
  await looked
  await watch.close()
  await writeFile(join(dir, 'policy.yaml'), 'three')
  await watch.look()
  assert.equal(acted(), 1)
})
