/** Where the frames of a WebSocket begin and end (RFC 6455 §5.2); what is in them is not looked at. */
export interface Frames {
  /** Takes bytes from `start` up to the end of the frame that they belong to. Answers where the next one begins. */
  take(bytes: Buffer, start: number): number
  /** The last byte taken was the last of a frame. */
  between(): boolean
  /** A close frame went by: nothing may come behind it (§5.5.1). */
  closed(): boolean
}

const CLOSE = 0x8
const LENGTH_BYTES: Record<number, number> = { 126: 2, 127: 8 }

export function openFrames(): Frames {
  const head = Buffer.alloc(14)
  let headBytes = 0
  let payloadLeft = 0
  let closed = false

  function take(bytes: Buffer, start: number): number {
    let at = start
    while (at < bytes.length) {
      if (payloadLeft > 0) {
        const step = Math.min(payloadLeft, bytes.length - at)
        at += step
        payloadLeft -= step
        if (payloadLeft > 0) continue
      } else {
        head[headBytes++] = bytes[at++] ?? 0
        if (headBytes < headLength(head, headBytes)) continue
        payloadLeft = payloadLength(head)
        if (payloadLeft > 0) continue
      }
      closed ||= ((head[0] ?? 0) & 0x0f) === CLOSE
      headBytes = 0
      return at
    }
    return at
  }

  return { take, between: () => headBytes === 0, closed: () => closed }
}

/** As far as it can be told: the second byte says how long the head is. */
function headLength(head: Buffer, known: number): number {
  if (known < 2) return 2
  const second = head[1] ?? 0
  const maskBytes = second >= 0x80 ? 4 : 0
  return 2 + (LENGTH_BYTES[second & 0x7f] ?? 0) + maskBytes
}

function payloadLength(head: Buffer): number {
  const short = (head[1] ?? 0) & 0x7f
  if (short === 126) return head.readUInt16BE(2)
  // Beyond 2^53 this is not exact; such a frame has no end that anybody lives to see.
  return short === 127 ? Number(head.readBigUInt64BE(2)) : short
}
