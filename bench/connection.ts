import { connect } from 'node:net'

/** One request as bytes, and how long the body of its answer is. */
export interface Exchange {
  request: Buffer
  answerBytes: number
}

/** A keep-alive connection on a bare socket, so that the load costs as little as it can. */
export interface Connection {
  /** Resolves with the last byte of the answer. Rejects for any but a 200 of the right length. One request at a time. */
  send(exchange: Exchange): Promise<void>
  close(): void
}

export function openConnection(port: number): Connection {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let asked: (PromiseWithResolvers<void> & { answerBytes: number }) | null = null
  let missing = -1
  const fail = (error: Error): void => {
    socket.destroy()
    asked?.reject(error)
  }
  socket.on('error', fail)
  socket.on('end', () => fail(new Error('the server ended a connection')))
  socket.on('data', (chunk: Buffer) => {
    if (asked === null) return fail(new Error('more came than was asked for'))
    // The head of an answer comes in one piece on the loopback.
    if (missing === -1) {
      const head = headBytes(chunk)
      if (head === null) return fail(new Error(`unexpected answer:\n${chunk.toString('latin1')}`))
      missing = head + asked.answerBytes
    }
    missing -= chunk.length
    if (missing > 0) return
    if (missing < 0) return fail(new Error('more came than was asked for'))
    const { resolve } = asked
    asked = null
    resolve()
  })
  return {
    send({ request, answerBytes }) {
      if (socket.destroyed) return Promise.reject(new Error('the connection is lost'))
      asked = { ...Promise.withResolvers<void>(), answerBytes }
      missing = -1
      socket.write(request)
      return asked.promise
    },
    close: () => socket.destroy(),
  }
}

const OKAY = Buffer.from('HTTP/1.1 200')

function headBytes(chunk: Buffer): number | null {
  const end = chunk.indexOf('\r\n\r\n')
  return end === -1 || !chunk.subarray(0, OKAY.length).equals(OKAY) ? null : end + 4
}
