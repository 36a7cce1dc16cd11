import assert from 'node:assert/strict'
import { cp, mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { freePort } from '../support/free-port.ts'
import { tempDir } from '../support/temp-dir.ts'
import { PROJECT, started } from './run.ts'

const BRANCH_OFFICE = '      - name: Branch office\n        ranges: [127.0.0.3/32]\n'

test('reload: a running gateway follows edits, swapped directories and SIGHUP, and says what they change', async (t) => {
  const dir = await tempDir(t)
  for (const version of ['one', 'two']) await cp(join(PROJECT, 'config/demo'), join(dir, version), { recursive: true })
  await symlink('one', join(dir, 'config'))
  const port = await freePort()
  const args = ['serve', '--config', join(dir, 'config'), '--port', String(port), '--data', join(dir, 'data')]
  const running = started(t, args)
  await running.line(/Ctrl\+C/)
  const get = (path: string) => fetch(`http://localhost:${port}${path}`)
  const policyFile = join(dir, 'config/policy.yaml')
  const policy = await readFile(policyFile, 'utf8')

  // Nothing but the signal makes it look at files that are as they were.
  running.child.kill('SIGHUP')
  await running.line(/^Reloaded: nothing has changed\.$/)

  const withBranch = policy.replace(/^ {2}fabrikam:/m, `${BRANCH_OFFICE}$&`)
  await writeFile(policyFile, withBranch)
  await running.line(/^Reloaded: Northwind IT: trusted network Branch office added; 2 accounts affected$/)

  assert.equal((await get('/assets/logo')).status, 401)
  const gatehouseFile = join(dir, 'two/gatehouse.yaml')
  const gatehouse = await readFile(gatehouseFile, 'utf8')
  await writeFile(gatehouseFile, gatehouse.replace('path: /\n', 'path: /\n    public: [/assets/]\n'))
  await symlink('two', join(dir, 'config.next'))
  await rename(join(dir, 'config.next'), join(dir, 'config'))
  await running.line(/^Reloaded: app Partner portal: public paths changed$/)
  await running.line(/^Reloaded: Northwind IT: trusted network Branch office removed; 2 accounts affected$/)
  assert.equal((await get('/assets/logo')).status, 200)

  await writeFile(policyFile, policy.replace('kind: partner', 'kind: prtner'))
  await running.line(/^.*\/config\/policy\.yaml:\d+:\d+: "prtner" is not possible: did you mean "partner"\?$/)
  await running.line(/^Not reloaded: /)
  const faulty = await get('/_gatehouse/health/ready')
  assert.equal(faulty.status, 200)
  const detail = await faulty.text()
  assert.match(detail, /"configuration":"faulty"/)
  assert.doesNotMatch(detail, /prtner|policy/)
  assert.equal((await get('/assets/logo')).status, 200)

  await writeFile(policyFile, policy.replaceAll('Backup Direct', 'Backup & Co'))
  await running.line(/^Reloaded: Backup Direct is called Backup & Co; 1 account affected$/)
  assert.match(await (await get('/_gatehouse/health/ready')).text(), /"configuration":"in_force"/)

  await mkdir(join(dir, 'two/theme'))
  await writeFile(gatehouseFile, gatehouse.replace(/^portal:/m, 'theme: ./theme\n$&'))
  await running.line(/^Reloaded: theme changed$/)
  await writeFile(join(dir, 'two/theme/theme.yaml'), 'colours: { light: { accent: "#aabbcc" } }\n')
  await running.line(/\/theme\/theme\.yaml:1:29: "accent" has a contrast of /)
  await running.line(/^Not reloaded: /)
  await writeFile(join(dir, 'two/theme/theme.yaml'), 'colours: { light: { accent: "#1f4e9e" } }\n')
  await running.line(/^Reloaded: theme changed$/)

  running.child.kill('SIGTERM')
  assert.equal(await running.exitCode, 0)
})
