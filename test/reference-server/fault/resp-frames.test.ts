import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isMessage, respFrames } from '#server/fault/resp-frames.ts'

const replies = [
  '+OK\r\n',
  ':12\r\n',
  '$-1\r\n',
  '$5\r\na\r\nbc\r\n',
  '*3\r\n$7\r\nmessage\r\n$2\r\nch\r\n$1\r\nx\r\n',
  '*3\r\n$7\r\nmessage\r\n$20\r\n__redis__:invalidate\r\n*2\r\n$1\r\na\r\n$1\r\nb\r\n',
  '*-1\r\n',
  '-ERR no\r\n',
]

it('gives whole replies, however the network cuts the stream', () => {
  const stream = Buffer.from(replies.join(''))
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: stream.length - 1 }), { maxLength: 9 }), (cuts) => {
      const frames = respFrames()
      const places = [0, ...cuts.sort((a, b) => a - b), stream.length]
      const found = places
        .slice(1)
        .flatMap((to, index) => frames(Buffer.from(stream.subarray(places[index]!, to))))
      expect(found.map(String)).toEqual(replies)
    }),
  )
})

it('knows which of them are messages to a subscriber', () => {
  expect(replies.filter((reply) => isMessage(Buffer.from(reply)))).toEqual([replies[4], replies[5]])
})
