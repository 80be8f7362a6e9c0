import { expect, it } from 'vitest'
import { type StoredSelection, selectionReport } from '#experiments/report/selection-report.ts'

const stored: StoredSelection = {
  scenario: 'a <station>',
  metric: 'responseMs.mean',
  delta: 0.1,
  alpha: 0.05,
  firstStage: 10,
  isDecided: true,
  settings: [
    { setting: 'servers=1', mean: 5, replications: 10, isBest: false, droppedAfter: 10 },
    { setting: 'servers=2', mean: 2.05, replications: 40, isBest: false, droppedAfter: null },
    { setting: 'servers=3', mean: 2, replications: 40, isBest: true, droppedAfter: null },
  ],
  verdict: 'best: servers=3',
}
const html = selectionReport(stored)
const pictures = [...html.matchAll(/<svg viewBox="0 0 .*?<\/svg>/gs)].map(([svg]) => svg)

it('draws mean and replications of each setting and says when it was dropped', () => {
  expect(pictures).toHaveLength(2)
  for (const picture of pictures) {
    expect(picture.match(/class="mark"/g)).toHaveLength(3)
    expect(picture).toContain('dropped after 10')
  }
  for (const text of [
    'a &lt;station&gt;: the best of 3 settings',
    'best: servers=3',
    '90 runs in all',
    'would be 120',
  ])
    expect(html).toContain(text)
  expect(html).not.toMatch(/NaN|undefined|<script/)
})

it('the best stands first, whichever direction is better, and so does the part that does not matter', () => {
  const first = (text: string) => /<tbody><tr><td>([^<]*)</.exec(text)![1]
  expect(first(html)).toBe('servers=3')
  const more = selectionReport({ ...stored, metric: 'throughputPerSecond' })
  expect(first(more)).toBe('servers=1')
  expect(more).toContain('More throughputPerSecond is better')
})
