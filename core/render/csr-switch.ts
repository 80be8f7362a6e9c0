import type { Ratio } from '#core/units.ts'

/** How far below the threshold the load must fall before the server renders again; without it the switch flaps. */
const hysteresis = 0.1

/**
 * SSR to CSR switch: above a utilisation the server sends data and the client renders.
 *
 * Source      preprint section 3.1 and abstract ("dynamic switching between frontend SSR and CSR")
 * Parameters  settings: the threshold, read at each question, as it may change
 * State       whether the client renders now
 */
export function csrSwitch(settings: { readonly csrAboveUtilisation: Ratio }): {
  isClientRendering(utilisation: Ratio): boolean
} {
  let isOn = false
  return {
    isClientRendering(utilisation) {
      const { csrAboveUtilisation } = settings
      if (csrAboveUtilisation >= 1) return false
      isOn = utilisation > (isOn ? csrAboveUtilisation - hysteresis : csrAboveUtilisation)
      return isOn
    },
  }
}
