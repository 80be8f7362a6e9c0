import type { WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import { pageBytes, requestSource } from '#core/workload/request-source.ts'

/** A request of a known workload, as a server would log it. */
export interface SyntheticRequest {
  readonly atMs: Ms
  readonly client: string
  readonly page: number
  readonly isWrite: boolean
  readonly bytes: number
}

const startMs = Date.UTC(2026, 0, 31, 10)

/** What the scenario's own request source asks for, answered at once: open arrivals, or users who only think. */
export function syntheticRequests({ workload, seed, durationMs }: WebScenario): SyntheticRequest[] {
  const source = requestSource(workload, seed, 0)
  const requests: SyntheticRequest[] = []
  const ask = (atMs: Ms, client: string) => {
    const { page, kind } = source.next()
    const isWrite = kind === 'write'
    requests.push({
      atMs: startMs + atMs,
      client,
      page,
      isWrite,
      bytes: isWrite ? 2 : pageBytes(page, workload),
    })
  }
  if (workload.arrivals === 'open') {
    for (let at = source.interarrivalMs(); at < durationMs; at += source.interarrivalMs()) ask(at, '10.0.0.1')
    return requests
  }
  for (let user = 0; user < workload.users; user++)
    for (let at = source.thinkMs(); at < durationMs; at += source.thinkMs()) ask(at, `10.0.0.${user}`)
  return requests.sort((a, b) => a.atMs - b.atMs)
}

const two = (value: number): string => String(value).padStart(2, '0')

/** A line of the combined format, with whole seconds as servers write them. */
export function combinedLine({ atMs, client, page, isWrite, bytes }: SyntheticRequest): string {
  const at = new Date(atMs)
  const time = `${two(at.getUTCDate())}/Jan/2026:${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`
  const method = isWrite ? 'POST' : 'GET'
  return `${client} - - [${time}] "${method} /page/${page}?from=mail HTTP/1.1" ${isWrite ? 204 : 200} ${bytes} "-" "Mozilla/5.0"`
}

/** A line of JSON with times to the millisecond and finer. */
export const jsonLine = ({ atMs, client, page, isWrite, bytes }: SyntheticRequest): string =>
  JSON.stringify({
    msec: (atMs / 1000).toFixed(6),
    remote_addr: client,
    request: `${isWrite ? 'POST' : 'GET'} /page/${page} HTTP/1.1`,
    status: isWrite ? '204' : '200',
    body_bytes_sent: String(bytes),
    request_time: '0.000',
  })
