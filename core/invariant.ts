/** Our own mistake, always checked: the message says what was expected and what was found. It stops the run. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError'
}

export function invariant(holds: boolean, expected: string): asserts holds {
  if (!holds) throw new InvariantError(`invariant broken: ${expected}`)
}
