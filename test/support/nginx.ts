import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FrontOptions, type FrontSettings, nginxFront } from '../../src/front/nginx.ts'
import { freePort } from './free-port.ts'
import type { FrontProxy } from './front-proxies.ts'
import type { TestGateway } from './gateway.ts'
import { program } from './programs.ts'
import { startService } from './service.ts'

/** An nginx in front of a gateway, with the very file that `gatehouse front nginx` prints for its configuration. */
export async function startNginx(
  gate: Pick<TestGateway, 'origin' | 'configuration'>,
  changes: Partial<FrontOptions> = {},
): Promise<FrontProxy> {
  const [dir, port] = [mkdtempSync(join(tmpdir(), 'gatehouse-nginx-')), await freePort()]
  // Started by root, nginx works as somebody else.
  chmodSync(dir, 0o755)
  const gatewayPort = Number(new URL(gate.origin).port)
  const text = printed(gate.configuration().settings, {
    listen: [`127.0.0.1:${port}`],
    gateways: [`127.0.0.1:${gatewayPort}`],
    cacheDir: dir,
    ...changes,
  })
  const scheme = changes.tls == null ? 'http' : 'https'
  const service = await startService(`${scheme}://127.0.0.1:${port}`, {
    command: program('nginx'),
    args: [...argumentsFor(dir, text), '-g', `${MAIN} pid ${dir}/nginx.pid;`],
    dir,
    readyText: 'start worker processes',
    stopSignal: 'SIGTERM',
  })
  return Object.assign(service, { port })
}

const MAIN = 'daemon off; error_log stderr notice;'

export function printed(settings: FrontSettings, changes: Partial<FrontOptions> = {}): string {
  const front = nginxFront(settings, {
    listen: ['127.0.0.1:8081'],
    tls: null,
    gateways: ['127.0.0.1:8080'],
    cacheDir: tmpdir(),
    authorities: '/etc/ssl/certs/ca-certificates.crt',
    ...changes,
  })
  if ('faults' in front) throw new Error(front.faults.join('\n'))
  return front.text
}

/** What nginx says against a configuration; empty when it would start with it. */
export function nginxFaults(text: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'gatehouse-nginx-'))
  const args = [...argumentsFor(dir, text), '-t', '-q', '-g', `pid ${dir}/nginx.pid;`]
  const { status, stderr } = spawnSync(program('nginx'), args, { encoding: 'utf8' })
  rmSync(dir, { recursive: true, force: true })
  return status === 0 ? stderr : `${stderr}(${status})`
}

/** The file as it is, but for where this nginx, whoever runs it, may write. */
function argumentsFor(dir: string, text: string): string[] {
  const file = join(dir, 'nginx.conf')
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${dir}/${name};`,
  )
  writeFileSync(file, text.replace('http {\n', `http {\n  access_log off; ${temporary.join(' ')}\n`))
  return ['-p', dir, '-c', file, '-e', 'stderr']
}
