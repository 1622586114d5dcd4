/** Rows of programs, through gate and journal into every part that they touch. */
import type pg from 'pg'
import { encodeWrite } from '#collab/gate/encodeWrite.ts'
import { HardRefusal } from '#collab/gate/HardRefusal.ts'
import { Closed } from '#collab/hocuspocus/Closed.ts'
import { CollabSession } from '#collab/hocuspocus/CollabSession.ts'
import { newGestureId, type Gesture } from '#collab/protocol/gestures.ts'
import type { LiveDocuments } from '#collab/hocuspocus/LiveDocuments.ts'
import type { Part } from '#collab/hocuspocus/Part.ts'
import { DELETED, ORDER } from '#collab/schema/layout.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { COMMON_PART } from '#shared/fields/partOf.ts'
import { CollaborationError } from './CollaborationError.ts'
import type { OpenSheets } from './OpenSheets.ts'
import type { PartStores } from './PartStores.ts'
import { cellProblems, planRowWrites, writeOf, type PlannedRow } from './planRowWrites.ts'
import type {
  AcceptedRow,
  AuthorizeSheet,
  Identity,
  PartAccess,
  RejectedRow,
  RowsGesture,
  RowsOrigin,
  RowWrite,
  SheetAccess,
  SheetAddress,
  WriteRowsResult,
} from './ports.ts'
import { rightsOn } from './rightsOn.ts'
import { partDocument } from './sheetDocuments.ts'

export interface SheetWritingOptions {
  pool: pg.Pool
  live: LiveDocuments
  sheets: OpenSheets
  stores: PartStores
  authorizeSheet: AuthorizeSheet
}

type Values = ReadonlyMap<number, CellValue>
/** One row by part. */
type SplitRow = ReadonlyMap<string, Values>

/** One call of one program on one sheet. */
interface Writer {
  identity: Identity
  sheet: SheetAddress
  origin: RowsOrigin
  access: SheetAccess
  /** Everything that the call writes, in whatever part. */
  gesture: Gesture
  /** When the access was asked for, by `performance.now()`. */
  askedAt: number
}

/** A row, or what is left of it, to be written under rights that are read anew. */
interface StrayedRow {
  index: number
  row: RowWrite
}

interface OpenPart {
  part: Part
  session: CollabSession
}

/** Of one update: keeps it far below the limits of the gate. */
const ROWS_PER_UPDATE = 5000
/** A document may be folded twice while a call waits, seldom more often. */
const MAX_ATTEMPTS = 4
const NOTHING: Values = new Map()

export class SheetWriting {
  readonly #options: SheetWritingOptions

  constructor(options: SheetWritingOptions) {
    this.#options = options
  }

  /** Rows begin in the common part; their cells in other parts follow when the row is taken. */
  async writeRows(
    identity: Identity,
    sheet: SheetAddress,
    rows: readonly RowWrite[],
    by: RowsOrigin | RowsGesture,
  ): Promise<WriteRowsResult> {
    const writer = await this.#writer(identity, sheet, typeof by === 'string' ? gestureOf(by) : by)
    const result: WriteRowsResult = { accepted: [], rejected: [] }
    for (let start = 0; start < rows.length; start += ROWS_PER_UPDATE) {
      const some = await this.#writeSome(writer, rows.slice(start, start + ROWS_PER_UPDATE))
      result.accepted.push(...some.accepted.map((row) => ({ ...row, index: row.index + start })))
      result.rejected.push(...some.rejected.map((row) => ({ ...row, index: row.index + start })))
    }
    return result
  }

  /** Deletes a row or brings it back. Throws CollaborationError('not-found') when it is there, or gone, already. */
  async mark(identity: Identity, sheet: SheetAddress, row: string, deleted: boolean): Promise<{ seq: number }> {
    const writer = await this.#writer(identity, sheet, gestureOf('api'))
    return this.#onPart(writer, partAccess(writer.access, COMMON_PART), async ({ part, session }) => {
      if (!session.writable.has(DELETED)) {
        throw new Closed('forbidden')
      }
      const { seq } = await this.#options.live.write(part, session, () => {
        const isDeleted = part.sheet.value(row, DELETED) === true
        if (!part.sheet.hasRow(row) || isDeleted === deleted) {
          throw new Closed('not-found')
        }
        return encodeWrite(part.sheet, part.writerClient(session.userId), {
          cells: [{ row, ordinal: DELETED, value: deleted }],
          rectangles: [],
        })
      })
      return { seq: seq ?? part.seen }
    })
  }

  /** Deletes rows, as one gesture; those that are not there, or deleted already, are left out. */
  async deleteAll(identity: Identity, sheet: SheetAddress, rows: readonly string[], by: RowsGesture): Promise<void> {
    const writer = await this.#writer(identity, sheet, by)
    await this.#onPart(writer, partAccess(writer.access, COMMON_PART), async ({ part, session }) => {
      if (!session.writable.has(DELETED)) {
        throw new Closed('forbidden')
      }
      await this.#options.live.write(part, session, () => {
        const there = rows.filter((row) => part.sheet.hasRow(row) && part.sheet.value(row, DELETED) !== true)
        const rectangles = [{ rows: there, ordinals: [DELETED], valueAt: () => true }]
        return there.length === 0
          ? null
          : encodeWrite(part.sheet, part.writerClient(session.userId), { cells: [], rectangles })
      })
    })
  }

  async #writer(identity: Identity, sheet: SheetAddress, { origin, ...gesture }: RowsGesture): Promise<Writer> {
    const askedAt = performance.now()
    const access = await this.#options.authorizeSheet(identity, sheet)
    if (access.parts.length === 0) {
      throw new CollaborationError('not-found')
    }
    if (access.locked) {
      throw new CollaborationError('locked')
    }
    return { identity, sheet, origin, access, askedAt, gesture }
  }

  /** Values whose field went to another part meanwhile go there too: the rights and parts are read anew for them. */
  async #writeSome(writer: Writer, rows: readonly RowWrite[], attempt = 1): Promise<WriteRowsResult> {
    const { strayed, ...result } = await this.#writeParts(writer, rows)
    if (strayed.length === 0) {
      return result
    }
    if (attempt === MAX_ATTEMPTS) {
      throw new CollaborationError('too-busy')
    }
    const { identity, sheet, origin, gesture } = writer
    const fresh = await this.#writer(identity, sheet, { ...gesture, origin })
    const rest = strayed.map(({ row }) => row)
    const { accepted, rejected } = await this.#writeSome(fresh, rest, attempt + 1)
    const placed = <T extends { index: number }>(row: T): T => ({ ...row, index: strayed[row.index]!.index })
    return {
      accepted: [...result.accepted, ...accepted.map(placed)],
      rejected: [...result.rejected, ...rejected.map(placed)],
    }
  }

  async #writeParts(writer: Writer, rows: readonly RowWrite[]): Promise<WriteRowsResult & { strayed: StrayedRow[] }> {
    const split = splitter(writer.access)
    const byPart = rows.map(({ values }) => split(values))
    const result = await this.#onPart(writer, partAccess(writer.access, COMMON_PART), (open) =>
      this.#writeCommon(open, writer, rows, byPart),
    )
    // the row was rejected whole, so it is written whole again
    const strayed = result.rejected
      .filter(({ cells }) => hasStrayed(writer, cells))
      .map(({ index }) => ({ index, row: rows[index]! }))
    for (const access of writer.access.parts) {
      const touched = result.accepted.filter(({ index }) => byPart[index]!.has(access.part))
      if (access.part !== COMMON_PART && touched.length > 0) {
        const refused = await this.#writeSideIfThere(writer, access, touched, byPart)
        for (const { index, id } of touched) {
          const cells = refused.get(index)
          if (cells !== undefined && hasStrayed(writer, cells)) {
            strayed.push({ index, row: { id, values: byPart[index]!.get(access.part)! } })
          } else if (cells !== undefined) {
            result.rejected.push({ index, cells })
          }
        }
        result.accepted = result.accepted.filter(({ index }) => !refused.has(index))
      }
    }
    const again = new Set(strayed.map(({ index }) => index))
    return { accepted: result.accepted, rejected: result.rejected.filter(({ index }) => !again.has(index)), strayed }
  }

  /** A part whose last field went elsewhere is not there for anybody any more. */
  async #writeSideIfThere(
    writer: Writer,
    access: PartAccess,
    touched: readonly AcceptedRow[],
    byPart: readonly SplitRow[],
  ): Promise<Map<number, RejectedRow['cells']>> {
    try {
      return await this.#onPart(writer, access, (open) => this.#writeSide(open, touched, byPart))
    } catch (error) {
      if (error instanceof CollaborationError && error.reason === 'revoked') {
        return new Map(
          touched.map(({ index }) => [
            index,
            [...byPart[index]!.get(access.part)!.keys()].map((ordinal) => ({ ordinal, reason: 'unknown-field' })),
          ]),
        )
      }
      throw error
    }
  }

  async #writeCommon(
    { part, session }: OpenPart,
    writer: Writer,
    rows: readonly RowWrite[],
    byPart: readonly SplitRow[],
  ): Promise<WriteRowsResult> {
    const others = writer.access.parts
      .filter((access) => access.part !== COMMON_PART)
      .map((access) => ({ name: access.part, session: sessionOf(writer, access) }))
    const own = rows.map((row, index) => ({ ...row, values: byPart[index]!.get(COMMON_PART) ?? NOTHING }))
    const problemsElsewhere = (index: number) =>
      others.flatMap((other) => cellProblems(other.session, byPart[index]!.get(other.name) ?? NOTHING))
    let plan = planRowWrites(part.sheet, session, [])
    const { refused, seq } = await this.#options.live.write(part, session, () => {
      plan = planRowWrites(part.sheet, session, own, problemsElsewhere)
      return plan.rows.some(({ isNew, values }) => isNew || values.size > 0)
        ? encodeWrite(part.sheet, part.writerClient(session.userId), writeOf(plan.rows, this.#lastOrder(part)))
        : null
    })
    const reasons = Map.groupBy(refused, ({ row }) => row)
    const result: WriteRowsResult = { accepted: [], rejected: plan.rejected }
    for (const { id, index } of plan.rows) {
      const cells = reasons.get(id)
      if (cells === undefined) {
        result.accepted.push({ index, id, seq: seq ?? part.seen })
      } else {
        result.rejected.push({ index, cells })
      }
    }
    return result
  }

  /** Cells of rows that exist. Answers what was refused, which is nothing unless rights changed in this moment. */
  async #writeSide({ part, session }: OpenPart, rows: readonly AcceptedRow[], byPart: readonly SplitRow[]) {
    const planned = rows.map(({ index, id }): PlannedRow => ({
      index,
      id,
      isNew: false,
      values: byPart[index]!.get(part.part) ?? NOTHING,
    }))
    const { refused } = await this.#options.live.write(part, session, () =>
      encodeWrite(part.sheet, part.writerClient(session.userId), writeOf(planned, null)),
    )
    const places = new Map(rows.map(({ id, index }) => [id, index]))
    return Map.groupBy(refused, ({ row }) => places.get(row)!)
  }

  async #onPart<T>(writer: Writer, access: PartAccess, work: (open: OpenPart) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#tryPart(writer, access, work)
      } catch (error) {
        // folded meanwhile, and nothing of this was taken: it goes on in the next generation
        if (error instanceof Closed && error.reason === 'stale-generation' && attempt < MAX_ATTEMPTS) {
          continue
        }
        if (error instanceof Closed || error instanceof HardRefusal) {
          throw new CollaborationError(error.reason, { cause: error })
        }
        throw error
      }
    }
  }

  async #tryPart<T>(writer: Writer, access: PartAccess, work: (open: OpenPart) => Promise<T>): Promise<T> {
    const { tenantId } = writer.identity
    const address = { ...writer.sheet, part: access.part }
    const { documentId, generation } = await partDocument(this.#options.pool, tenantId, address)
    return this.#options.sheets.with({ tenantId, documentId, generation }, (part) =>
      work({ part, session: sessionOf(writer, access) }),
    )
  }

  #lastOrder(part: Part): string | null {
    const store = this.#options.stores.of(part)
    const last = store.liveSlots().at(-1)
    const order = last === undefined ? null : store.value(last, ORDER)
    return typeof order === 'string' ? order : null
  }
}

const gestureOf = (origin: RowsOrigin): RowsGesture => ({ origin, kind: origin, id: newGestureId() })

/** What the writer was told lies in a part is unknown there. */
const hasStrayed = ({ access }: Writer, cells: RejectedRow['cells']): boolean =>
  cells.some(
    ({ ordinal, reason }) =>
      reason === 'unknown-field' &&
      access.parts.some(({ fields }) => fields.some((field) => field.ordinal === ordinal)),
  )

function sessionOf({ identity, origin, access, askedAt, gesture }: Writer, { part }: PartAccess): CollabSession {
  const from = origin === 'import' ? origin : 'api'
  const session = new CollabSession(identity, part, { rights: rightsOn(access, part), askedAt }, from)
  session.gestures.takeAllAs(gesture)
  return session
}

/** Throws CollaborationError('not-found') when the person may not open that part. */
function partAccess({ parts }: SheetAccess, name: string): PartAccess {
  const found = parts.find(({ part }) => part === name)
  if (found === undefined) {
    throw new CollaborationError('not-found')
  }
  return found
}

/** Which values of a row lie where. What lies nowhere goes to the common part, whose gate refuses it. */
function splitter({ parts }: SheetAccess): (values: Values) => SplitRow {
  const partOfOrdinal = new Map(parts.flatMap(({ part, fields }) => fields.map(({ ordinal }) => [ordinal, part])))
  return (values) => {
    const groups = Map.groupBy(values, ([ordinal]) => partOfOrdinal.get(ordinal) ?? COMMON_PART)
    return new Map([...groups].map(([part, entries]) => [part, new Map(entries)]))
  }
}
