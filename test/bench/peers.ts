/** Simulators of others, measured beside ours in the same run. What is not on the machine is skipped, with the command that enables it. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Timing } from './measure.ts'

const folder = fileURLToPath(new URL('./peers', import.meta.url))
const built = fileURLToPath(new URL('../../node_modules/.cache/tandem/bench', import.meta.url))

export interface SimJs {
  mmc(servers: number, customers: number): number
  hold(pending: number, holds: number): number
}

export interface Peers {
  readonly simJs: SimJs | undefined
  /** std::priority_queue, compiled on the spot. */
  readonly cpp: ((kind: 'hold' | 'mmc', first: number, second: number) => Timing) | undefined
  readonly simPy: ((servers: number, customers: number) => Timing) | undefined
  /** Why a peer is not there, and what would bring it. */
  readonly skipped: readonly string[]
}

export async function findPeers(): Promise<Peers> {
  const skipped: string[] = []
  const orSkip = <T>(name: string, enable: string, find: () => T): T | undefined => {
    try {
      return find()
    } catch (error) {
      skipped.push(`${name}: ${(error as Error).message.split('\n')[0]}; to enable it: ${enable}`)
      return undefined
    }
  }
  const hasSimJs = orSkip('SIM.JS', 'npm ci --prefix test/bench/peers', installSimJs)
  const program = orSkip('std::priority_queue', 'install a C++ compiler named c++', compileCpp)
  const python = orSkip('SimPy', 'python3 -m pip install simpy', findSimPy)
  return {
    simJs: hasSimJs ? ((await import(join(folder, 'simjs.js'))) as SimJs) : undefined,
    cpp:
      program === undefined
        ? undefined
        : (kind, first, second) => timed(program, [kind, String(first), String(second)]),
    simPy:
      python === undefined
        ? undefined
        : (servers, customers) =>
            timed(python, [join(folder, 'simpy_mmc.py'), String(servers), String(customers)]),
    skipped,
  }
}

function installSimJs(): true {
  if (!existsSync(join(folder, 'node_modules', 'simjs')))
    execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--prefix', folder], { stdio: 'ignore' })
  return true
}

function compileCpp(): string {
  const program = join(built, 'priority_queue')
  mkdirSync(built, { recursive: true })
  const source = join(folder, 'priority_queue.cpp')
  execFileSync('c++', ['-O2', '-std=c++17', '-o', program, source], { stdio: 'pipe' })
  return program
}

function findSimPy(): string {
  execFileSync('python3', ['-c', 'import simpy'], { stdio: 'pipe' })
  return 'python3'
}

const timed = (program: string, words: readonly string[]): Timing =>
  JSON.parse(execFileSync(program, [...words], { encoding: 'utf8' })) as Timing
