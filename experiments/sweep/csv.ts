/**
 * A table as comma-separated values: a header, one line a row, empty for null. Numbers are the shortest text that reads back as the
 * same number.
 *
 * Source  RFC 4180: fields with a comma, a quote or a line end stand in quotes, quotes in them are doubled
 * Deviates  lines end with a line feed alone
 */
export function csv(
  header: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string {
  return [header, ...rows].map((row) => `${row.map(field).join(',')}\n`).join('')
}

function field(value: string | number | null): string {
  if (value === null) return ''
  const text = String(value)
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
