import { describe, expect, it } from 'vitest'
import { nodeNames } from '#core/balance/node-names.ts'

describe('names of nodes', () => {
  it('are those given, or ports from 8001 on', () => {
    expect(nodeNames({ nodes: 2 })).toEqual(['127.0.0.1:8001', '127.0.0.1:8002'])
    expect(nodeNames({ nodes: 1, names: ['a:1'] })).toEqual(['a:1'])
  })
})
