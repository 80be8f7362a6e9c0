import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { select as verb } from '#experiments/verbs/select.ts'
import { callVerb } from '../command.ts'
import { folder, stationFile } from '../short-station.ts'

const base = stationFile()
const select = (...words: string[]) => callVerb(verb, words)
const vary = ['--vary', 'servers=1,2,3']

describe('tandem select', () => {
  it('finds the best setting and drops the others', async () => {
    const out = folder()
    const answer = await select(base, ...vary, '--delta', '0.05 ms', '--json', '--out', out)
    expect(answer.status).toBe(0)
    const { settings, isDecided, metric, verdict } = JSON.parse(answer.stdout)
    expect({ isDecided, metric }).toEqual({ isDecided: true, metric: 'responseMs.mean' })
    expect(settings.map(({ isBest }: { isBest: boolean }) => isBest)).toEqual([false, false, true])
    expect(settings[1]).toMatchObject({ setting: 'servers=2', droppedAfter: 10, replications: 10 })
    expect(verdict).toMatch(/best: servers=3; with a probability of 95.0 % at least/)
    expect(existsSync(join(out, 'select.json'))).toBe(true)
  })

  it('says when the cap came before a decision, and exits 1', async () => {
    const same = ['--vary', 'service.shape=exponential,lognormal', '--delta', '0.0001 ms']
    const { status, stdout } = await select(base, ...same, '--replications-max', '12')
    expect(status).toBe(1)
    expect(stdout).toMatch(/not decided within 12 replications/)
  })

  it('takes more as better where it is', async () => {
    const { stdout } = await select(base, ...vary, '--metric', 'throughput', '--delta', '50', '--json')
    expect(JSON.parse(stdout).settings).toHaveLength(3)
  })

  it.each([
    [[base], /usage/],
    [[base, ...vary], /--delta: must be the smallest difference that matters, in ms; found ""/],
    [[base, ...vary, '--delta', '0'], /allowed above 0 ms/],
    [[base, ...vary, '--delta', '1 s'], /in ms; found "1 s"/],
    [[base, ...vary, '--delta', '1', '--alpha', '80%'], /--alpha: .* below 67 %/],
    [[base, ...vary, '--delta', '1', '--metric', 'inSystem.mean'], /neither more nor less/],
    [[base, '--vary', 'servers=1', '--delta', '1'], /nothing to select/],
    [[base, '--vary', 'servers=1,0', '--delta', '1'], /--vary: .*servers/],
  ])('answers %j with status 2 and one clear error', async (words, message) => {
    const { status, stderr } = await select(...words)
    expect(status).toBe(2)
    expect(stderr).toMatch(message)
  })
})
