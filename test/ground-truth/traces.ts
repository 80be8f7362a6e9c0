import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Trace } from '#core/cache/replay-trace.ts'

/** All integers of a compressed text file. */
function integersOf(file: string): Uint32Array {
  const text = gunzipSync(readFileSync(new URL(file, import.meta.url)))
  const found = new Uint32Array(text.length)
  let count = 0
  let value = -1
  for (const code of text) {
    if (code >= 48 && code <= 57) value = Math.max(value, 0) * 10 + code - 48
    else if (value >= 0) {
      found[count++] = value
      value = -1
    }
  }
  return found.slice(0, count)
}

const known = new Map<string, Trace>()

export function traceOf(name: string): Trace {
  const held = known.get(name)
  if (held !== undefined) return held
  const trace = read(name)
  known.set(name, trace)
  return trace
}

function read(name: string): Trace {
  if (name === 'web07') return { keys: integersOf('web07.keys.txt.gz') }
  if (name === 'syn_zipf_sized') {
    const keys = integersOf('syn_zipf_sized.keys.txt.gz')
    const sizes = integersOf('syn_zipf_sized.sizes.txt.gz')
    return { keys, sizes: keys.map((key) => sizes[key]!) }
  }
  const columns = integersOf('webcachesim_test.tks.txt.gz')
  const column = (place: number) => columns.filter((_, at) => at % 3 === place)
  return { keys: column(1), sizes: column(2) }
}
