/** Kinds of events of queueing stations; the number goes into the fingerprint, so new kinds are added at the end. */
export const stationEvents = {
  /** A customer comes from outside. Subject: its source. */
  arrival: 32,
  /** A service ends. Subject: the customer. */
  departure: 33,
  /** The first of the customers that share a station ends. Subject: the station. */
  sharedDeparture: 34,
  /** A customer will wait no longer. Subject: the customer. */
  patienceEnds: 35,
  /** A vacation or a set-up ends. Subject: the station. */
  serverReady: 36,
  /** A customer of a closed system comes back. Subject: the customer. */
  thinkEnds: 37,
} as const
