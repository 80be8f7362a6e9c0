/** Properties of pages that both worlds must agree on: fixed functions of the page's number, no table. */
import { unitHash } from '#core/collections/unit-hash.ts'
import type { Workload } from '#core/scenario.ts'
import type { Bytes } from '#core/units.ts'

const sizeSalt = 1
const strongSalt = 2

export const pageTenant = (page: number, { tenants }: Workload): number => page % tenants

/** Whether writes to the page must reach the caches before they are acknowledged (sessions, stock). */
export const isStrongPage = (page: number, { strongRatio }: Workload): boolean => unitHash(page, strongSalt) < strongRatio

/**
 * Size of the whole page. Uniform in mean ± sqrt(3) cv mean, which has just that mean and coefficient of variation.
 *
 * Parameters  cv 0 .. 0.57 (larger ones are cut, sizes stay positive)
 */
export function pageBytes(page: number, { pageSize }: Workload): Bytes {
  const spread = 1.7320508075688772 * Math.min(pageSize.cv, 0.57)
  return Math.max(1, Math.round(pageSize.meanBytes * (1 + spread * (2 * unitHash(page, sizeSalt) - 1))))
}
