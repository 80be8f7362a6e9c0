import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { isLinearizable, linearizability } from '#experiments/consistency/linearizability.ts'
import { readJepsenLog } from './jepsen-log.ts'
import { readArchive } from './tar.ts'

const folder = new URL('../data/jepsen-etcd/', import.meta.url)
const verdicts = readFileSync(new URL('verdicts.tsv', folder), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((row) => row.split('\t') as [string, 'true' | 'false'])
const logs = readArchive(new URL('histories.tar.gz', folder))

it('agrees with Porcupine on all 68 histories of Jepsen against etcd', () => {
  expect(verdicts).toHaveLength(68)
  const found = verdicts.map(([file]) => [file, String(isLinearizable(readJepsenLog(logs.get(file)!)))])
  expect(found).toEqual(verdicts)
})

it('shows of each wrong history a few operations that are wrong by themselves', () => {
  const wrong = verdicts.filter(([, verdict]) => verdict === 'false').slice(0, 12)
  for (const [file] of wrong) {
    const { counterExample } = linearizability(readJepsenLog(logs.get(file)!))
    expect(isLinearizable(counterExample), file).toBe(false)
    expect(counterExample.length, file).toBeLessThan(20)
  }
})
