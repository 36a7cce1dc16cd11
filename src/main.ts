#!/usr/bin/env node
import manifest from '../package.json' with { type: 'json' }
import { check } from './cli/check.ts'
import { readCommand } from './cli/command.ts'
import { serve } from './cli/serve.ts'

const command = readCommand(process.argv.slice(2), manifest.version)
switch (command.kind) {
  case 'print':
    process.stdout.write(`${command.text}\n`)
    break
  case 'misused':
    process.stderr.write(`${command.text}\n`)
    process.exitCode = 2
    break
  case 'check':
    process.exitCode = check(command.options)
    break
  case 'serve':
    // A store that could not be reached may go on trying: the process ends nevertheless.
    process.exit(
      await serve(command.options, async () => {
        // Loaded for the demo alone: its packages are no part of an installation.
        const { startDemoPortal } = await import('../demo/portal.ts')
        return startDemoPortal()
      }),
    )
}
