import { expect, test } from 'vitest'
import { jmeterXml } from '#experiments/trace/format/jmeter-xml.ts'
import { noRequest } from '#experiments/trace/format.ts'

const readAll = (text: string) => {
  const read = jmeterXml.reader()
  const found = text.split('\n').map(read)
  return { requests: found.filter((one) => one !== noRequest), atEnd: read.atEnd?.() }
}

// As JMeter 5.6.3 writes it, with and without URL and method.
const file = `<?xml version="1.0" encoding="UTF-8"?>
<testResults version="1.2">
<httpSample t="45" it="0" lt="44" ct="1" ts="1769853600123" s="true" lb="GET /home" rc="200" rm="OK" tn="users 1-3" dt="text" by="5120" sby="120" ng="1" na="1"/>
<httpSample t="10" it="0" lt="9" ct="0" ts="1769853600500" s="true" lb="cart" rc="201" rm="Created" tn="users 1-4" dt="text" by="20" sby="120" ng="1" na="1">
  <httpSample t="3" ts="1769853600501" s="true" lb="inner" rc="302" tn="users 1-4" by="1">
    <java.net.URL>http://a/inner</java.net.URL>
  </httpSample>
  <method class="java.lang.String">POST</method>
  <java.net.URL>http://a/cart?x=1</java.net.URL>
</httpSample>
<httpSample t="0" ts="1769853600600" s="false" lb="GET /home" rc="Non HTTP response code: java.net.ConnectException" rm="refused" tn="users 1-4" by="0"/>

</testResults>`

test('samples are requests; what is inside another is a part of it', () => {
  expect(jmeterXml.recognises(file.split('\n'))).toBe(true)
  expect(readAll(file)).toMatchObject({
    requests: [
      {
        atMs: 1769853600123,
        client: 'users 1-3',
        url: 'GET /home',
        status: 200,
        bytes: 5120,
        responseMs: 45,
      },
      { atMs: 1769853600500, url: 'http://a/cart?x=1', isWrite: true, status: 201, responseMs: 10 },
      { atMs: 1769853600600, status: 0 },
    ],
    atEnd: undefined,
  })
})

test('a file that was cut off says so, a cut element, too', () => {
  const cut = file.slice(0, file.indexOf('rc="201"'))
  const { requests, atEnd } = readAll(cut)
  expect(atEnd).toContain('</testResults> is missing')
  expect(requests.at(-1)).toEqual({ wrong: 'has an element that does not end' })
})

test('negative and missing times are wrong', () => {
  expect(readAll('<httpSample t="-5" ts="1769853600123" lb="a"/>').requests).toEqual([
    { wrong: 't: found "-5", expected a time in ms' },
  ])
  expect(readAll('<httpSample t="5" lb="a"/>').requests).toEqual([
    { wrong: 'ts: found "undefined", expected milliseconds since 1970' },
  ])
})
