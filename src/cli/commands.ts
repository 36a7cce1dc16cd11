import { accountCommands } from './account-commands.ts'
import { BACKUP_OPTIONS, backup } from './backup.ts'
import { check } from './check.ts'
import type { Asked, Command } from './command.ts'
import { CONFIG, configDirOf, DATA, dataDirOf, type Options, PORT, portOf, WORKERS, workersOf } from './options.ts'
import { EXPLAIN_OPTIONS, explain } from './explain.ts'
import { credentialCommands } from './credential-commands.ts'
import { FRONT_OPTIONS, front } from './front.ts'
import { serve, type StartPortal } from './serve.ts'

/** Every command that there is. A new one is a line here. */
export function commands(startDemoPortal: StartPortal): Command[] {
  return [
    {
      name: 'serve',
      takes: [],
      options: { config: CONFIG, port: PORT, data: DATA, workers: WORKERS },
      says: 'run the gateway',
      // A store that could not be reached may go on trying: the process ends nevertheless.
      run: async (asked) =>
        process.exit(await serve({ ...optionsOf(asked), workers: workersOf(asked) }, startDemoPortal)),
    },
    {
      name: 'check',
      takes: [],
      options: { config: CONFIG, data: DATA },
      says: 'name every fault of the configuration, and nothing else',
      run: (asked) => check(optionsOf(asked)),
    },
    {
      name: 'explain',
      takes: [],
      options: EXPLAIN_OPTIONS,
      says: 'what a sign-in would come to and why, with the line of policy; changes nothing',
      run: explain,
    },
    {
      name: 'backup',
      takes: ['FILE'],
      options: BACKUP_OPTIONS,
      says: 'copy the embedded store to FILE, beside a gateway that goes on working',
      run: backup,
    },
    {
      name: 'front nginx',
      takes: [],
      options: FRONT_OPTIONS,
      says: 'print the configuration of an nginx that asks the gateway and passes requests to the apps by itself',
      run: front,
    },
    ...accountCommands(),
    ...credentialCommands(),
  ]
}

function optionsOf(asked: Asked): Options {
  return { configDir: configDirOf(asked), dataDir: dataDirOf(asked), port: portOf(asked) }
}
