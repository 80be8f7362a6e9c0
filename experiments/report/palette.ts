/**
 * Colours that stay apart for readers who confuse red and green; where points are few, their shapes differ too.
 */
export const palette = {
  ours: '#00798c',
  theirs: '#d1495b',
  /** What informs and decides nothing. */
  other: '#5f4b8b',
  /** What could not be told apart. */
  quiet: '#7b8794',
  /** For things without an order. */
  several: ['#00798c', '#d1495b', '#edae49', '#5f4b8b', '#8fd0e8', '#2d2a32'],
  /** For things in order, the dark ones last, and one apart from them. */
  ordered: ['#edae49', '#8fd0e8', '#00798c', '#5f4b8b', '#2d2a32', '#d1495b'],
} as const
