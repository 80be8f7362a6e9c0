import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { load } from '#experiments/verbs/load.ts'
import { callVerb } from '../command.ts'

const scenario = join(mkdtempSync(join(tmpdir(), 'tandem-test-')), 'faulty.yaml')
writeFileSync(
  scenario,
  'model: web\nname: faulty\nworkload: {}\nfaults: { clockSkews: [{ node: 0, offset: 1 s }] }\n',
)

it('harms and counts only at a cluster that it starts itself', async () => {
  for (const option of ['--faults', '--costs']) {
    const { status, stderr } = await callVerb(load, [
      scenario,
      '--with',
      'builtin',
      option,
      '--url',
      'http://127.0.0.1:1',
    ])
    expect(status).toBe(2)
    expect(stderr).toMatch(/leave --url out/)
  }
})
