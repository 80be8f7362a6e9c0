import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cache as verb } from '#experiments/verbs/cache.ts'
import { report } from '#experiments/verbs/report.ts'
import { callVerb } from '../command.ts'
import { folder } from '../short-station.ts'

const place = folder()
const file = (name: string, text: string) => {
  const path = join(place, name)
  writeFileSync(path, text)
  return path
}
const keys = file('keys.txt', `${'1\n2\n3\n4\n'.repeat(25)}`)
const sized = file('sized.txt', '1 1 10\n2 2 30\n3 1 10\n4 3 1000\n5 1 10\n')
const cache = (...words: string[]) => callVerb(verb, words)

describe('tandem cache', () => {
  it('counts the misses of every policy at every capacity, the same with any number of workers', async () => {
    const words = [keys, '--policy', 'lru,belady', '--capacity', '3,50%,1.0', '--json']
    const one = await cache(...words, '--workers', '1')
    const rows = JSON.parse(one.stdout)
    expect(one.status).toBe(0)
    expect(
      rows.map(({ policy, capacity, misses }: Record<string, unknown>) => [policy, capacity, misses]),
    ).toEqual([
      ['lru', 3, 100],
      ['lru', 2, 100],
      ['lru', 4, 4],
      ['belady', 3, 36],
      ['belady', 2, 68],
      ['belady', 4, 4],
    ])
    expect(rows[0]).toMatchObject({
      trace: 'keys.txt',
      seed: 1,
      requests: 100,
      missRatio: 1,
      byteMissRatio: 1,
    })
    const same = ({ requestsPerSecond: _, ...row }: Record<string, unknown>) => row
    const two = JSON.parse((await cache(...words, '--workers', '2')).stdout)
    expect(two.map(same)).toEqual(rows.map(same))
  })

  it('weighs objects with --sized: one larger than the cache is a miss that admits nothing', async () => {
    const { stdout } = await cache(sized, '--policy', 'lru', '--capacity', '40', '--sized', '--json')
    expect(JSON.parse(stdout)[0]).toMatchObject({
      misses: 3,
      requestBytes: 1060,
      missBytes: 1040,
      capacity: 40,
    })
  })

  it('prints a table, says what is special, and writes the rows', async () => {
    const out = folder()
    const { stdout } = await cache(keys, '--policy', 'lru', '--capacity', '1000', '--out', out)
    expect(stdout).toMatch(/100 requests, 4 keys/)
    expect(stdout).toMatch(/capacity 1000 holds all 4 keys: only first requests miss/)
    expect(stdout).toMatch(/keys\.txt +lru +1000 +4 +0\.040000/)
    expect(JSON.parse(readFileSync(join(out, 'cache.json'), 'utf8'))).toHaveLength(1)
  })

  it('gives what earlier traces gave when a later one cannot be read, and fails all the same', async () => {
    const bad = file('bad.txt', '1 1 10\n2 2 x\n')
    const out = folder()
    const words = [keys, bad, '--policy', 'lru', '--capacity', '3', '--out', out]
    const { status, stdout, stderr } = await cache(...words)
    expect(status).toBe(2)
    expect(stderr).toMatch(/bad\.txt: line 2: size must be a whole number/)
    expect(stdout).toMatch(/keys\.txt +lru +3 +100/)
    expect(JSON.parse(readFileSync(join(out, 'cache.json'), 'utf8'))).toHaveLength(1)
  })

  it('draws miss-ratio curves with --curve, and report draws the same again', async () => {
    const out = folder()
    const { stdout } = await cache(keys, '--policy', 'lru,2q', '--curve', '--out', out)
    expect(stdout).toMatch(/keys\.txt +lru +4 +0\.040000 +stack distances/)
    expect(stdout).toMatch(/keys\.txt +two-q +3 .*simulation/)
    const page = readFileSync(join(out, 'report.html'), 'utf8')
    expect(page).toContain('Miss-ratio curves: keys.txt')
    expect((await callVerb(report, [out])).status).toBe(0)
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toBe(page)
  })

  it('asks an admission policy with --admission', async () => {
    const words = [keys, '--policy', 'lru', '--capacity', '2', '--json']
    const plain = JSON.parse((await cache(...words)).stdout)
    const admitted = JSON.parse((await cache(...words, '--admission', 'tiny-lfu')).stdout)
    expect(plain[0]).toMatchObject({ misses: 100 })
    expect(admitted[0]).toMatchObject({ admission: 'tiny-lfu' })
    expect(admitted[0].misses).toBeLessThan(80)
  })

  it.each([
    [[], /usage: tandem cache/],
    [[keys], /--policy: none was given/],
    [[keys, '--policy', 'lru'], /--capacity: found ''/],
    [[keys, '--policy', 'lru', '--capacity', '0'], /--capacity: found '0'/],
    [[keys, '--policy', 'lrv', '--capacity', '1'], /did you mean lru/],
    [[keys, '--policy', 'lru', '--capacity', '10', '--sized'], /--sized: .*keys\.txt has no sizes/],
    [
      [keys, '--policy', 'lru', '--capacity', '1', '--format', 'pcap'],
      /--format: found 'pcap', allowed auto, keys/,
    ],
    [[keys, '--policy', 'opt', '--capacity', '1', '--admission', 'tiny-lfu'], /belady knows the future/],
    [[keys, '--policy', 'lru', '--curve', '--admission', 'always'], /--admission: curves are of eviction/],
    [[keys, '--policy', 'lru', '--curve', '--sample', '0'], /--sample: found '0'/],
    [[join(place, 'none'), '--policy', 'lru', '--capacity', '1'], /there is no such file/],
  ])('answers %j with status 2 and one clear error', async (words, message) => {
    const { status, stderr } = await cache(...words)
    expect(status).toBe(2)
    expect(stderr).toMatch(message)
  })
})
