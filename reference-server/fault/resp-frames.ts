/**
 * Splits what Redis sends into whole replies, however the network has cut it. Gives the replies that are whole with each chunk, and keeps
 * the beginning of the next.
 *
 * Source  Redis documentation, "Redis serialization protocol specification" (RESP2)
 * Cost    a reply that comes in n chunks is scanned n times
 */
export function respFrames(): (chunk: Buffer) => Buffer[] {
  let rest: Buffer = Buffer.alloc(0)
  return (chunk) => {
    const all = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const frames: Buffer[] = []
    let at = 0
    for (let end = frameEnd(all, at); end >= 0; end = frameEnd(all, at)) {
      frames.push(all.subarray(at, end))
      at = end
    }
    rest = all.subarray(at)
    return frames
  }
}

const unfinished = -1

/** Where the reply that begins at a place ends, or that it is not whole. */
function frameEnd(bytes: Buffer, at: number): number {
  const lineEnd = at < bytes.length ? bytes.indexOf('\r\n', at) : unfinished
  if (lineEnd < 0) return unfinished
  const kind = String.fromCharCode(bytes[at]!)
  const length = Number(bytes.toString('latin1', at + 1, lineEnd))
  let end = lineEnd + 2
  if (kind === '$' && length >= 0) end += length + 2
  if (kind === '*') for (let item = 0; item < length && end >= 0; item++) end = frameEnd(bytes, end)
  return end > bytes.length ? unfinished : end
}

const pushed = /^\*3\r\n\$7\r\nmessage\r\n/

/** Whether a reply is a message to a subscriber. */
export const isMessage = (frame: Buffer): boolean => pushed.test(frame.toString('latin1', 0, 24))
