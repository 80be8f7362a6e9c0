import { scaleLinear, stack } from 'd3'
import { escaped } from './escaped.ts'

export interface StageBar {
  readonly label: string
  readonly stagesMs: Readonly<Record<string, number>>
}

const colours: Readonly<Record<string, string>> = {
  queue: '#d1495b',
  cache: '#edae49',
  database: '#66a182',
  processor: '#00798c',
  shards: '#30638e',
  network: '#9aa5b1',
  wait: '#d1495b',
  service: '#00798c',
}

/** Room for the names of the runs. */
const left = 200

/** Where the time of a mean request goes: one bar a run, stacked by stage. */
export function stagesSvg(title: string, bars: readonly StageBar[]): string {
  const names = Object.keys(bars[0]?.stagesMs ?? {})
  const rowHeight = 30
  const height = 40 + bars.length * rowHeight + 30
  const totals = bars.map(({ stagesMs }) => names.reduce((sum, name) => sum + (stagesMs[name] ?? 0), 0))
  const x = scaleLinear()
    .domain([0, Math.max(...totals, 1)])
    .nice()
    .range([left, 920])
  const layers = stack<StageBar>()
    .keys(names)
    .value((bar, name) => bar.stagesMs[name] ?? 0)([...bars])
  const rectangles = layers
    .flatMap((layer) =>
      layer.map(
        ([from, to], index) =>
          `<rect x="${x(from).toFixed(1)}" y="${40 + index * rowHeight}" width="${(x(to) - x(from)).toFixed(1)}" height="20" fill="${colours[layer.key] ?? '#777'}"><title>${layer.key}: ${(to - from).toFixed(1)} ms</title></rect>`,
      ),
    )
    .join('')
  const labels = bars
    .map(
      ({ label }, index) =>
        `<text class="tick" x="${left - 8}" y="${54 + index * rowHeight}" text-anchor="end">${escaped(label)}</text>`,
    )
    .join('')
  const ticks = x
    .ticks(8)
    .map(
      (value) =>
        `<text class="tick" x="${x(value).toFixed(1)}" y="${height - 12}" text-anchor="middle">${value}</text>`,
    )
    .join('')
  return `<figure class="wide"><svg viewBox="0 0 960 ${height}" role="img"><text class="title" x="${left}" y="16">${escaped(title)}</text>${rectangles}${labels}${ticks}<text class="axis" x="935" y="${height - 12}">ms</text></svg><figcaption>${names.map((name) => `<span class="bars" style="--c:${colours[name] ?? '#777'}">${name}</span>`).join('')}</figcaption></figure>`
}
