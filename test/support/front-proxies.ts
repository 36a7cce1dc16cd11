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

export async function startNginx(behind: Behind): Promise<FrontProxy> {
  const [dir, port] = [await mkdtemp(join(tmpdir(), 'gatehouse-nginx-')), await freePort()]
  const file = join(dir, 'nginx.conf')
  await writeFile(file, nginxConfiguration(dir, port, behind))
  const service = await startService(`http://127.0.0.1:${port}`, {
    command: program('nginx'),
    args: ['-p', dir, '-c', file, '-e', 'stderr'],
    dir,
    readyText: 'start worker processes',
    stopSignal: 'SIGTERM',
  })
  return Object.assign(service, { port })
}

function nginxConfiguration(dir: string, port: number, { host, gateway, app }: Behind): string {
  const variable = (name: string): string => `$gatehouse_${name.toLowerCase().replaceAll('-', '_')}`
  const copied = [...NAMES, 'Cookie', 'Location'].map(
    (name) =>
      `auth_request_set ${variable(name)} $upstream_http_x_gatehouse_${name.toLowerCase().replaceAll('-', '_')};`,
  )
  const passed = NAMES.map((name) => `proxy_set_header X-Gatehouse-${name} ${variable(name)};`)
  return `
daemon off;
worker_processes 1;
error_log stderr notice;
pid ${dir}/nginx.pid;
events {}
http {
  access_log off;
  absolute_redirect off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${dir}/${name};`).join(' ')}
  map $http_upgrade $websocket { default ''; ~*^websocket$ websocket; }
  map $websocket $connection_upgrade { default upgrade; '' ''; }
  server {
    listen 127.0.0.1:${port};
    proxy_http_version 1.1;
    location = /_gatehouse/authz {
      internal;
      proxy_pass http://${gateway};
      proxy_pass_request_body off;
      proxy_set_header Content-Length "";
      proxy_set_header Host ${host};
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Original-URL $scheme://${host}$request_uri;
      proxy_set_header X-Original-Method $request_method;
      proxy_set_header X-Forwarded-Uri "";
    }
    location /_gatehouse/ {
      proxy_pass http://${gateway};
      proxy_set_header Host ${host};
      proxy_set_header X-Forwarded-For $remote_addr;
    }
    location / {
      auth_request /_gatehouse/authz;
      ${copied.join('\n      ')}
      error_page 401 = @owed;
      proxy_pass http://${app};
      proxy_set_header Host ${host};
      proxy_set_header Upgrade $websocket;
      proxy_set_header Connection $connection_upgrade;
      proxy_set_header Cookie $gatehouse_cookie;
      ${passed.join('\n      ')}
    }
    location @owed {
      if ($gatehouse_location) { return 303 $gatehouse_location; }
      return 401;
    }
  }
}
`
}

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
