import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endWithUs, treeOf } from './processes.ts'
import type { Server } from './server.ts'

export function nginxIsInstalled(): boolean {
  return spawnSync('nginx', ['-v']).error === undefined
}

/** An nginx with one worker, as a front end has it, with what stands in its `http` block. */
export async function startNginx(port: number, http: (dir: string) => string): Promise<Server> {
  const dir = mkdtempSync(join(tmpdir(), 'gatehouse-nginx-'))
  // Its workers are somebody else, where it is started as root.
  chmodSync(dir, 0o755)
  const file = join(dir, 'nginx.conf')
  writeFileSync(file, configuration(dir, http(dir)))
  const nginx = spawn('nginx', ['-p', dir, '-c', file, '-e', 'stderr'], { stdio: 'ignore' })
  endWithUs(nginx)
  await listening(port)
  return {
    port,
    host: `localhost:${port}`,
    cookie: '',
    pids: () => treeOf(nginx.pid ?? 0),
    async stop() {
      nginx.kill('SIGTERM')
      await once(nginx, 'exit')
      rmSync(dir, { recursive: true })
    },
  }
}

function configuration(dir: string, http: string): string {
  return `
daemon off;
worker_processes 1;
pid ${dir}/nginx.pid;
events { worker_connections 1024; }
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${dir}/${name};`).join(' ')}
  keepalive_requests 10000000;
  ${http}
}
`
}

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const socket = connect({ port, host: '127.0.0.1' })
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    })
    socket.destroy()
    if (open) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('nginx does not listen')
}
