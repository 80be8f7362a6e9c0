import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { reproduce } from '#experiments/verbs/reproduce.ts'
import { callVerb } from '../command.ts'

const short = ['--replications', '2', '--rounds', '1', '--set', 'duration=1500 ms', '--set', 'warmUp=200 ms']

describe('tandem reproduce trial', () => {
  it('lets everybody run under every traffic and compares those who adapt with those who do not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tandem-test-'))
    const { status, stdout } = await callVerb(reproduce, ['trial', ...short, '--json', '--out', folder])
    expect(status).toBe(0)
    const { cells, differences, seeds, tuned } = JSON.parse(stdout)
    expect(seeds).toBe(2)
    expect(tuned).toMatch(/^static: /)
    expect(cells).toHaveLength(13 * 5)
    expect(differences).toHaveLength(9 * 4 * 6)
    for (const { cost } of cells) expect(Number.isFinite(cost.estimate)).toBe(true)
    expect(JSON.parse(readFileSync(join(folder, 'trial.json'), 'utf8')).kind).toBe('trial')
  }, 90_000)

  it('an experiment that is not there is one clear error', async () => {
    const { status, stderr } = await callVerb(reproduce, ['trail'])
    expect(status).toBe(2)
    expect(stderr).toMatch(/unknown experiment "trail", allowed paper, trial, detection/)
  })
})
