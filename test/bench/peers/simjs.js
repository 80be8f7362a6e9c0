// SIM.JS: events with callbacks, a facility with a queue of its own.
globalThis.window = globalThis
await import('simjs')
const { Entity, Facility, Sim } = globalThis.Sim

export function mmc(servers, customers) {
  const simulation = new Sim()
  const facility = new Facility('station', Facility.FCFS, servers)
  const exponential = (mean) => -mean * Math.log(1 - Math.random())
  let served = 0
  class Source extends Entity {
    start() {
      this.left = customers
      this.arrive()
    }
    arrive() {
      if (this.left-- <= 0) return
      this.useFacility(facility, exponential(1)).done(() => {
        served++
      })
      this.setTimer(exponential(1 / (0.9 * servers))).done(this.arrive)
    }
  }
  simulation.addEntity(Source)
  simulation.simulate(Number.MAX_VALUE)
  return served
}

export function hold(pending, holds) {
  const simulation = new Sim()
  const exponential = () => -Math.log(1 - Math.random())
  let left = holds
  class Holder extends Entity {
    start() {
      for (let index = 0; index < pending; index++) this.setTimer(exponential()).done(this.again)
    }
    again() {
      if (left-- > 0) this.setTimer(exponential()).done(this.again)
    }
  }
  simulation.addEntity(Holder)
  simulation.simulate(Number.MAX_VALUE)
  return holds + pending
}
