import type { BalanceContext } from './balance.ts'

/** What consistent balances hash of each node, `host:port`. */
export const nodeNames = ({ nodes, names }: Pick<BalanceContext, 'nodes' | 'names'>): readonly string[] =>
  names ?? Array.from({ length: nodes }, (_, node) => `127.0.0.1:${8001 + node}`)
