import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { program } from './programs.ts'
import { type Service, startService } from './service.ts'

/** Another proxy in front of one app, which asks the gateway about every request, as docs/forward-auth.md shows it. */
export interface FrontProxy extends Service {
  port: number
}

export interface Behind {
  /** `host:port` under which browsers reach it. */
  host: string
  /** `127.0.0.1:<port>`. */
  gateway: string
  app: string
}

const NAMES = ['User', 'Name', 'Email', 'Company', 'Company-Kind', 'Role', 'Assertion']

export async function startCaddy(behind: Behind): Promise<FrontProxy> {
  const [dir, port] = [await mkdtemp(join(tmpdir(), 'gatehouse-caddy-')), await freePort()]
  const file = join(dir, 'Caddyfile')
  await writeFile(file, caddyConfiguration(dir, port, behind))
  const service = await startService(`http://127.0.0.1:${port}`, {
    command: program('caddy'),
    args: ['run', '--config', file, '--adapter', 'caddyfile'],
    dir,
    readyText: 'serving initial configuration',
    stopSignal: 'SIGTERM',
  })
  return Object.assign(service, { port })
}

function caddyConfiguration(dir: string, port: number, { gateway, app }: Behind): string {
  return `
{
  admin off
  auto_https off
  storage file_system ${dir}
}
http://:${port} {
  bind 127.0.0.1
  handle /_gatehouse/authz* {
    respond 404
  }
  handle /_gatehouse/* {
    reverse_proxy ${gateway}
  }
  handle {
    route {
      request_header -*gatehouse*
      @noWebSocket not header_regexp Upgrade (?i)^websocket$
      request_header @noWebSocket -Upgrade
      forward_auth ${gateway} {
        uri /_gatehouse/authz
        copy_headers ${[...NAMES, 'Cookie'].map((name) => `X-Gatehouse-${name}`).join(' ')}
      }
      reverse_proxy ${app} {
        header_up Cookie {http.request.header.X-Gatehouse-Cookie}
        header_up -X-Gatehouse-Cookie
        ${NAMES.map((name) => `header_up X-Gatehouse-${name} {http.request.header.X-Gatehouse-${name}}`).join('\n        ')}
      }
    }
  }
}
`
}
