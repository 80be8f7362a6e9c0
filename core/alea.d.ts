/** One generator of seedrandom by itself: its main module would also gather entropy when it is loaded. */
declare module 'seedrandom/lib/alea.js' {
  export default function alea(seed: string): () => number
}
