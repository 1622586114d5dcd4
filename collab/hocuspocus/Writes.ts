/** The way of a write: gate -> journal -> apply -> (broadcast, ack by Hocuspocus). Every writer goes through here. */
import { decide, isClean, type Decision } from '#collab/gate/decide.ts'
import { HardRefusal } from '#collab/gate/HardRefusal.ts'
import { inspect, type Inspection } from '#collab/gate/inspect.ts'
import { repair } from '#collab/gate/repair.ts'
import type { RefusedCell } from '#collab/protocol/stateless.ts'
import { cellKey, isServerClient } from '#collab/schema/layout.ts'
import { touchedBy, touchedByRow } from './changes.ts'
import { meeting, type Authors, type Conflict } from './conflicts.ts'
import { Closed } from './Closed.ts'
import { sessionPolicy, type CollabSession } from './CollabSession.ts'
import type { Head, Journal, JournalEntry, LockedState, Receipt, Verdict } from './Journal.ts'
import type { Part } from './Part.ts'

export interface Outcome {
  refused: RefusedCell[]
  /** Journal position; null when there was nothing new in the update. */
  seq: number | null
}
const NOTHING: Outcome = { refused: [], seq: null }

/** Rights, or the last repair, can change while a write waits. */
const MAX_ROUNDS = 8

export interface WriterPorts {
  journal: Journal
  /** Fetches what other servers journaled and how the document stands; under a new epoch, rights are read anew first. */
  catchUp(part: Part): Promise<void>
  /** Reads the rights of a session anew. Throws Closed when nothing may be written at all. */
  renew(part: Part, session: CollabSession): Promise<void>
  /** The document stands like this (its lock and its generation; a new epoch is for `catchUp`). */
  learn(part: Part, head: Head): void
}

interface Judged {
  found: Inspection
  decision: Decision
}

export class Writes {
  readonly #ports: WriterPorts

  constructor(ports: WriterPorts) {
    this.#ports = ports
  }

  /**
   * One update of a client. Throws HardRefusal or Closed; else it is durable and applied, except for the refused cells.
   * `seen`: what the author had received when it was made, when that is known to be long ago.
   */
  submit(
    part: Part,
    session: CollabSession,
    update: Uint8Array,
    seen: ReadonlyMap<number, number> | null = null,
  ): Promise<Outcome> {
    return announced(part, this.#submit(part, session, update, seen))
  }

  /** `build` makes the update from the document as it is, while nobody else writes it. Null = nothing to do. */
  submitBuilt(part: Part, session: CollabSession, build: (part: Part) => Uint8Array | null): Promise<Outcome> {
    return announced(part, this.#submitAlone(part, session, build))
  }

  async #submit(
    part: Part,
    session: CollabSession,
    update: Uint8Array,
    seen: ReadonlyMap<number, number> | null,
  ): Promise<Outcome> {
    let wasBehind = false
    for (let round = 0; round < MAX_ROUNDS; round++) {
      if (session.epoch < part.epoch) {
        await this.#renew(part, session)
      }
      if (!part.lane.tryShared()) {
        await part.lane.shared()
      }
      let verdict: Verdict
      try {
        const judged = this.#judge(part, session, update)
        if (judged === null) {
          return NOTHING
        }
        if (!isClean(judged.decision)) {
          break
        }
        const receipt = await this.#appendClean(part, session, { found: judged.found, seen })
        if (receipt.verdict === 'ok' || receipt.verdict === 'duplicate') {
          return { refused: [], seq: receipt.seq }
        }
        verdict = receipt.verdict
      } catch (error) {
        if (!(error instanceof HardRefusal && error.mayBeBehind) || wasBehind) {
          throw error
        }
        wasBehind = true // perhaps the author comes from another server, whose rows we have not pulled yet
        verdict = 'unseen'
      } finally {
        part.lane.leaveShared()
      }
      await this.#afterRefusal(part, verdict)
    }
    return this.#submitAlone(part, session, () => update, seen)
  }

  async #renew(part: Part, session: CollabSession): Promise<void> {
    try {
      await this.#ports.renew(part, session)
    } catch (error) {
      throw error instanceof Closed ? error : new Closed('journal-unavailable', { cause: error })
    }
  }

  async #afterRefusal(part: Part, verdict: Verdict): Promise<void> {
    try {
      await this.#ports.catchUp(part)
    } catch (error) {
      throw new Closed('journal-unavailable', { cause: error })
    }
    if (verdict === 'locked' || verdict === 'stale-generation') {
      throw new Closed(verdict)
    }
  }

  async #appendClean(
    part: Part,
    session: CollabSession,
    { found, seen }: { found: Inspection; seen: ReadonlyMap<number, number> | null },
  ): Promise<Receipt> {
    const authors = { author: session.userId, owners: part.owners, seen }
    const entry = entryOf(part, session, found, found.update, false)
    entry.touched = { ...touchedBy(found, entry.gestures), met: meetingOf(part, found, authors) }
    part.inFlight.add(entry)
    try {
      const receipt = await this.#known(part, this.#ports.journal.append(entry))
      if (receipt.seq !== null) {
        await this.#applied(part, receipt.seq)
      } else if (receipt.verdict === 'duplicate') {
        await this.#ports.catchUp(part) // durable before; perhaps not here yet
      }
      return receipt
    } finally {
      part.inFlight.delete(entry)
    }
  }

  /** The commit listener has handed the row to the part; it is in once everything before it is. */
  async #applied(part: Part, seq: number): Promise<void> {
    if (part.hasGap) {
      await this.#ports.catchUp(part)
    }
    await part.whenApplied(seq)
  }

  /** Alone on this server, and under the document's row lock against the other servers. */
  async #submitAlone(
    part: Part,
    session: CollabSession,
    build: (part: Part) => Uint8Array | null,
    seen: ReadonlyMap<number, number> | null = null,
  ): Promise<Outcome> {
    await part.lane.exclusive()
    try {
      for (let round = 0; round < MAX_ROUNDS; round++) {
        if (session.epoch < part.epoch) {
          await this.#renew(part, session)
        }
        const outcome = await this.#tryAlone(part, session, build, seen)
        if (outcome !== null) {
          return outcome
        }
        await this.#afterRefusal(part, 'stale-epoch')
      }
      throw new Closed('too-busy')
    } finally {
      part.inFlight.clear() // only ours was
      part.lane.leaveExclusive()
    }
  }

  /** Null: the rights changed meanwhile. */
  async #tryAlone(
    part: Part,
    session: CollabSession,
    build: (part: Part) => Uint8Array | null,
    seen: ReadonlyMap<number, number> | null,
  ): Promise<Outcome | null> {
    let refused: RefusedCell[] = []
    let isStale = false
    const appending = this.#ports.journal.appendLocked(part.key, part.seen, (state: LockedState) => {
      part.epoch = Math.max(part.epoch, state.epoch)
      part.arrive(state.missed)
      this.#ports.learn(part, state)
      expectUnsealed(part) // what is built would not be true any more
      isStale = state.epoch !== session.epoch
      const update = isStale ? null : build(part)
      const judged = update === null ? null : this.#judge(part, session, update)
      if (update === null || judged === null) {
        return null
      }
      const { found, decision } = judged
      refused = decision.refused
      const entry = isClean(decision)
        ? entryOf(part, session, found, found.update, false)
        : entryOf(part, session, found, repair(part.sheet, found, decision, part.repairClient), true)
      const met = meetingOf(part, found, { author: session.userId, owners: part.owners, seen }, refused)
      entry.touched = { ...touchedByRow(part.sheet, entry), met }
      part.inFlight.add(entry)
      return entry
    })
    const { verdict, seq } = await this.#known(part, appending)
    if (isStale) {
      return null
    }
    if (verdict === 'locked' || verdict === 'stale-generation') {
      throw new Closed(verdict)
    }
    if (verdict !== 'ok' && verdict !== 'duplicate') {
      throw new Closed('too-busy')
    }
    if (seq !== null) {
      await this.#applied(part, seq)
    }
    return { refused, seq }
  }

  #judge(part: Part, session: CollabSession, update: Uint8Array): Judged | null {
    if (part.isClosed) {
      throw new Closed('load-failed')
    }
    expectUnsealed(part)
    const found = inspect(part.sheet, update, (client) => part.owns(session.userId, client))
    if (found.structs.length === 0 && found.deletes.length === 0) {
      return null
    }
    if (part.locked) {
      throw new Closed('locked')
    }
    part.claim(session.userId, clientsOf(found))
    return { found, decision: decide(part.sheet, found, sessionPolicy, session) }
  }

  /** A failed append may have been committed all the same; then its clocks are taken. */
  async #known(part: Part, appending: Promise<Receipt>): Promise<Receipt> {
    try {
      return await appending
    } catch (error) {
      part.renewClients()
      throw error instanceof HardRefusal || error instanceof Closed
        ? error
        : new Closed('journal-unavailable', { cause: error })
    }
  }
}

/** A connection that is closed before it was told where the part goes on would never hear it. */
async function announced(part: Part, submitting: Promise<Outcome>): Promise<Outcome> {
  try {
    return await submitting
  } catch (error) {
    if (error instanceof Closed && error.reason === 'stale-generation') {
      await part.succession
    }
    throw error
  }
}

function expectUnsealed(part: Part): void {
  if (part.isSealed) {
    throw new Closed('stale-generation')
  }
}

/** Of an update that may have been refused in part: what was refused met nobody, and nobody else hears of it. */
function meetingOf(
  part: Part,
  found: Inspection,
  authors: Authors,
  refused: readonly RefusedCell[] = [],
): () => () => Conflict[] {
  const isRefused = new Set(refused.map(({ row, ordinal }) => cellKey(row, ordinal)))
  return () => {
    const met = meeting(part.sheet, found, authors)
    return () => met().filter(({ row, ordinal }) => !isRefused.has(cellKey(row, ordinal)))
  }
}

const clientsOf = (found: Inspection): Set<number> => new Set(found.structs.map(({ id }) => id.client))

function entryOf(
  part: Part,
  session: CollabSession,
  found: Inspection,
  bytes: Uint8Array,
  repaired: boolean,
): JournalEntry {
  const clients = [...clientsOf(found)].filter((client) => !isServerClient(client))
  const gestures = session.gestures.of(found.structs)
  return {
    ...part.key,
    author: session.author,
    epoch: session.epoch,
    seen: part.seen,
    repaired,
    clients,
    bytes,
    gestures,
  }
}
