/**
 * How servers wake each other: look at the journal, somebody moved. What is rung may arrive late, twice or never, and
 * nothing is true because of it; without any bell everything goes on a little slower.
 */
export interface Bell {
  /** Tells the other servers. Never throws and never waits. */
  ring(topic: BellTopic, message: unknown): void
  /** Calls `listener` with what another server rang. It comes from outside this process: anything may be in it. */
  on(topic: BellTopic, listener: (message: unknown) => void): void
  /** Calls `listener` whenever the bell works (again): what was rung before is unknown. */
  onReady(listener: () => void): void
}

export const BELL_TOPICS = ['heads', 'notes', 'presence', 'who', 'projected', 'people'] as const

export type BellTopic = (typeof BELL_TOPICS)[number]

/** For a server that stands alone. */
export const NO_BELL: Bell = { ring: () => {}, on: () => {}, onReady: () => {} }
