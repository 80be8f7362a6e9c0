import { join } from 'node:path'
import { TandemError } from '#core/errors.ts'
import { startCluster } from '#server/launch.ts'
import { readLiveScenario } from '../scenario-file.ts'
import type { Verb } from '../verb.ts'
import { wholeNumber } from '../whole-number.ts'

const gateways = ['auto', 'nginx', 'embedded'] as const

export const serve: Verb = {
  name: 'serve',
  summary:
    'Serves a scenario for real: gateway, nodes, shared cache and database on this machine, until Ctrl-C.',
  usage:
    'serve SCENARIO [--port N] [--gateway auto|nginx|embedded] [--record] [--set path=value]... [--out DIR]',
  options: {
    port: { type: 'string' },
    gateway: { type: 'string' },
    record: { type: 'boolean' },
    set: { type: 'string', multiple: true },
    out: { type: 'string' },
  },
  async run({ positionals, values, out, signal }) {
    const [path] = positionals
    if (path === undefined) throw new TandemError('ConfigInvalid', `usage: tandem ${serve.usage}`)
    const scenario = readLiveScenario(path, (values.set as string[] | undefined) ?? [])
    const cluster = await startCluster(scenario, {
      runDir: (values.out as string | undefined) ?? join('runs', 'serve'),
      gateway: gatewayChoice(values.gateway),
      record: values.record === true,
      gatewayPort: wholeNumber('--port', values.port, { min: 0, max: 65_535 }) ?? 0,
    })
    out.json({ url: cluster.url, parts: cluster.parts, nodes: cluster.nodeUrls })
    for (const [part, what] of Object.entries(cluster.parts)) out.line(`${part}: ${what}`)
    out.line(`serving ${scenario.name} at ${cluster.url}/t/0/p/0?q=0 (Ctrl-C stops it)`)
    if (!signal.aborted)
      await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }))
    await cluster.stop()
    out.line('stopped')
    return 0
  },
}

export function gatewayChoice(written: unknown): (typeof gateways)[number] {
  const found = gateways.find((name) => name === (written ?? 'auto'))
  if (found === undefined)
    throw new TandemError('ConfigInvalid', `--gateway: unknown "${written}", allowed ${gateways.join(', ')}`)
  return found
}
