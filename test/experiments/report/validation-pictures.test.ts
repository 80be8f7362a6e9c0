import { expect, it } from 'vitest'
import { cellPictures, stagesPicture } from '#experiments/report/validation-pictures.ts'

const seen = (responseMean: number[]) => ({
  responseMs: [
    { low: 1, high: 2, count: 3 },
    { low: 2, high: 4, count: 1 },
  ],
  series: { responseMean },
  stagesMs: { queue: 1, network: 2 },
})
const pictures = { id: 'load <0.5>', live: seen([0, 0, 5, 6]), simulated: seen([4, 5, 6, 7]) }

it('a cell has both worlds over each other, and no point for seconds without answers', () => {
  const html = cellPictures(pictures)
  expect(html.match(/<figure>/g)).toHaveLength(2)
  expect(html).toContain('load &lt;0.5&gt;')
  // Circles of the seconds: two live, four simulated; and two for each distribution.
  expect(html.match(/<circle/g)).toHaveLength(2 + 4 + 2 * 2)
})

it('stages are one bar a cell and world', () => {
  expect(stagesPicture([pictures]).match(/<rect/g)).toHaveLength(4)
})
