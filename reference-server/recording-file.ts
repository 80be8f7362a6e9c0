import { createWriteStream } from 'node:fs'
import { PackedWriter } from '#core/collections/packed-bytes.ts'
import type { Bytes, Ms } from '#core/units.ts'

export interface RecordingFile {
  /** Where records go after the header. */
  readonly out: PackedWriter
  /** Writes what is left and closes the file. */
  end(done: () => void): void
}

export interface RecordingLimits {
  /** What may wait for the disk: a recording that grows faster than it is written must not fill the memory. */
  readonly waitingMax: Bytes
  /** Is told once, when the recording ends before the node does, and why. */
  readonly endedEarly: (text: string) => void
}

/** What is recorded waits until a block is full or so much time has passed: a call of the system costs as much as many records. */
const blockBytes: Bytes = 65_536
const heldMsMax: Ms = 500
const usualLimits: RecordingLimits = {
  waitingMax: 64 << 20,
  endedEarly: (text) => void process.stderr.write(`${text}\n`),
}

/**
 * A file that begins with the header. A node that is killed loses what the last moments held; a disk that is full or does not keep up ends
 * the recording, not the node.
 */
export function recordingFile(path: string, header: string, limits = usualLimits): RecordingFile {
  const file = createWriteStream(path)
  const free: Buffer[] = []
  const next = () => free.pop() ?? Buffer.allocUnsafeSlow(blockBytes)
  let block = next()
  let isEnded = false
  function endEarly(why: string): void {
    if (isEnded) return
    isEnded = true
    file.destroy()
    limits.endedEarly(`${path}: the recording ends here: ${why}`)
  }
  file.on('error', ({ message }) => endEarly(message))
  file.write(header)
  const out = new PackedWriter(block, (filled) => {
    if (file.writableLength > limits.waitingMax)
      endEarly(`${file.writableLength} bytes wait for the disk, allowed ${limits.waitingMax}`)
    if (isEnded) return block
    const written = block
    file.write(filled, () => free.push(written))
    block = next()
    return block
  })
  const timer = setInterval(() => out.flush(), heldMsMax)
  timer.unref()
  return {
    out,
    end(done) {
      clearInterval(timer)
      out.flush()
      if (isEnded) done()
      else file.end(done)
    },
  }
}
