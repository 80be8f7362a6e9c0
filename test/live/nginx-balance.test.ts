import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { PolicyChoice } from '#core/scenario.ts'
import { nginxUpstream } from '#server/nginx-upstream.ts'
import { findProgram } from '#server/program.ts'
import { makeBalance, request } from '../core/balance/make-balance.ts'
import { isAvailable } from './available.ts'

/** Ports that were free a moment ago. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => (server.address() as { port: number }).port)
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))))
  return ports
}

const configuration = (folder: string, front: number, back: readonly number[], balance: PolicyChoice) => `
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events {}
http {
  access_log off;
${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `  ${kind}_temp_path ${folder}/${kind};`).join('\n')}
  upstream nodes {
${nginxUpstream(balance, back)}
  }
  server { listen 127.0.0.1:${front}; keepalive_requests 100000; location / { proxy_pass http://nodes; } }
${back.map((port, node) => `  server { listen 127.0.0.1:${port}; location / { return 200 "${node}"; } }`).join('\n')}
}
`

/** The nodes that a real nginx chooses for these paths, asked for one after the other; undefined while it does not answer. */
async function nodesOfNginx(balance: PolicyChoice, back: readonly number[], paths: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-nginx-'))
  const [front] = await freePorts(1)
  writeFileSync(join(folder, 'nginx.conf'), configuration(folder, front!, back, balance))
  const words = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')]
  const child = spawn(findProgram('nginx')!, words, { stdio: 'ignore' })
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const ask = (port: number, path: string) =>
    new Promise<number>((resolve, reject) => {
      get({ agent, host: '127.0.0.1', port, path }, (response) => {
        response.setEncoding('utf8')
        response.on('data', (text: string) => resolve(Number(text)))
        response.on('error', reject)
      }).on('error', reject)
    })
  try {
    // A node behind is asked until it answers, so that the balance has not chosen yet.
    for (let tries = 0; tries < 100; tries++) {
      const answer = await ask(back[0]!, '/').catch(() => undefined)
      if (answer !== undefined) break
      await wait(20)
    }
    const nodes: number[] = []
    for (const path of paths) nodes.push(await ask(front!, path))
    return nodes
  } finally {
    agent.destroy()
    child.kill('SIGTERM')
    await once(child, 'exit')
    rmSync(folder, { recursive: true, force: true })
  }
}

const paths = Array.from({ length: 200 }, (_, page) => `/t/${page % 4}/p/${page}`)

describe.runIf(isAvailable('nginx', 'its sequences against ours'))('a real nginx', () => {
  it.each<PolicyChoice>([
    { policy: 'smooth-weighted', weights: [5, 1, 1] },
    { policy: 'smooth-weighted', weights: [4, 2, 1] },
    { policy: 'least-connections', weights: [3, 2, 1] },
    { policy: 'least-outstanding' },
    { policy: 'nginx-hash', weights: [3, 2, 1] },
    { policy: 'ketama' },
    { policy: 'ketama', weights: [1, 2, 1] },
  ])('chooses as $policy does, with weights $weights', async (balance) => {
    const back = await freePorts(3)
    const names = back.map((port) => `127.0.0.1:${port}`)
    const ours = makeBalance(balance, 3, { names }).balance
    const expected = paths.map((path) => {
      const node = ours.pick(request(path))
      ours.finished(node, { ms: 1, isFailed: false })
      return node
    })
    expect(await nodesOfNginx(balance, back, paths)).toEqual(expected)
  })

  it.each<PolicyChoice>([
    { policy: 'random', weights: [6, 3, 1] },
    { policy: 'random-two', weights: [6, 3, 1] },
  ])('draws in the shares of $policy', async (balance) => {
    const found = await nodesOfNginx(balance, await freePorts(3), [...paths, ...paths, ...paths])
    const { picks } = makeBalance(balance, 3)
    const ours = picks(20_000)
    for (const node of [0, 1, 2]) {
      const share = (nodes: readonly number[]) => nodes.filter((one) => one === node).length / nodes.length
      expect(Math.abs(share(found) - share(ours))).toBeLessThan(0.08)
    }
  })
})
