/** A worker for tests of the sweep: two servers never come up, the third replication of one server throws. */
import { type ReplicationJob, perform as simulated } from '#experiments/replication-worker.ts'
import type { Order } from '#experiments/worker-pool.ts'

export function perform(order: Order<ReplicationJob>) {
  const { scenario, replication } = order.job
  if (scenario.model === 'station' && scenario.servers === 2) process.exit(9)
  if (replication === 2) throw new Error('unstable:\nthe queue grows without end')
  return simulated(order)
}
