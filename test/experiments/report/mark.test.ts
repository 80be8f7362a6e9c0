import { expect, it } from 'vitest'
import { keyHtml, markSvg, shapes } from '#experiments/report/mark.ts'

it('every shape is drawn at its place, and no two are alike', () => {
  const drawn = shapes.map((shape) => markSvg({ shape, colour: '#123456' }, 10, 20))
  for (const one of drawn) expect(one).toMatch(/translate\(10\.0 20\.0\)" d="M[^"]+" fill="#123456"/)
  expect(new Set(drawn).size).toBe(shapes.length)
})

it('a ring has no colour inside', () => {
  const ring = markSvg({ shape: 'circle', colour: '#123456', isRing: true }, 0, 0)
  expect(ring).toContain('fill="#fff" stroke="#123456"')
})

it('a key shows the mark with its name', () => {
  const key = keyHtml('a < b', { shape: 'square', colour: '#123456' })
  expect(key).toContain('a &lt; b')
  expect(key).toContain('class="mark"')
})
