/** The page: a slider of users, three numbers and a curve, all from the simulator that runs right here. */
import * as d3 from 'd3'
import { parseScenario } from '#core/scenario-schema.ts'
import { simulate } from '#sim/simulate.ts'

interface Point {
  readonly users: number
  readonly responseMs: number
  readonly responseMsP95: number
  readonly throughputPerSecond: number
}

const size = { width: 640, height: 320, margin: 44 }
const points = new Map<number, Point>()
const slider = document.querySelector<HTMLInputElement>('#users')!

function simulated(users: number): Point {
  const { scenario, problems } = parseScenario({
    model: 'web',
    name: 'load curve',
    duration: '10 s',
    warmUp: '2 s',
    workload: {
      arrivals: 'closed',
      users,
      thinkTime: { shape: 'exponential', mean: '1 s' },
      pages: 500,
      writeRatio: 0.05,
    },
    nodes: { count: 1 },
  })
  if (scenario === undefined)
    throw new Error(problems.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  const { metrics } = simulate(scenario)
  return {
    users,
    responseMs: metrics['responseMs.mean']!.value,
    responseMsP95: metrics['responseMs.p95']!.value,
    throughputPerSecond: metrics.throughputPerSecond!.value,
  }
}

function show(users: number): void {
  const point = points.get(users) ?? simulated(users)
  points.set(users, point)
  write('users-now', users)
  write('response', point.responseMs.toFixed(1))
  write('p95', point.responseMsP95.toFixed(1))
  write('throughput', point.throughputPerSecond.toFixed(1))
  draw(
    d3.sort(points.values(), (p) => p.users),
    point,
  )
}

function write(id: string, value: string | number): void {
  document.getElementById(id)!.textContent = String(value)
}

function draw(curve: readonly Point[], now: Point): void {
  const { width, height, margin } = size
  const x = d3.scaleLinear([0, Number(slider.max)], [margin, width - 10])
  const y = d3.scaleLinear([0, d3.max(curve, (p) => p.responseMs)!], [height - margin, 10]).nice()
  const svg = d3.select('#curve')
  svg.selectAll('*').remove()
  svg
    .append('g')
    .attr('transform', `translate(0,${height - margin})`)
    .call(d3.axisBottom(x) as never)
  svg
    .append('g')
    .attr('transform', `translate(${margin},0)`)
    .call(d3.axisLeft(y) as never)
  svg
    .append('text')
    .attr('x', width / 2)
    .attr('y', height - 8)
    .text('users')
  svg
    .append('text')
    .attr('x', margin + 6)
    .attr('y', 20)
    .text('mean response time, ms')
  const line = d3.line<Point>(
    (p) => x(p.users),
    (p) => y(p.responseMs),
  )
  svg.append('path').attr('d', line(curve)).attr('fill', 'none').attr('stroke', 'steelblue')
  const dots = svg.selectAll('circle').data(curve).join('circle')
  dots.attr('cx', (p) => x(p.users)).attr('cy', (p) => y(p.responseMs))
  dots.attr('r', (p) => (p === now ? 6 : 3)).attr('fill', (p) => (p === now ? 'crimson' : 'steelblue'))
}

slider.addEventListener('input', () => show(Number(slider.value)))
for (const users of [20, 200, 400]) points.set(users, simulated(users))
show(Number(slider.value))
