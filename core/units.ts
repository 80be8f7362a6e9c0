/**
 * Units of every public quantity. Base units only: milliseconds, bytes, watts, joules, ratios 0..1, per second for rates.
 * The brand is optional, so a plain number is accepted, but a `Bytes` where a `Ms` is meant does not compile.
 */
type Quantity<Unit extends string> = number & { readonly __unit?: Unit }

export type Ms = Quantity<'ms'>
export type Bytes = Quantity<'bytes'>
export type Watts = Quantity<'watts'>
export type Joules = Quantity<'joules'>
export type PerSecond = Quantity<'per second'>
export type Ratio = Quantity<'ratio'>
