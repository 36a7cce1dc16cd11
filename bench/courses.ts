/** What is asked of whom, and what is expected of the answer's cost. */
import { ANSWER_BYTES, file, form, KIB, MIB, page, question } from './asks.ts'
import type { Exchange } from './connection.ts'
import type { Server } from './server.ts'
import type { ServerName } from './servers.ts'

export interface Course {
  name: string
  says: string
  /** Whom the others are compared with, first. */
  servers: ServerName[]
  ask: (server: Server, name: ServerName) => Exchange
}

const FORWARDS: ServerName[] = ['bare undici forward', 'Gatehouse embedded', 'nginx proxy_pass']

export const COURSES: Course[] = [
  {
    name: 'page',
    says: 'GET, answered with 1 KiB',
    servers: [
      'bare undici forward',
      'bare node:http',
      'http-proxy-middleware',
      'naive gate',
      'Gatehouse embedded',
      'Gatehouse Redis',
      'Gatehouse 2 workers',
      'nginx proxy_pass',
      'nginx auth_request',
      'nginx front',
    ],
    ask: page,
  },
  {
    name: 'authz',
    says: 'GET /_gatehouse/authz, as nginx asks it',
    servers: ['bare node:http', 'Gatehouse asked'],
    ask: (server, name) => question(name === 'bare node:http' ? ANSWER_BYTES : 0)(server),
  },
  { name: '64KiB', says: 'GET, answered with 64 KiB', servers: FORWARDS, ask: file(64 * KIB) },
  { name: '1MiB', says: 'GET, answered with 1 MiB', servers: FORWARDS, ask: file(MIB) },
  { name: 'post', says: 'POST of a 4 KiB form, answered with 1 KiB', servers: FORWARDS, ask: form },
]

/** A ratio of processor time per request. */
export interface Target {
  course: string
  of: ServerName
  to: ServerName
  limit: { atMost: number } | { atLeast: number }
}

const inline = (course: string, of: ServerName): Target => ({
  course,
  of,
  to: 'bare undici forward',
  limit: { atMost: 1.1 },
})

export const TARGETS: Target[] = [
  { course: 'page', of: 'Gatehouse embedded', to: 'naive gate', limit: { atMost: 1 / 3 } },
  { course: 'page', of: 'Gatehouse Redis', to: 'naive gate', limit: { atMost: 1 / 3 } },
  { course: 'page', of: 'Gatehouse embedded', to: 'bare undici forward', limit: { atMost: 1.25 } },
  { course: 'page', of: 'Gatehouse Redis', to: 'bare undici forward', limit: { atMost: 1.25 } },
  inline('page', 'Gatehouse embedded'),
  inline('page', 'Gatehouse Redis'),
  inline('64KiB', 'Gatehouse embedded'),
  inline('1MiB', 'Gatehouse embedded'),
  inline('post', 'Gatehouse embedded'),
  { course: 'authz', of: 'Gatehouse asked', to: 'bare node:http', limit: { atMost: 1.5 } },
  // Requests per CPU-second of the front, as a part of what plain forwarding has.
  { course: 'page', of: 'nginx proxy_pass', to: 'nginx front', limit: { atLeast: 0.7 } },
]
