import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../test/support/free-port.ts'
import type { Server } from './child.ts'

/** The plain `proxy_pass` of an nginx with one worker, or null where none is installed. */
export async function startNginx(upstream: string): Promise<Server | null> {
  if (spawnSync('nginx', ['-v']).error !== undefined) return null
  const dir = mkdtempSync(join(tmpdir(), 'gatehouse-nginx-'))
  const port = await freePort()
  const file = join(dir, 'nginx.conf')
  writeFileSync(file, configuration(dir, port, upstream))
  const nginx = spawn('nginx', ['-p', dir, '-c', file, '-e', 'stderr'], { stdio: 'ignore' })
  await listening(port)
  const pid = nginx.pid ?? 0
  return {
    port,
    cookie: '',
    async usage() {
      const pids = [pid, ...childrenOf(pid)]
      const cpuMicroseconds = pids.reduce((sum, one) => sum + cpuMicrosecondsOf(one), 0)
      return { cpuMicroseconds }
    },
    async stop() {
      nginx.kill('SIGTERM')
      await once(nginx, 'exit')
      rmSync(dir, { recursive: true })
    },
  }
}

function configuration(dir: string, port: number, upstream: string): string {
  return `
daemon off;
worker_processes 1;
pid ${dir}/nginx.pid;
events { worker_connections 1024; }
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${dir}/${name};`).join(' ')}
  keepalive_requests 10000000;
  upstream app { server ${new URL(upstream).host}; keepalive 64; keepalive_requests 10000000; }
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $http_host; }
  }
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

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => statOf(candidate)[1] === String(pid))
}

/** Fields of /proc/<pid>/stat from the third on, after the command's name. */
function statOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ')
  } catch {
    return []
  }
}

/** Counted by the kernel in ticks of 10 ms. */
function cpuMicrosecondsOf(pid: number): number {
  const stat = statOf(pid)
  return (Number(stat[11] ?? 0) + Number(stat[12] ?? 0)) * 10_000
}
