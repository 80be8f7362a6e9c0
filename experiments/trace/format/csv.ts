import type { Ms } from '#core/units.ts'
import { absent, isWriteMethod, numberField, timeField, wrongField } from '../field.ts'
import { noRequest, type ReadLine, type TraceFormat } from '../format.ts'

/** Column names, the first that is there counts: JMeter's, k6's, those of tandem load, plain ones. */
const columns = {
  time: ['timeStamp', 'timestamp', 'sentMs', 'time'],
  response: ['elapsed', 'responseMs', 'metric_value'],
  client: ['threadName', 'client', 'user'],
  method: ['method'],
  url: ['URL', 'url', 'path', 'name', 'label'],
  status: ['responseCode', 'status'],
  bytes: ['bytes'],
  write: ['isWrite'],
  metric: ['metric_name'],
} as const

type Column = keyof typeof columns

/**
 * Tables with a header: JMeter's results (JTL as CSV), `k6 run --out csv`, points of `tandem load`, or plain columns
 * time, client, method, path, status, bytes.
 *
 * Source    RFC 4180; JMeter user manual, Listeners, "CSV Log format"; k6 documentation, "CSV" output
 * Deviates  a field may not hold a line break; k6's times are whole seconds of the end of a request
 */
export const csv: TraceFormat = {
  name: 'csv',
  meaning: 'JMeter JTL, k6 --out csv, points of tandem load, or time,client,method,path,status,bytes',
  recognises: ([header = '']) => {
    const found = placesOf(cellsOf(header) ?? [])
    return found.time !== undefined && Object.keys(found).length >= 3
  },
  reader: () => {
    let places: Places | undefined
    let width = 0
    return (line) => {
      const cells = cellsOf(line)
      if (cells === undefined) return { wrong: 'has a quote that does not end' }
      if (places?.time === undefined) {
        // Until there is a header with a time, every line is tried as one.
        places = placesOf(cells)
        width = cells.length
        return places.time === undefined
          ? { wrong: 'is no header with a column time or timeStamp' }
          : noRequest
      }
      if (cells.length !== width) return { wrong: `has ${cells.length} fields, the header ${width}` }
      return readCells(cells, places)
    }
  },
}

type Places = Partial<Record<Column, { readonly name: string; readonly index: number }>>

function placesOf(header: readonly string[]): Places {
  const places: Places = {}
  for (const [column, candidates] of Object.entries(columns)) {
    const name = candidates.find((candidate) => header.includes(candidate))
    if (name !== undefined) places[column as Column] = { name, index: header.indexOf(name) }
  }
  return places
}

function readCells(cells: readonly string[], places: Places): ReturnType<ReadLine> {
  const cell = (column: Column) => cells[places[column]?.index ?? -1]
  const isK6 = places.metric !== undefined
  if (isK6 && cell('metric') !== 'http_req_duration') return noRequest
  const time = timeField(cell('time'), isK6 ? 's' : places.time!.name === 'time' ? undefined : 'ms')
  if (time === undefined) return wrongField(places.time!.name, cell('time'), 'a time')
  const response = numberField(cell('response'))
  if (response === undefined) return wrongField(places.response!.name, cell('response'), 'a time in ms')
  const bytes = numberField(cell('bytes'))
  if (bytes === undefined) return wrongField('bytes', cell('bytes'), 'a number')
  const responseMs: Ms | undefined = response === absent ? undefined : response
  const written = cell('write')
  return {
    atMs: isK6 ? time - (responseMs ?? 0) : time,
    client: cell('client') || undefined,
    url: cell('url') || undefined,
    isWrite: written === undefined ? isWriteMethod(cell('method')) : written === 'true',
    // JMeter writes a sentence where there was no HTTP answer.
    status: cell('status') === undefined ? undefined : Number(cell('status')) || 0,
    bytes: bytes === absent ? undefined : bytes,
    responseMs,
  }
}

/** The fields of a line; undefined when a quoted one does not end. */
export function cellsOf(line: string): string[] | undefined {
  if (!line.includes('"')) return line.split(',')
  const cells: string[] = []
  const cell = /\s*(?:"((?:[^"]|"")*)"|([^,"]*))(,|$)/y
  while (cell.lastIndex <= line.length) {
    const found = cell.exec(line)
    if (found === null) return undefined
    cells.push(found[1]?.replaceAll('""', '"') ?? found[2]!)
    if (found[3] === '') return cells
  }
  return undefined
}
