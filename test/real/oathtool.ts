import { execFileSync } from 'node:child_process'
import { program } from '../support/programs.ts'

export const TIME_STEP_MS = 30_000

/** The code that an authenticator app with this key shows at a moment, from a program that nobody here wrote. */
export function codeShown(base32Key: string, atMs: number): string {
  const args = ['--totp', '--base32', base32Key, '--now', `@${Math.floor(atMs / 1000)}`]
  return execFileSync(program('oathtool'), args, { encoding: 'utf8' }).trim()
}
