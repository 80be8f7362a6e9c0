/** Every error the world can cause, in one list: what it means and what the caller may do. */
export const errorCodes = {
  Timeout: 'an operation took longer than its limit; retry within a budget or answer stale',
  RemoteUnavailable: 'the shared cache does not answer; read through to the database',
  OriginUnavailable: 'the database does not answer; answer stale or fail the request',
  NodeUnavailable: 'an application node does not answer; try another node',
  QueueFull: 'a bounded queue has no room; shed the request',
  ConfigInvalid: 'a scenario or an option is wrong; correct it at the place named',
  Unstable:
    'a station is offered more than it can serve, so no average exists; lower the load or bound the queue',
  InputMissing: 'a file is not there or cannot be read; check the path',
  OutputFailed: 'a result cannot be written; free space or choose another folder, finished parts are kept',
  ProgramMissing: 'a system program is not on this machine; install it with the command named',
  PortTaken: 'a port is in use; choose another or let the system choose',
  LaunchFailed: 'a program did not start; its log is named',
} as const

export type ErrorCode = keyof typeof errorCodes

/** A coded error. The message names place, value and allowed range. */
export class TandemError extends Error {
  readonly code: ErrorCode
  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = code
    this.code = code
  }
}

export const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(String(thrown))
