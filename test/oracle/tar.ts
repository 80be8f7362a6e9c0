import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

const block = 512

/** Files of a small gzip-compressed archive in the POSIX format (IEEE 1003.1, ustar), name to text. */
export function readArchive(path: URL): Map<string, string> {
  const bytes = gunzipSync(readFileSync(path))
  const files = new Map<string, string>()
  for (let at = 0; at < bytes.length && bytes[at] !== 0; ) {
    const field = (from: number, length: number) =>
      bytes.toString('latin1', at + from, at + from + length).replace(/\0.*$/s, '')
    const size = Number.parseInt(field(124, 12), 8)
    const begin = at + block
    if (field(156, 1) === '0') files.set(field(0, 100), bytes.toString('utf8', begin, begin + size))
    at = begin + Math.ceil(size / block) * block
  }
  return files
}
