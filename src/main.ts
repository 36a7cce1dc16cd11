#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import manifest from '../package.json' with { type: 'json' }
import { bearObjectsYoung, giveMemoryBack } from './cli/memory.ts'

// What is stripped of its types once is kept beside the packages that it runs with, where that can be written: a start
// takes half the time and 20 MiB less. So everything below is loaded after this.
const compileCache = join(import.meta.dirname, '../node_modules/.cache/gatehouse')
if (process.argv[2] === 'serve') {
  giveMemoryBack({ compileCache })
  bearObjectsYoung()
}
enableCompileCache(compileCache)
const { readCommand } = await import('./cli/command.ts')
const { commands } = await import('./cli/commands.ts')
const { endWithoutReader, goOnWithoutReader } = await import('./cli/output.ts')

const known = commands(async () => {
  // Loaded for the demo alone: its packages are no part of an installation.
  const { startDemoPortal } = await import('../demo/portal.ts')
  return startDemoPortal()
})

const reading = readCommand(process.argv.slice(2), known, manifest.version)
if (reading.kind === 'run' && reading.command.name === 'serve') goOnWithoutReader()
else endWithoutReader()
switch (reading.kind) {
  case 'print':
    process.stdout.write(`${reading.text}\n`)
    break
  case 'misused':
    process.stderr.write(`${reading.text}\n`)
    process.exitCode = 2
    break
  case 'run':
    process.exitCode = await reading.command.run(reading.asked)
}
