import { crc32, crc32OfWord } from './crc32.ts'

/**
 * A ring of points, 160 for each unit of weight; a key belongs to the node of the first point at or after its hash.
 *
 * Source    nginx, src/http/modules/ngx_http_upstream_hash_module.c, `hash $key consistent`; Karger et al., STOC 1997
 * Cost      building O(points log points); a search O(log points)
 * Deviates  from libketama, which takes four points of each MD5
 */
export class KetamaRing {
  /** Hashes in ascending order, each once; `nodes` are whose they are. */
  readonly hashes: Uint32Array
  readonly nodes: Int32Array

  /** Names are `host:port`; `weights` has one weight a node. */
  constructor(names: readonly string[], weights: Float64Array) {
    const points = names.flatMap((name, node) =>
      pointsOf(name, 160 * weights[node]!).map((hash) => ({ hash, node })),
    )
    // The sort is stable: of equal hashes the earlier node keeps the point.
    points.sort((a, b) => a.hash - b.hash)
    const kept = points.filter(({ hash }, index) => index === 0 || hash !== points[index - 1]!.hash)
    this.hashes = Uint32Array.from(kept, ({ hash }) => hash)
    this.nodes = Int32Array.from(kept, ({ node }) => node)
  }

  /** The index of the first point at or after the hash, going round. */
  find(hash: number): number {
    const { hashes } = this
    let low = 0
    let high = hashes.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (hashes[middle]! < hash) low = middle + 1
      else high = middle
    }
    return low === hashes.length ? 0 : low
  }

  after(index: number): number {
    return index + 1 === this.hashes.length ? 0 : index + 1
  }
}

function pointsOf(name: string, count: number): number[] {
  const colon = name.lastIndexOf(':')
  const [host, port] = colon < 0 ? [name, ''] : [name.slice(0, colon), name.slice(colon + 1)]
  const base = crc32(`${host}\0${port}`)
  const points: number[] = []
  let previous = 0
  while (points.length < count) {
    previous = crc32OfWord(previous, base)
    points.push(previous)
  }
  return points
}
