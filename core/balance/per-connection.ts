import type { Balance, BalanceRequest } from './balance.ts'

/** A balance that decides for connections. */
export interface ConnectionBalance extends Balance {
  /** The client's connection is closed: for the balance inside it is finished now. */
  closed(client: number): void
}

interface Connection {
  readonly node: number
  requests: number
}

/**
 * Layer 4: a connection keeps its node, all its requests go there. The balance inside decides once for each connection and counts
 * connections, not requests. Without this wrapper a balance is layer 7 and decides for each request.
 *
 * Parameters  requestsMax, requests after which a connection is closed and opened anew
 * State       the node of each open connection, as many as there are clients
 * Cost        O(1) besides opening
 * Deviates    a request without a client has a connection of its own; a connection to a node that becomes unhealthy breaks at its next
 *             request
 */
export function perConnection(inner: Balance, { requestsMax = Infinity } = {}): ConnectionBalance {
  const connections = new Map<number, Connection>()
  const unhealthy = new Set<number>()

  function close(client: number, connection: Connection): void {
    connections.delete(client)
    inner.finished(connection.node)
  }

  function open(client: number, request: BalanceRequest): Connection {
    const connection = { node: inner.pick(request), requests: 0 }
    connections.set(client, connection)
    return connection
  }

  return {
    pick(request) {
      const client = request?.client
      if (request === undefined || client === undefined) {
        const node = inner.pick(request)
        inner.finished(node)
        return node
      }
      const held = connections.get(client)
      const isSpent = held !== undefined && (held.requests >= requestsMax || unhealthy.has(held.node))
      if (isSpent) close(client, held)
      const connection = held === undefined || isSpent ? open(client, request) : held
      connection.requests++
      return connection.node
    },
    finished() {},
    setHealthy(node, isHealthy) {
      if (isHealthy) unhealthy.delete(node)
      else unhealthy.add(node)
      inner.setHealthy(node, isHealthy)
    },
    closed(client) {
      const connection = connections.get(client)
      if (connection !== undefined) close(client, connection)
    },
  }
}
