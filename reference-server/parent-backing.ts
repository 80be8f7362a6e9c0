/** Embedded defaults shared by all nodes: the launcher holds store and database in memory, nodes ask over the process channel. */
import type { ChildProcess } from 'node:child_process'
import type { Invalidation } from '#core/cache/entry.ts'
import { TandemError } from '#core/errors.ts'
import type { DatabasePort } from './database.ts'
import type { Listener, StorePort } from './store.ts'

interface Question {
  readonly question: number
  readonly method: 'get' | 'version' | 'set' | 'lease' | 'publish' | 'load' | 'store'
  readonly argument: unknown
}
type Answer = { readonly answer: number; readonly value?: unknown; readonly failure?: string }
type Message = Question | Answer | { readonly invalidation: Invalidation }

/** In the launcher: answers one child's questions. */
export function answerChild(child: ChildProcess, store: StorePort, database: DatabasePort): void {
  const methods = {
    get: store.get,
    version: store.version,
    set: store.set,
    lease: store.lease,
    publish: store.publish,
    load: database.load,
    store: database.store,
  }
  void store.subscribe({
    invalidated: (invalidation) => child.connected && child.send({ invalidation } satisfies Message),
    reconnected: () => {},
  })
  child.on('message', (message: Partial<Question>) => {
    const { question, method, argument } = message
    if (question === undefined || method === undefined) return
    const reply = (answer: Answer) => child.connected && child.send(answer)
    ;(methods[method] as (argument: unknown) => Promise<unknown>)(argument).then(
      (value) => reply({ answer: question, value }),
      (error: Error) => reply({ answer: question, failure: error.message }),
    )
  })
}

const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
let listener: Listener | undefined
let asked = 0
let isListening = false

function ask<T>(method: Question['method'], argument: unknown): Promise<T> {
  listen()
  const question = asked++
  return new Promise<T>((resolve, reject) => {
    pending.set(question, { resolve: resolve as (value: unknown) => void, reject })
    process.send?.({ question, method, argument } satisfies Question)
  })
}

function listen(): void {
  if (isListening) return
  isListening = true
  process.on('message', (message: Partial<Answer> & { invalidation?: Invalidation }) => {
    if (message.invalidation !== undefined) listener?.invalidated(message.invalidation)
    if (message.answer === undefined) return
    const waiting = pending.get(message.answer)
    pending.delete(message.answer)
    if (message.failure === undefined) waiting?.resolve(message.value)
    else waiting?.reject(new TandemError('RemoteUnavailable', message.failure))
  })
}

/** In a node: the launcher's store. */
export const parentStore = (): StorePort => ({
  get: (key) => ask('get', key),
  version: (key) => ask('version', key),
  set: (fill) => ask('set', fill),
  lease: (request) => ask('lease', request),
  publish: (invalidation) => ask('publish', invalidation),
  async subscribe(given) {
    listen()
    listener = given
  },
  close: async () => {},
})

/** In a node: the launcher's database. Infinity does not pass a process channel, so the row's end of freshness is put back. */
export const parentDatabase = (): DatabasePort => ({
  load: async (key) => ({
    ...(await ask<Awaited<ReturnType<DatabasePort['load']>>>('load', key)),
    expiresAt: Number.POSITIVE_INFINITY,
  }),
  store: async (input) => ({
    ...(await ask<Awaited<ReturnType<DatabasePort['store']>>>('store', input)),
    expiresAt: Number.POSITIVE_INFINITY,
  }),
  close: async () => {},
})
