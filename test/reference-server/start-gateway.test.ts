import { expect, test } from 'vitest'
import { startGateway } from '#server/start-gateway.ts'
import { smallScenario } from './small-scenario.ts'

const site = { folder: '/nowhere', children: [], ends: [], stop: () => Promise.resolve() }

test('nginx is refused in one sentence where it cannot balance as asked', async () => {
  const scenario = smallScenario({ balance: 'prequal' })
  await expect(
    startGateway(scenario, { gateway: 'nginx', runDir: '/nowhere' }, site, { port: 1, nodePorts: [2] }),
  ).rejects.toThrow('nginx cannot balance by prequal')
  expect(site.children).toEqual([])
})
