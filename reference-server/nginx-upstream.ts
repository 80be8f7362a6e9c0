import type { PolicyChoice } from '#core/scenario.ts'

/** The directive with which nginx does what the balance of that name does; '' is its default. */
const directives: Readonly<Record<string, string>> = {
  'round-robin': '',
  'smooth-weighted': '',
  'least-outstanding': 'least_conn;',
  'least-connections': 'least_conn;',
  random: 'random;',
  'random-two': 'random two least_conn;',
  'nginx-hash': 'hash $uri;',
  ketama: 'hash $uri consistent;',
  'ip-hash': 'ip_hash;',
}

/** Whether nginx has this balance. */
export const hasNginxBalance = ({ policy }: PolicyChoice): boolean => policy in directives

/**
 * The lines of an `upstream` block that make nginx balance as chosen.
 *
 * Source    nginx, modules ngx_http_upstream, ngx_http_upstream_hash, ngx_http_upstream_random
 * Deviates  a balance that does not count failures has max_fails=0, so that nginx does not either
 */
export function nginxUpstream(balance: PolicyChoice, nodePorts: readonly number[]): string {
  const {
    weights = [],
    failsMax = 0,
    failTimeoutMs = 10_000,
  } = balance as PolicyChoice & {
    weights?: readonly number[]
    failsMax?: number
    failTimeoutMs?: number
  }
  const directive = directives[balance.policy] ?? ''
  const limit = failsMax > 0 ? ` fail_timeout=${Math.max(1, Math.round(failTimeoutMs / 1000))}s` : ''
  const servers = nodePorts.map((port, node) => {
    const weight = weights[node] === undefined ? '' : ` weight=${weights[node]}`
    return `    server 127.0.0.1:${port}${weight} max_fails=${failsMax}${limit};`
  })
  return [...(directive === '' ? [] : [`    ${directive}`]), ...servers].join('\n')
}
