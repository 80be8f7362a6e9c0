import { absent, isWriteMethod, numberField, requestLine, timeField, wrongField } from '../field.ts'
import type { ReadLine, TraceFormat } from '../format.ts'

const line =
  /^(\S+) \S+ [^[]*\[([^\]]*)\] "((?:[^"\\]|\\.)*)" (\S+) (\S+)(?: "(?:[^"\\]|\\.)*" "((?:[^"\\]|\\.)*)")?/

/**
 * Access logs of Apache and nginx: common format, and combined, which adds referrer and user agent. What follows is not read.
 *
 * Source    Apache HTTP Server 2.4, Log Files, "Common Log Format" and "Combined Log Format"; nginx's `combined` is the same
 * Deviates  a request line that is no HTTP (port scans) counts as a request without page and kind
 */
export const accessLog: TraceFormat = {
  name: 'access-log',
  meaning: 'nginx and Apache, common and combined',
  recognises: (head) => head.some((text) => line.test(text)),
  reader: () => readLine,
}

const readLine: ReadLine = (text) => {
  const found = line.exec(text)
  if (found === null) return { wrong: 'is no line of a common or combined access log' }
  const [, address, written, request, code, size, agent] = found
  const atMs = timeField(written)
  if (atMs === undefined) return wrongField('time', written, '17/May/2015:10:05:03 +0000')
  const status = Number(code)
  if (!/^\d{3}$/.test(code!)) return wrongField('status', code, 'three digits')
  const bytes = numberField(size)
  if (bytes === undefined) return wrongField('size', size, 'bytes or -')
  const asked = requestLine(request!)
  return {
    atMs,
    client: agent === undefined ? address : `${address} ${agent}`,
    url: asked?.url,
    isWrite: isWriteMethod(asked?.method),
    status,
    bytes: bytes === absent ? undefined : bytes,
  }
}
