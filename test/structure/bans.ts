import type { Source } from './source.ts'

/** What core and sim may not use, and what stands in for it. */
const bans: readonly { readonly pattern: RegExp; readonly replacement: string }[] = [
  { pattern: /\bDate\b|\bperformance\b/, replacement: 'the `now` that is passed in' },
  { pattern: /\bMath\.random\b/, replacement: 'the `random` that is passed in (core/random.ts)' },
  {
    pattern:
      /\bMath\.(log|log2|log10|log1p|exp|expm1|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|asinh|acosh|atanh|cbrt|hypot)\b/,
    replacement: 'core/math: the same bits in every engine',
  },
  { pattern: /\*\*/, replacement: 'core/math/pow.ts, or a product' },
  { pattern: /\basync\b|\bawait\b|\bPromise\b/, replacement: 'a flow (core/flow)' },
  { pattern: /\b(setTimeout|setInterval|setImmediate|queueMicrotask)\b/, replacement: 'the effect sleep' },
  { pattern: /\bfor\s*\(\s*(const|let)\s+\w+\s+in\b|\bObject\.keys\b/, replacement: 'an array or a Map' },
  { pattern: /\.(sort|toSorted)\(\s*\)/, replacement: 'an explicit comparator' },
  { pattern: /\.toLocale\w*\(|\blocaleCompare\b|\bIntl\b/, replacement: 'an explicit format or comparison' },
  {
    pattern: /\b(process|console|fetch|window|document|globalThis|require)\s*[.(]/,
    replacement: 'an argument: core and sim run anywhere',
  },
]

/** Uses of what is banned in core and sim. */
export function bannedUses(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => /^(core|sim)\//.test(path) && !path.endsWith('.d.ts'))
    .flatMap(({ path, code }) =>
      code
        .split('\n')
        .flatMap((line, index) =>
          bans
            .filter(({ pattern }) => pattern.test(line))
            .map(
              ({ pattern, replacement }) =>
                `${path}:${index + 1} ${pattern.exec(line)![0]}: use ${replacement}`,
            ),
        ),
    )
}
