import type { DatabasePort } from '../database.ts'

/** A database that can be made to answer nothing for a while; what was asked is answered afterwards. */
export interface StallingDatabase extends DatabasePort {
  stall(): void
  goOn(): void
}

export function stalling(database: DatabasePort): StallingDatabase {
  let over = Promise.resolve()
  let goOn = (): void => {}
  return {
    load: async (key) => {
      await over
      return database.load(key)
    },
    store: async (input) => {
      await over
      return database.store(input)
    },
    close: database.close,
    stall() {
      over = new Promise((done) => {
        goOn = done
      })
    },
    goOn: () => goOn(),
  }
}
