import { onAccounts } from './account-work.ts'
import type { Command } from './command.ts'
import { importCredentials, removeCredential, setCredential } from './credential-changes.ts'
import { CONFIG, DATA } from './options.ts'

const PLACES = { config: CONFIG, data: DATA }

/** `gatehouse credential …`: what people sign in to apps with, beside a running gateway. */
export function credentialCommands(): Command[] {
  return [
    {
      name: 'credential set',
      takes: ['USERNAME', 'APP'],
      options: {
        name: { takes: 'NAME', says: 'name of the person', required: true },
        'password-stdin': {
          takes: null,
          says: 'read the password from standard input, as is done without a terminal',
        },
        ...PLACES,
      },
      says: 'put in the name that a person has at an app, and the password there, which is asked for',
      run: (asked) => onAccounts(asked, setCredential),
    },
    {
      name: 'credential import',
      takes: ['FILE'],
      options: { 'dry-run': { takes: null, says: 'say what would be done, and change nothing' }, ...PLACES },
      says: 'the same for every row of a file, CSV with a header or JSON lines (- for standard input), or for none',
      run: (asked) => onAccounts(asked, importCredentials),
    },
    {
      name: 'credential remove',
      takes: ['USERNAME', 'APP'],
      options: PLACES,
      says: 'forget them',
      run: (asked) => onAccounts(asked, removeCredential),
    },
  ]
}
