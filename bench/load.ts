import { connect, type Socket } from 'node:net'

export interface LoadResult {
  requests: number
  /** Milliseconds from sending a request to the last byte of its answer, in ascending order. */
  latenciesMs: Float64Array
}

export interface Load {
  /** Sends this many requests over all connections, each as soon as the one before it was answered. */
  run(requests: number): Promise<LoadResult>
  close(): void
}

const BODY_BYTES = 1024

/** Keep-alive connections on bare sockets, so that the load costs as little as it can. */
export function openLoad(target: { port: number; cookie: string }, connections: number): Load {
  const request = Buffer.from(requestText(target), 'latin1')
  const sockets = Array.from({ length: connections }, () =>
    connect({ port: target.port, host: '127.0.0.1', noDelay: true }),
  )

  return {
    async run(requests) {
      const latenciesMs = new Float64Array(requests)
      let begun = 0
      let done = 0
      const drive = (socket: Socket): Promise<void> =>
        new Promise((resolve, reject) => {
          let sentAt = 0
          let missing = -1
          const next = (): void => {
            if (begun === requests) {
              socket.off('data', take).off('error', reject)
              return resolve()
            }
            begun++
            missing = -1
            sentAt = performance.now()
            socket.write(request)
          }
          const take = (chunk: Buffer): void => {
            // The head of an answer comes in one piece on the loopback.
            if (missing === -1) missing = headBytes(chunk) + BODY_BYTES
            missing -= chunk.length
            if (missing > 0) return
            if (missing < 0) return reject(new Error('more came than was asked for'))
            latenciesMs[done++] = performance.now() - sentAt
            next()
          }
          socket.on('data', take).on('error', reject)
          next()
        })
      await Promise.all(sockets.map(drive))
      return { requests, latenciesMs: latenciesMs.sort() }
    },
    close() {
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** What a browser sends for a part of a page. */
function requestText({ port, cookie }: { port: number; cookie: string }): string {
  const fields = [
    `Host: localhost:${port}`,
    'Connection: keep-alive',
    'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'Accept-Language: en-GB,en;q=0.5',
    'Accept-Encoding: gzip, deflate, br',
    `Referer: http://localhost:${port}/`,
    `Cookie: theme=dark; ${cookie === '' ? 'visitor=1' : cookie}`,
    'Sec-Fetch-Mode: navigate',
  ]
  return `GET /cases/list?page=2 HTTP/1.1\r\n${fields.join('\r\n')}\r\n\r\n`
}

function headBytes(chunk: Buffer): number {
  const end = chunk.indexOf('\r\n\r\n')
  if (end === -1 || !chunk.subarray(0, 12).equals(OKAY))
    throw new Error(`unexpected answer:\n${chunk.toString('latin1')}`)
  return end + 4
}

const OKAY = Buffer.from('HTTP/1.1 200')
