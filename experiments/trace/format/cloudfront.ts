import { absent, isWriteMethod, numberField, timeField, wrongField } from '../field.ts'
import { noRequest, type ReadLine, type TraceFormat } from '../format.ts'

/**
 * Standard logs of Amazon CloudFront: tab-separated, columns named by `#Fields`, which may come again in joined files.
 *
 * Source  Amazon CloudFront Developer Guide, Standard log file fields; W3C Extended Log File Format, 1996
 */
export const cloudfront: TraceFormat = {
  name: 'cloudfront',
  meaning: 'CloudFront standard logs, tab-separated with #Fields',
  recognises: (head) => head.some((line) => line.startsWith('#Fields:') && line.includes(' date time')),
  reader: () => {
    let columns: readonly string[] | undefined
    return (line) => {
      if (line.startsWith('#Fields:')) columns = line.slice('#Fields:'.length).trim().split(/\s+/)
      if (line.startsWith('#')) return noRequest
      if (columns === undefined) return { wrong: 'comes before a #Fields header' }
      return readFields(line.split('\t'), columns)
    }
  },
}

function readFields(fields: readonly string[], columns: readonly string[]): ReturnType<ReadLine> {
  if (fields.length !== columns.length)
    return { wrong: `has ${fields.length} fields, #Fields names ${columns.length}` }
  return cloudfrontRequest((name) => fields[columns.indexOf(name)])
}

/** A request by the names of CloudFront's fields, in standard logs as text and as JSON. */
export function cloudfrontRequest(field: (name: string) => string | undefined): ReturnType<ReadLine> {
  const written = `${field('date')} ${field('time')}`
  const atMs = timeField(written)
  if (atMs === undefined) return wrongField('date and time', written, '2019-12-04 21:02:31')
  const status = numberField(field('sc-status'))
  if (status === undefined) return wrongField('sc-status', field('sc-status'), 'a number')
  const bytes = numberField(field('sc-bytes'))
  if (bytes === undefined) return wrongField('sc-bytes', field('sc-bytes'), 'a number')
  const seconds = numberField(field('time-taken'))
  if (seconds === undefined) return wrongField('time-taken', field('time-taken'), 'seconds')
  const address = field('c-ip')
  const query = field('cs-uri-query')
  const stem = field('cs-uri-stem')
  return {
    atMs,
    client: address === undefined ? undefined : `${address} ${field('cs(User-Agent)') ?? ''}`,
    url: query === undefined || query === '-' ? stem : `${stem}?${query}`,
    isWrite: isWriteMethod(field('cs-method')),
    // 000: the viewer closed the connection before the answer.
    status: status === absent ? undefined : status,
    bytes: bytes === absent ? undefined : bytes,
    responseMs: typeof seconds === 'number' ? seconds * 1000 : undefined,
  }
}
