import { readScenario } from '#experiments/scenario-file.ts'
import {
  at,
  controls,
  type Look,
  type Looks,
  list,
  metricOf,
  perSecond,
  poisson,
  type Row,
  sharedControl,
} from './queueing-look.ts'

function mm1(row: Row): Look {
  const lambda = at(row, 'lambda')
  const isBusy = lambda > 0.9
  return {
    file: 'mm1',
    set: [`interarrival.mean=${1 / lambda} ms`],
    metric: metricOf(row),
    seconds: isBusy ? 10_000 : 3000,
    ...(isBusy && row.metric !== 'P(wait>1)'
      ? {
          narrow: row.metric === 'Var[N]' ? 0.25 : 0.15,
          because: 'relaxation takes 1.5 s at utilisation 0.95',
        }
      : {}),
  }
}

const mmcSeconds: Record<string, number> = {
  '2/1.8': 3000,
  '4/2.8': 1000,
  '4/3.8': 2500,
  '16/14.4': 400,
  '64/44.8': 100,
  '64/60.8': 120,
  '256/230.4': 30,
}

function mmc(row: Row): Look {
  const [servers, lambda] = [at(row, 'c'), at(row, 'lambda')]
  return {
    file: 'mmc',
    set: [poisson(lambda), `servers=${servers}`],
    metric: metricOf(row),
    seconds: mmcSeconds[`${servers}/${lambda}`]!,
    ...(servers >= 64 || lambda / servers > 0.89
      ? { narrow: servers >= 64 ? 0.3 : 0.15, because: 'waits come in rare or in long clusters' }
      : {}),
  }
}

function lognormal(row: Row): Look {
  const [lambda, cv] = [at(row, 'lambda'), at(row, 'cv')]
  const isHeavy = cv > 1
  return {
    file: 'mg1-lognormal',
    set: [poisson(lambda), `service.cv=${cv}`],
    metric: metricOf(row),
    seconds: lambda === 0.9 ? 6000 : 3000,
    ...(isHeavy || row.metric === 'Var[W]' ? { control: controls[row.metric!] } : {}),
    ...(row.metric === 'Var[W]' || (isHeavy && lambda === 0.9)
      ? { narrow: 0.4, because: 'the sixth moment of the service time decides' }
      : {}),
  }
}

function sharing(row: Row): Look {
  const lambda = at(row, 'lambda')
  if (row.metric!.startsWith('E[T|'))
    return { file: 'mg1-sharing-sizes', set: [], metric: metricOf(row), seconds: 3000 }
  const base = { file: 'mg1-sharing', metric: metricOf(row), seconds: lambda === 0.9 ? 4000 : 2000 }
  if (row.parameters!.includes('Pareto'))
    return {
      ...base,
      set: [poisson(lambda)],
      control: sharedControl,
      narrow: 0.1,
      because: 'the service time has no variance',
    }
  const service = row.parameters!.includes('exp')
    ? '{ mean: 1 ms }'
    : '{ shape: lognormal, mean: 1 ms, cv: 4 }'
  return {
    ...base,
    set: [poisson(lambda), `service=${service}`],
    narrow: 0.08,
    because: 'busy periods are long',
  }
}

function priority(row: Row): Look {
  const rates = list(row, 'lambda')
  const classIndex = at(row, 'class')
  const isPreemptive = row.name!.includes('preemptive-resume')
  return {
    file: 'priority',
    set: [
      ...rates.map((rate, i) => `classes.${i}.rate=${perSecond(rate)}`),
      `service.shape=${row.parameters!.includes('det') ? 'constant' : 'exponential'}`,
      `discipline=${isPreemptive ? 'priority-preemptive' : 'priority'}`,
    ],
    metric: `class.${classIndex}.${row.metric === 'E[T]' ? 'responseMs' : 'waitMs'}.mean`,
    seconds: rates.reduce((sum, rate) => sum + rate, 0) > 0.85 ? 4000 : 2000,
    narrow: 0.08,
    because: 'the last class waits for whole busy periods',
  }
}

function closed(row: Row): Look {
  const demands = list(row, 'D')
  const users = [`population=${at(row, 'N')}`, `thinkTime.mean=${at(row, 'Z')} ms`]
  const isSingle = demands.length === 1
  const largest = demands.indexOf(Math.max(...demands))
  const name = isSingle ? 'station' : ['gateway', 'application', 'database', 'log'][largest]!
  return {
    file: isSingle ? 'closed' : 'closed-four-stations',
    set: [
      ...users,
      ...demands.map((demand, i) => `${isSingle ? '' : `stations.${i}.`}service.mean=${demand} ms`),
    ],
    metric: row.metric === 'U_max' ? `utilisation.${name}` : metricOf(row),
    seconds: isSingle ? 1500 : 300,
  }
}

function renewal(row: Row): Look {
  const lambda = at(row, 'lambda')
  const isConstant = row.parameters!.startsWith('D')
  return {
    file: isConstant ? 'gim1-constant' : 'gim1-hyperexponential',
    set: [`interarrival.mean=${1 / lambda} ms`],
    metric: metricOf(row),
    seconds: lambda === 0.9 ? 6000 : 2000,
    ...(lambda === 0.9 && !isConstant ? { narrow: 0.12, because: 'bursts at utilisation 0.9' } : {}),
  }
}

function series(row: Row): Look {
  const rates = list(row, 'mu')
  return {
    file: rates.length === 2 ? 'tandem-two' : 'tandem-four',
    set: [poisson(at(row, 'lambda')), ...rates.map((mu, i) => `stations.${i}.service.mean=${1 / mu} ms`)],
    metric: metricOf(row),
    seconds: 2000,
  }
}

function fork(row: Row): Look {
  const [lambda, parts] = [at(row, 'lambda'), row.name!.includes('K=2') ? 2 : at(row, 'K')]
  return {
    file: 'fork-join',
    set: [poisson(lambda), `stations.0.count=${parts}`, 'warmUp=3 s'],
    metric: metricOf(row),
    seconds: parts === 2 ? 2000 : ((lambda === 0.9 ? 8 : 4) * 500) / parts,
    ...(parts > 2 ? { narrow: lambda === 0.9 ? 0.3 : 0.1, because: 'all parts share the bursts' } : {}),
  }
}

function vacations(row: Row): Look {
  const shape = row.parameters!.includes('det') ? 'constant' : 'exponential'
  const mean = at(row, 'mean')
  return {
    file: 'vacations',
    set: [poisson(at(row, 'lambda')), `vacation={ shape: ${shape}, mean: ${mean} ms }`],
    metric: metricOf(row),
    seconds: at(row, 'lambda') === 0.9 ? 4000 : 2000,
  }
}

function room(row: Row): Look {
  const [lambda, places] = [at(row, 'lambda'), at(row, 'K')]
  const isMany = row.parameters!.includes('c=')
  const isRare = row.metric === 'P(loss)' && Number(row.value) < 1e-3
  return {
    file: isMany ? 'mmck' : 'mm1k',
    set: [poisson(lambda), `room=${places}`, ...(isMany ? [`servers=${at(row, 'c')}`] : [])],
    metric: metricOf(row),
    seconds: isMany ? (lambda > 10 ? 400 : 300) : lambda === 0.9 ? 6000 : 1000,
    ...(isRare
      ? { narrow: Number(row.value) < 1e-5 ? 5 : 0.5, because: 'losses are rare and come in clusters' }
      : {}),
  }
}

const bounded: Look['control'] = controls['E[W]']

/** Rows whose scenario is a file below experiments/theory, by the name of the row. */
export const looks: Looks = {
  'M/M/1': mm1,
  'M/M/c': mmc,
  'M/M/c/c': (row) => ({
    file: 'erlang-b',
    set: [poisson(at(row, 'lambda')), `servers=${at(row, 'c')}`, `room=${at(row, 'c')}`],
    metric: metricOf(row),
    seconds: 2000 / at(row, 'c'),
  }),
  'M/D/1': (row) => ({
    file: 'md1',
    set: [poisson(at(row, 'lambda'))],
    metric: metricOf(row),
    seconds: at(row, 'lambda') > 0.9 ? 6000 : 2000,
    isComplement: row.metric!.startsWith('P(W<='),
    ...(at(row, 'lambda') > 0.9 ? { narrow: 0.1, because: 'relaxation is long at utilisation 0.95' } : {}),
  }),
  'M/G/1-lognormal': lognormal,
  'M/G/1-Pareto': (row) => ({
    file: 'mg1-pareto',
    set: [poisson(at(row, 'lambda')), `service.alpha=${at(row, 'alpha')}`],
    metric: metricOf(row),
    seconds: at(row, 'lambda') === 0.9 ? 4000 : 2000,
    control: controls['E[W]'],
    narrow: 0.1,
    because: 'the wait has no variance for alpha up to 3',
  }),
  'M/Ek/1': (row) => ({
    file: 'mek1',
    set: [poisson(at(row, 'lambda')), `service.cv=${1 / Math.sqrt(at(row, 'k'))}`],
    metric: metricOf(row),
    seconds: at(row, 'lambda') === 0.9 ? 4000 : 2000,
  }),
  'M/G/1-BPareto': (row) => ({
    file: 'mg1-bounded-pareto',
    set: [],
    metric: metricOf(row),
    seconds: 60_000,
    control: bounded,
    narrow: 0.15,
    because: 'a tenth of the work is in one request of ten thousand',
  }),
  'M/G/1-PS': sharing,
  'M/M/1-SRPT': (row) => ({
    file: 'mm1-srpt',
    set: [poisson(at(row, 'lambda'))],
    metric: metricOf(row),
    seconds: at(row, 'lambda') === 0.9 ? 3000 : 1000,
  }),
  'M/M/1-SJF(nonpreemptive)': (row) => ({ file: 'mm1-sjf', set: [], metric: metricOf(row), seconds: 2000 }),
  'M/M/1/K': room,
  'M/M/c/K': room,
  'M/M/c+M (Erlang-A)': (row) => ({
    file: 'erlang-a',
    set: [poisson(at(row, 'lambda')), `patience.mean=${1 / at(row, 'theta')} ms`],
    metric: metricOf(row),
    seconds: 200,
  }),
  'closed MVA': closed,
  'machine-repairman M/M/c//N': (row) => ({
    file: 'machine-repairman',
    set: [],
    metric: metricOf(row),
    seconds: 300,
  }),
  'GI/M/1': renewal,
  'tandem M/M/1 (Jackson)': series,
  'Jackson 2-node (cache miss loop)': (row) => ({
    file: 'cache-miss-loop',
    set: [],
    metric: metricOf(row),
    seconds: 2000,
  }),
  'M/G/1 nonpreemptive priority': priority,
  'M/M/1 preemptive-resume priority': priority,
  'M/M/1 multiple vacations': vacations,
  'fork-join K (approx, +-5%)': fork,
  'fork-join K=2 M/M/1': fork,
  'fork-join K upper bound': fork,
  'JSQ N=2': (row) => ({ file: 'shortest-queue', set: [], metric: metricOf(row), seconds: 2000 }),
  'M/G/inf': (row) => ({ file: 'infinite-servers', set: [], metric: metricOf(row), seconds: 40_000 }),
}

/** Rows of limits, at the numbers of queues that are tried; queues that are not compared are alike at any number. */
export function limitLooks(row: Row): Look[] {
  const lambda = at(row, 'lambda')
  if (row.name!.startsWith('JIQ'))
    return [100, 1000].map((queues) => limitLook(row, queues, { file: 'idle-first', set: [] }))
  const choices = at(row, 'd')
  const set = [`dispatch.choices=${choices}`, `warmUp=${choices === 1 ? '5 s' : '200 ms'}`]
  const sizes = choices === 1 ? [10] : [20, 400]
  return sizes.map((queues) => limitLook(row, queues, { file: 'power-of-d', set, busy: lambda > 0.9 }))
}

function limitLook(
  row: Row,
  queues: number,
  { file, set, busy = false }: { file: string; set: readonly string[]; busy?: boolean },
): Look {
  return {
    file,
    set: [poisson(at(row, 'lambda') * queues), `stations.0.count=${queues}`, ...set],
    metric: metricOf(row),
    // Queue-seconds are what is observed; few queues need fewer, since they are farther from the limit.
    seconds: (busy && queues !== 20 ? 4000 : 2000) / queues,
  }
}

export const scenarioOf = ({ file, set }: Look, replications: number, seconds: number) => {
  const scenario = readScenario(`experiments/theory/${file}.yaml`, set)
  const { warmUpMs } = scenario
  return { ...scenario, durationMs: warmUpMs + (seconds * 1000) / replications, replications }
}
