import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { WebSocket } from 'ws'
import { gatehouse, type Outcome, type Running, started } from '../cli/run.ts'
import { CHALLENGE, ENROLL_PHONE, MOBILES, PASSWORD, PEOPLE, type Person, policyYaml, signIn } from './gateway.ts'
import { freePort } from './free-port.ts'
import { tempDir } from './temp-dir.ts'
import { Visitor } from './visitor.ts'
import { lastCodeIn } from './outbox.ts'

/** A configuration that several processes run with, as behind a load balancer: each has a port, the address is one. */
export interface Installation {
  /** Starts a process, or a primary with workers, and waits until it listens. */
  start(args?: string[]): Promise<GateProcess>
  /** Runs a command of `gatehouse account`. */
  account(...args: string[]): Promise<Outcome>
  lastCode(): Promise<string>
  /** Writes `policy.yaml` anew. */
  setPolicy(yaml: string): Promise<void>
}

export interface GateProcess extends Running {
  port: number
  visitor(): Visitor
  /** What this process answers to the browser of `visitor`, whichever process it was signed in at. */
  asks(visitor: Visitor): Visitor
  /** A browser in which this person signed in here, with a code to a mobile that is enrolled if need be. */
  signedIn(person: Person): Promise<Visitor>
  /** A WebSocket through this process, open. */
  webSocket(visitor: Visitor): Promise<WebSocket>
}

const SECRET = 'a secret of more than thirty-two characters'

/** @param stores the line `stores: …` of `gatehouse.yaml` */
export async function installation(t: TestContext, stores: string): Promise<Installation> {
  const dir = await tempDir(t)
  const outbox = join(dir, 'outbox.jsonl')
  const publicUrl = `http://localhost:${await freePort()}`
  const seeds = Object.values(PEOPLE).map(
    (username) => `  - { username: ${username}, name: Somebody, company: northwind, password: ${PASSWORD} }`,
  )
  const setPolicy = (yaml: string) => writeFile(join(dir, 'policy.yaml'), yaml)
  await setPolicy(policyYaml())
  await writeFile(
    join(dir, 'gatehouse.yaml'),
    `
public_url: ${publicUrl}
secrets: [{ env: SECRET }]
${stores}
apps: [{ name: Portal, path: /, upstream: demo-portal }]
seed_accounts:
${seeds.join('\n')}
`,
  )
  const env = { SECRET, GATEHOUSE_OUTBOX: outbox }
  const places = ['--config', dir, '--data', join(dir, 'data')]

  const lastCode = () => lastCodeIn(outbox)

  return {
    lastCode,
    setPolicy,
    account: (...args) => gatehouse(['account', ...args, ...places], env),
    async start(args = []) {
      const port = await freePort()
      const running = started(t, ['serve', ...places, '--port', String(port), ...args], env)
      await running.line(/ is open at /)
      const visitor = () => new Visitor(publicUrl, { port })
      return {
        ...running,
        port,
        visitor,
        asks: (browser) => browser.copy({ port }),
        async signedIn(person) {
          const browser = visitor()
          const { location } = await signIn(browser, person)
          if (location !== CHALLENGE) await browser.post(ENROLL_PHONE, { country: 'GB', phone: MOBILES[person] })
          const { status } = await browser.post(CHALLENGE, { code: await lastCode() })
          assert.equal(status, 303, `${person} could not sign in`)
          return browser
        },
        async webSocket(browser) {
          const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, {
            headers: { Host: new URL(publicUrl).host, Origin: publicUrl, Cookie: browser.cookieHeader },
          })
          t.after(() => socket.terminate())
          await once(socket, 'open')
          return socket
        },
      }
    },
  }
}

/** What came of requests over one keep-alive connection. */
export interface Load {
  answered: number
  /** What went wrong, if anything did: a status that is not 200, or a broken connection. */
  failure: string | null
}

/** Asks for the page `times` times, each time when the last answer is there, until one fails. Nothing is tried again. */
export async function load(
  { port }: GateProcess,
  visitor: Visitor,
  { times, onAnswer = () => {} }: { times: number; onAnswer?: () => void },
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const headers = { Host: visitor.host, Cookie: visitor.cookieHeader, Accept: 'text/html' }
  const result: Load = { answered: 0, failure: null }
  while (result.answered < times && result.failure === null) {
    const { promise, resolve } = Promise.withResolvers<string | null>()
    request({ host: '127.0.0.1', port, path: '/', agent, headers }, (res) => {
      res.on('error', (error) => resolve(String(error)))
      res.on('end', () => resolve(res.statusCode === 200 ? null : `status ${res.statusCode}`))
      res.resume()
    })
      .on('error', (error) => resolve(String(error)))
      .end()
    result.failure = await promise
    if (result.failure !== null) break
    result.answered++
    onAnswer()
  }
  agent.destroy()
  return result
}
