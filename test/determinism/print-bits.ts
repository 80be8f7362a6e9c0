/** Prints what a run of the simulator and the functions under it give, bit for bit; run on several versions of Node. */
import { bits } from '../browser/bits.ts'

console.log(JSON.stringify(bits()))
