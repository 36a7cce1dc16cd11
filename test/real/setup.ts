/** What `npm run test:real` needs besides the project's own dependencies: Node-RED from npm, and oathtool from Debian. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installMissingPrograms } from '../support/programs.ts'

const DIR = import.meta.dirname
/** A copy of the lock that was installed from; `npm ci` removes it with everything else before it begins. */
const INSTALLED_LOCK = join(DIR, 'node_modules/.installed-lock.json')

export function globalSetup(): void {
  try {
    installMissingPrograms(['oathtool'])
    installNodeRed()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}

function installNodeRed(): void {
  const lock = readFileSync(join(DIR, 'package-lock.json'), 'utf8')
  if (existsSync(INSTALLED_LOCK) && readFileSync(INSTALLED_LOCK, 'utf8') === lock) return
  console.log('Installing Node-RED for the test …')
  const { status } = spawnSync('npm', ['ci', '--prefix', DIR], { stdio: 'inherit' })
  if (status !== 0) throw new Error('Node-RED could not be installed: see above.')
  writeFileSync(INSTALLED_LOCK, lock)
}
