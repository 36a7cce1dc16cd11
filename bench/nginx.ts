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
export function startNginx(port: number, http: (dir: string) => string): Promise<Server> {
  return startWholeNginx(port, (dir) => `events { worker_connections 1024; }\nhttp {\n${http(dir)}\n}`)
}

/** The same with a whole configuration, in which `worker_processes auto` is one. */
export async function startWholeNginx(port: number, whole: (dir: string) => string): Promise<Server> {
  const dir = mkdtempSync(join(tmpdir(), 'gatehouse-nginx-'))
  // Its workers are somebody else, where it is started as root.
  chmodSync(dir, 0o755)
  const file = join(dir, 'nginx.conf')
  writeFileSync(file, configuration(dir, whole(dir)))
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

function configuration(dir: string, whole: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${dir}/${name};`,
  )
  const oneWorker = whole.includes('worker_processes auto;')
    ? whole.replace('worker_processes auto;', 'worker_processes 1;')
    : `worker_processes 1;\n${whole}`
  const http = `http {\n  access_log off;\n  ${temporary.join(' ')}\n  keepalive_requests 10000000;\n`
  return `daemon off;\npid ${dir}/nginx.pid;\n${oneWorker.replace('http {\n', http)}`
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
