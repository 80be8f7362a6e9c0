import { numberField, timeField, wrongField } from '../field.ts'
import { type LoggedRequest, noRequest, type ReadLine, type TraceFormat } from '../format.ts'

const opens = /^\s*<(httpSample|sample)\s([^>]*?)(\/?)>/
const closes = /<\/(httpSample|sample)>\s*$/
const attribute = /([a-zA-Z]+)="([^"]*)"/g

/**
 * Results of JMeter as XML (JTL with `jmeter.save.saveservice.output_format=xml`), as JMeter writes them: one element begins a line. A
 * sample inside another (a redirection, an embedded resource) is a part of it and no request of its own.
 *
 * Source  JMeter user manual, Listeners, "XML Log format 2.1": t elapsed, ts start, lb label, rc response code, tn thread, by bytes
 */
export const jmeterXml: TraceFormat = {
  name: 'jmeter-xml',
  meaning: 'JMeter JTL as XML',
  recognises: (head) => head.some((line) => /<testResults\b/.test(line)),
  reader: () => {
    let depth = 0
    let held: ReturnType<ReadLine> = noRequest
    let url: string | undefined
    let method: string | undefined
    let isEnded = false
    const finish = (): ReturnType<ReadLine> => {
      const found = held
      held = noRequest
      if (found === noRequest || !('atMs' in found)) return found
      return { ...found, url: url ?? found.url, isWrite: method === undefined ? undefined : isWrite(method) }
    }
    const read: ReadLine = (line) => {
      const opened = opens.exec(line)
      if (opened !== null) {
        if (depth === 0) {
          held = sampleOf(opened[2]!)
          url = undefined
          method = undefined
        }
        if (opened[3] === '' && !closes.test(line)) {
          depth++
          return noRequest
        }
        return depth === 0 ? finish() : noRequest
      }
      if (closes.test(line)) {
        depth = Math.max(0, depth - 1)
        return depth === 0 ? finish() : noRequest
      }
      if (depth === 1) {
        url ??= /<java\.net\.URL>([^<]*)</.exec(line)?.[1]
        method ??= /<method[^>]*>([A-Z]+)</.exec(line)?.[1]
      }
      if (line.includes('</testResults>')) isEnded = true
      // An opening tag that does not end on its line was cut off.
      return /^\s*<(httpSample|sample)\b/.test(line)
        ? { wrong: 'has an element that does not end' }
        : noRequest
    }
    read.atEnd = () => (isEnded ? undefined : '</testResults> is missing: the file was cut off')
    return read
  },
}

const isWrite = (method: string): boolean => !['GET', 'HEAD', 'OPTIONS'].includes(method)

function sampleOf(text: string): LoggedRequest | { readonly wrong: string } {
  const fields = new Map([...text.matchAll(attribute)].map(([, name, value]) => [name!, value!]))
  const atMs = timeField(fields.get('ts'), 'ms')
  if (atMs === undefined) return wrongField('ts', fields.get('ts'), 'milliseconds since 1970')
  const responseMs = numberField(fields.get('t'))
  if (typeof responseMs !== 'number') return wrongField('t', fields.get('t'), 'a time in ms')
  const bytes = numberField(fields.get('by'))
  if (bytes === undefined) return wrongField('by', fields.get('by'), 'a number')
  return {
    atMs,
    client: fields.get('tn'),
    url: fields.get('lb'),
    // JMeter writes a sentence where there was no HTTP answer.
    status: Number(fields.get('rc')) || 0,
    bytes: typeof bytes === 'number' ? bytes : undefined,
    responseMs,
  }
}
