import { admitted } from './admitted.ts'
import type { Flow } from './effect.ts'
import type { AppNode } from './node.ts'
import type { PageRequest, PageResponse } from './request.ts'

/** Lets a request into a node as the node's own admission says (`nodes.admit`): see `admitted`. */
export function admitAtNode(
  { admit, clock }: Pick<AppNode, 'admit' | 'clock'>,
  request: PageRequest,
  flow: Flow<PageResponse>,
): Flow<PageResponse> {
  return admit === undefined ? flow : admitted(request, { admit, clock, who: 'the node' }, () => flow)
}
