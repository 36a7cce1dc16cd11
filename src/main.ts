#!/usr/bin/env node
import manifest from '../package.json' with { type: 'json' }
import { readCommand } from './cli/command.ts'
import { commands } from './cli/commands.ts'

const known = commands(async () => {
  // Loaded for the demo alone: its packages are no part of an installation.
  const { startDemoPortal } = await import('../demo/portal.ts')
  return startDemoPortal()
})

const reading = readCommand(process.argv.slice(2), known, manifest.version)
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
