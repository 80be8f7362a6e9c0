import { expect, it } from 'vitest'
import { escaped } from '#experiments/report/escaped.ts'

it('no text opens a tag, ends an attribute or becomes an entity', () => {
  expect(escaped('<b a="1">&amp;</b>')).toBe('&lt;b a=&quot;1&quot;&gt;&amp;amp;&lt;/b&gt;')
  expect(escaped('mean response, 95 %')).toBe('mean response, 95 %')
})
