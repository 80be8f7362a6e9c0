import type { StartNode } from '#core/flow/effect.ts'
import type { NodeReading } from '#core/flow/fleet-reading.ts'
import type { Ms } from '#core/units.ts'

/** Real nodes that come and go: what the driver of the launcher performs the effects of a fleet with. */
export interface FleetPort {
  start(input: StartNode): Promise<void>
  stop(input: { node: number; drainMs: Ms }): Promise<void>
  probe(input: { node: number; timeoutMs: Ms }): Promise<boolean>
  read(): Promise<readonly NodeReading[]>
}
