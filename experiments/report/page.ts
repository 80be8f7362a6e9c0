import { escaped } from './escaped.ts'

/** One self-contained page: style inside, pictures as SVG, nothing to load. */
export const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>
:root{color-scheme:light;--ink:#1d2733;--soft:#5b6875;--line:#dde3ea}
body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:#fff;max-width:1000px;margin:2rem auto;padding:0 1rem}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 .3rem}h2{font-size:1.15rem;margin:2.2rem 0 .6rem;border-bottom:1px solid var(--line);padding-bottom:.2rem}
p{max-width:46rem}.soft{color:var(--soft)}
.grid2{display:grid;grid-template-columns:repeat(auto-fit,minmax(420px,1fr));gap:1rem}
figure{margin:0}figure.wide{grid-column:1/-1}svg{width:100%;height:auto;font-family:inherit}
svg .title{font-size:13px;font-weight:600;fill:var(--ink)}svg .axis,svg .tick{font-size:11px;fill:var(--soft)}svg .grid{stroke:var(--line)}
figcaption{font-size:12px;color:var(--soft);padding-left:58px}figcaption span{margin-right:1rem;white-space:nowrap}
figcaption span::before{content:"";display:inline-block;width:12px;height:3px;background:var(--c);margin-right:5px;vertical-align:middle}
figcaption span.marks::before{content:"\\00d7";background:none;color:var(--c);height:auto;font-weight:700}figcaption span.bars::before{height:10px}
figcaption span.key::before,figcaption span.note::before{content:none}figcaption span.key{white-space:normal;display:inline-block}figcaption span.key svg{width:14px;height:14px;margin-right:4px;vertical-align:-2px}
svg .name{font-size:12px;fill:var(--ink)}svg .value{font-size:12px;font-variant-numeric:tabular-nums}svg .missing{font-size:16px;fill:var(--soft)}
.scroll{overflow-x:auto}.scroll td,.scroll th:first-child{white-space:nowrap}.grid2 figure,figure.wide{margin-bottom:.7rem}p.verdict{max-width:none;font-size:1.05rem;border-left:5px solid var(--c);padding:.35rem .8rem;background:#f7f9fb}
table{border-collapse:collapse;font-size:13px;width:100%}th,td{padding:.3rem .5rem;border-bottom:1px solid var(--line);text-align:right;font-variant-numeric:tabular-nums}
th{text-align:right;color:var(--soft);font-weight:600}th:first-child,td:first-child{text-align:left}table.words td{text-align:left;vertical-align:top}table.words th{text-align:left}
td.holdout{background:#f2f6fb}
</style></head><body>${body}</body></html>
`

export const tableHtml = (
  header: readonly string[],
  rows: readonly (readonly string[])[],
  kind = '',
): string =>
  `<table class="${kind}"><thead><tr>${header.map((cell) => `<th>${escaped(cell)}</th>`).join('')}</tr></thead><tbody>${rows.map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`).join('')}</tbody></table>`
