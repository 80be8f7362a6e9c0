import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { TandemError } from '#core/errors.ts'
import type { Bytes, Ratio } from '#core/units.ts'

const chunkBytes: Bytes = 1 << 20

/** A longer line is cut there: it is no log line, and memory stays bounded. */
const lineCharactersMax = 1 << 20

export interface Lines {
  readonly lines: readonly string[]
  /** Share of the file that was read so far, by its size on disk. */
  readonly done: Ratio
}

/**
 * Reads a text file by blocks of lines, without line ends; gzip and zstd are unpacked, told by their first bytes.
 *
 * Cost    two blocks in memory, whatever the size of the file
 * Errors  InputMissing: not there, no file, empty, packed data broken or cut, naming the last good line
 */
export async function* readLines(path: string): AsyncGenerator<Lines> {
  const { size, magic } = opened(path)
  const file = createReadStream(path, { highWaterMark: chunkBytes })
  const packing = packingOf(magic)
  const unpacker = packing?.create()
  const stream = unpacker === undefined ? file : file.pipe(unpacker)
  if (unpacker !== undefined) file.once('error', (error) => unpacker.destroy(error))
  const decoder = new StringDecoder('utf8')
  let rest = ''
  let count = 0
  try {
    for await (const chunk of stream) {
      const lines = (rest + decoder.write(chunk as Buffer)).split('\n')
      rest = lines.pop()!.slice(0, lineCharactersMax)
      count += lines.length
      yield { lines: lines.map(withoutReturn), done: Math.min(1, file.bytesRead / size) }
    }
  } catch (error) {
    if (error instanceof TandemError) throw error
    const reason = packing === undefined ? '' : `${packing.name} data is broken or cut off: `
    throw new TandemError(
      'InputMissing',
      `${path}: ${reason}${(error as Error).message}, after line ${count}`,
    )
  } finally {
    file.destroy()
  }
  rest += decoder.end()
  if (rest !== '') yield { lines: [withoutReturn(rest)], done: 1 }
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line)

function opened(path: string): { size: Bytes; magic: Buffer } {
  const magic = Buffer.alloc(4)
  let size = 0
  try {
    const stat = statSync(path)
    if (!stat.isFile()) throw new Error('it is no file')
    size = stat.size
    const descriptor = openSync(path, 'r')
    readSync(descriptor, magic, 0, 4, 0)
    closeSync(descriptor)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new TandemError('InputMissing', `${path}: ${code === 'ENOENT' ? 'there is no such file' : message}`)
  }
  if (size === 0) throw new TandemError('InputMissing', `${path}: the file is empty`)
  return { size, magic }
}

/** Source  RFC 1952 (gzip), RFC 8878 (zstd): the magic numbers. */
function packingOf(magic: Buffer) {
  if (magic[0] === 0x1f && magic[1] === 0x8b) return { name: 'gzip', create: () => createGunzip() }
  return magic.readUInt32LE(0) === 0xfd2fb528
    ? { name: 'zstd', create: () => createZstdDecompress() }
    : undefined
}
