import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'yaml'
import { readCommand } from '../../src/cli/command.ts'
import { commands } from '../../src/cli/commands.ts'
import { SECRET, writtenTo } from '../config/written.ts'
import { freePort } from '../support/free-port.ts'
import { PROJECT, started } from './run.ts'

const IMPORT = /(?:^import |^import [^'"\n]* from |^\} from |\bimport\()'([^.'\n][^'\n]*)'/gm

const read = (file: string): string => readFileSync(join(PROJECT, file), 'utf8')

/** The arguments of `gatehouse`, read as it reads them. */
function commandOf(args: string[]): string {
  const reading = readCommand(
    args,
    commands(() => assert.fail()),
    '0',
  )
  return reading.kind === 'run' ? reading.command.name : reading.text
}

test('an installation without development packages has everything that the sources import', () => {
  const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(read('package.json'))
  const sources = readdirSync(join(PROJECT, 'src'), { recursive: true, encoding: 'utf8' })
  let imported = 0
  for (const file of sources.filter((name) => name.endsWith('.ts'))) {
    for (const [, from = ''] of read(`src/${file}`).matchAll(IMPORT)) {
      if (isBuiltin(from)) continue
      imported++
      const name = from.split('/').slice(0, from.startsWith('@') ? 2 : 1)
      assert.ok(Object.hasOwn(dependencies, name.join('/')), `src/${file} imports ${from}`)
    }
  }
  assert.ok(imported > 30)
})

test('the image: what is copied exists and is not ignored, its command is one, and its probe tells up from down', async (t) => {
  const dockerfile = read('Dockerfile')
  const ignored = read('.dockerignore').split('\n')
  for (const [, paths = ''] of dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)) {
    for (const path of paths.split(' ')) {
      assert.ok(existsSync(join(PROJECT, path)), path)
      assert.ok(ignored.includes(`!${path}`), path)
    }
  }
  const [, command = ''] = /^CMD (.+)$/m.exec(dockerfile) ?? []
  assert.equal(commandOf(JSON.parse(command)), 'serve')

  const [, probe = ''] = /^ {2}CMD (\[.+\])$/m.exec(dockerfile) ?? []
  const [, ...args]: string[] = JSON.parse(probe)
  const port = await freePort()
  const probed = () =>
    spawnSync(
      process.execPath,
      args.map((arg) => arg.replace('8080', String(port))),
    ).status
  assert.equal(probed(), 1)
  const gatehouse = `public_url: https://portal.example.com
secrets: [{ env: SECRET }]
apps: [{ name: Portal, path: /, upstream: 'http://127.0.0.1:9090' }]
`
  const dir = await writtenTo(t, { gatehouse })
  const gate = started(t, ['serve', '--config', dir, '--data', dir, '--port', String(port)], { SECRET })
  await gate.line(/is open at/)
  assert.equal(probed(), 0)
})

interface Composed {
  services: Record<string, Record<string, unknown>>
  secrets: Record<string, object>
}

test('compose.yaml: every service is confined, and every password stands in a file', () => {
  const { services, secrets }: Composed = parse(read('compose.yaml'), { merge: true })
  for (const [name, service] of Object.entries(services)) {
    assert.equal(service['read_only'], true, name)
    assert.deepEqual(service['cap_drop'], ['ALL'], name)
    assert.deepEqual(service['security_opt'], ['no-new-privileges:true'], name)
    assert.equal(service['privileged'], undefined, name)
    for (const variable of Object.keys(service['environment'] ?? {})) {
      assert.ok(!/PASSWORD|SECRET|TOKEN/.test(variable) || variable.endsWith('_FILE'), `${name}: ${variable}`)
    }
    for (const secret of (service['secrets'] ?? []) as string[]) assert.ok(Object.hasOwn(secrets, secret), secret)
  }
  for (const [name, secret] of Object.entries(secrets)) assert.deepEqual(Object.keys(secret), ['file'], name)
  assert.deepEqual(Object.keys(services).toSorted(), ['gatehouse', 'postgres', 'redis'])
})

test('the systemd unit runs a command that is one, as a user of its own', () => {
  const unit = read('deploy/gatehouse.service')
  const [, args = ''] = /^ExecStart=\/usr\/bin\/node \/opt\/gatehouse\/src\/main\.ts (.+)$/m.exec(unit) ?? []
  assert.equal(commandOf(args.split(' ')), 'serve')
  for (const line of [
    'User=gatehouse',
    'ProtectSystem=strict',
    'NoNewPrivileges=yes',
    'ExecReload=/bin/kill -HUP $MAINPID',
  ]) {
    assert.ok(unit.split('\n').includes(line), line)
  }
})
