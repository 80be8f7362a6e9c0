import { expect, it } from 'vitest'
import { crc16, hashSlot } from '#core/cache/remote/hash-slot.ts'

it('the check value of CRC-16/XMODEM is 0x31C3', () => expect(crc16('123456789')).toBe(0x31c3))

it.each([
  ['foo', 12182],
  ['bar', 5061],
  ['hello', 866],
  ['mykey', 14687],
  ['', 0],
  ['{user1000}.following', 3443],
  ['user1000', 3443],
  ['foo{}{bar}', 8363],
  ['foo{{bar}}zap', 4015],
  ['foo{bar}{zap}', 5061],
  ['tenant:42:cart', 13577],
  ['{tenant:42}:cart', 10956],
])('%s is in slot %d, as CLUSTER KEYSLOT says', (key, slot) => expect(hashSlot(key)).toBe(slot))
