/** The gateway: a real nginx where it can do what the scenario asks, otherwise our own, and it says so. */
import type { ChildProcess } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TandemError } from '#core/errors.ts'
import { isElastic } from '#core/scenario/fleet-schema.ts'
import { isPlain } from '#core/scenario/resilience-schema.ts'
import type { WebScenario } from '#core/scenario.ts'
import { portOf, type Site, type Started, startProgram, startScript } from './child.ts'
import { hasNginxModules, nginxConfiguration, ttlTable } from './nginx.ts'
import { hasNginxBalance } from './nginx-upstream.ts'
import { findProgram, versionOf } from './program.ts'

export interface StartedGateway extends Started {
  readonly child: ChildProcess
  /** It tells what it has counted; nginx does not. */
  readonly isOurs: boolean
}

export async function startGateway(
  scenario: WebScenario,
  { gateway = 'auto', runDir }: { gateway?: 'auto' | 'nginx' | 'embedded' | undefined; runDir: string },
  site: Site,
  place: { port: number; nodePorts: readonly number[] },
): Promise<StartedGateway> {
  if (gateway === 'nginx' && isElastic(scenario.nodes))
    throw new TandemError(
      'ConfigInvalid',
      'nodes.scale, nodes.heal: nginx is not told of nodes that come and go; take the embedded gateway',
    )
  const isNginxAble =
    !isElastic(scenario.nodes) &&
    hasNginxBalance(scenario.balance) &&
    scenario.gateway.balances === 'request' &&
    isPlain(scenario.resilience) &&
    scenario.regions.count === 1
  if (gateway === 'nginx' && !isNginxAble)
    throw new TandemError(
      'ConfigInvalid',
      `balance, resilience: nginx cannot balance by ${scenario.balance.policy} for each ${scenario.gateway.balances} with what resilience asks for; take the embedded gateway`,
    )
  const program = gateway === 'embedded' || !isNginxAble ? undefined : findProgram('nginx')
  if (gateway === 'nginx' && (program === undefined || !hasNginxModules()))
    throw new TandemError(
      'ProgramMissing',
      'nginx with its Lua module is not on this machine; to enable it: apt-get install nginx libnginx-mod-http-lua',
    )
  if (program !== undefined && hasNginxModules()) {
    const folder = join(site.folder, 'nginx')
    mkdirSync(folder)
    writeFileSync(join(folder, 'page_ttl.lua'), ttlTable(scenario))
    const configuration = nginxConfiguration(scenario, { folder, ...place, isRoot: process.getuid?.() === 0 })
    writeFileSync(join(folder, 'nginx.conf'), configuration)
    writeFileSync(join(runDir, 'nginx.conf'), configuration)
    const { child } = await startProgram(
      'nginx',
      ['SIGTERM', program, '-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')],
      runDir,
      site,
    )
    return { part: `${versionOf(program)} (real)`, child, isOurs: false }
  }
  const child = startScript('gateway-process.ts', 'gateway', runDir, site)
  child.send({ scenario, ...place })
  await portOf(child, 'gateway')
  return { part: 'embedded gateway (not real nginx)', child, isOurs: true }
}
