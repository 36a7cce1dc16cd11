import assert from 'node:assert/strict'
import type { Page, WebSocket } from 'playwright-core'

/** What a page asks for, and what it hears. */
export interface Watch {
  /** Path and query of everything that was asked for with GET. */
  readonly paths: Set<string>
  /** Requests that failed, were refused or went to another site, and errors of scripts. */
  readonly failures: string[]
  /** The WebSocket that was opened last. */
  lastSocket(): WebSocket
  /** A frame that came over any WebSocket and fits; waits for it on the last one. */
  received(pattern: RegExp): Promise<string>
  /** Begins anew. */
  forget(): void
}

export function watch(page: Page, origin: string): Watch {
  const paths = new Set<string>()
  const failures: string[] = []
  let sockets: WebSocket[] = []
  let frames: string[] = []

  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol === 'data:' || url.protocol === 'blob:') return
    if (url.origin !== origin) failures.push(`asked elsewhere: ${url.href}`)
    else if (request.method() === 'GET') paths.add(url.pathname + url.search)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) failures.push(`${response.status()} ${response.url()}`)
  })
  page.on('requestfailed', (request) => failures.push(`${request.failure()?.errorText} ${request.url()}`))
  page.on('pageerror', (error) => failures.push(error.message))
  page.on('websocket', (socket) => {
    sockets.push(socket)
    socket.on('framereceived', ({ payload }) => frames.push(String(payload)))
  })

  function lastSocket(): WebSocket {
    const socket = sockets.at(-1)
    assert.ok(socket !== undefined, 'no WebSocket was opened')
    return socket
  }

  return {
    paths,
    failures,
    lastSocket,
    async received(pattern) {
      const before = frames.find((frame) => pattern.test(frame))
      if (before !== undefined) return before
      const predicate = ({ payload }: { payload: string | Buffer }): boolean => pattern.test(String(payload))
      const { payload } = await lastSocket().waitForEvent('framereceived', { predicate })
      return String(payload)
    },
    forget() {
      paths.clear()
      failures.length = 0
      sockets = []
      frames = []
    },
  }
}
