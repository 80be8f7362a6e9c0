import { describe, expect, it } from 'vitest'
import { balancePolicies } from '#core/balance/balance.ts'
import { hasNginxBalance, nginxUpstream } from '#server/nginx-upstream.ts'

describe('the upstream block of nginx', () => {
  it('has the directive, weights and limits of the balance', () => {
    expect(nginxUpstream({ policy: 'round-robin' }, [1, 2])).toBe(
      '    server 127.0.0.1:1 max_fails=0;\n    server 127.0.0.1:2 max_fails=0;',
    )
    const weighted = { policy: 'smooth-weighted', weights: [5, 1], failsMax: 2, failTimeoutMs: 3000 }
    expect(nginxUpstream(weighted, [1, 2])).toBe(
      '    server 127.0.0.1:1 weight=5 max_fails=2 fail_timeout=3s;\n    server 127.0.0.1:2 weight=1 max_fails=2 fail_timeout=3s;',
    )
    expect(nginxUpstream({ policy: 'ketama' }, [1])).toContain('hash $uri consistent;')
  })

  it('knows which balances nginx has, all of them members', () => {
    const names = balancePolicies.map(({ name }) => name)
    const known = names.filter((policy) => hasNginxBalance({ policy }))
    expect(known).toHaveLength(9)
    expect(hasNginxBalance({ policy: 'maglev' })).toBe(false)
  })
})
