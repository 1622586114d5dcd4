/**
 * The first rows of a sheet, in the transaction that makes its table: judged by the gate and journaled in the name of their
 * author like what everybody writes. Nobody else can know the sheet yet, so nothing has to be locked.
 */
import type { Knex } from 'knex'
import * as Y from 'yjs'
import { decide, isClean } from '#collab/gate/decide.ts'
import { encodeWrite } from '#collab/gate/encodeWrite.ts'
import { inspect } from '#collab/gate/inspect.ts'
import { CollabSession, sessionPolicy } from '#collab/hocuspocus/CollabSession.ts'
import type { Gesture } from '#collab/protocol/gestures.ts'
import { newAuthorClient, ORDER } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { COMMON_PART } from '#shared/fields/partOf.ts'
import { PermissionError } from '../errors/PermissionError.ts'
import { NotFoundError } from '../errors/NotFoundError.ts'
import type { Identity } from '../policies/Identity.ts'
import { connectionOf } from '../storage/database/connectionOf.ts'
import { appendBatch } from '../storage/journal/appendBatch.ts'
import { writeOf, type PlannedRow } from '../collaboration/planRowWrites.ts'
import type { PartAccess, SheetAccess, SheetAddress } from '../collaboration/ports.ts'
import { rightsOn } from '../collaboration/rightsOn.ts'
import { createSheetDocument } from '../collaboration/sheetDocuments.ts'
import { wholeAccess } from '../policies/sheetAccess.ts'
import { sheetAccessIn } from './sheetAccessIn.ts'

interface NewRow {
  id: string
  /** By ordinal. */
  values: ReadonlyMap<number, CellValue>
}

/** Of one update: keeps it far below the limits of the gate. */
const ROWS_PER_UPDATE = 5000

/** `isWhole`: also cells that its author may neither read nor write, which are shown to nobody for that. */
export async function writeNewSheet(
  trx: Knex.Transaction,
  identity: Identity,
  address: SheetAddress,
  { rows, gesture, isWhole = false }: { rows: readonly NewRow[]; gesture: Gesture; isWhole?: boolean },
): Promise<void> {
  const { tenantId } = identity
  const accessIn = async () => {
    const own = await sheetAccessIn(trx, identity, address)
    return own !== null && isWhole ? wholeAccess(own) : own
  }
  const begun = await accessIn()
  if (begun === null) {
    throw new NotFoundError('sheet')
  }
  const documents = new Map<string, number>()
  for (const { part } of begun.parts) {
    documents.set(part, (await createSheetDocument(trx, { tenantId, ...address, part })).documentId)
  }
  // under the rights on these documents
  const ready = (await accessIn()) ?? begun
  const access = { ...ready, standing: null }
  for (const part of access.parts) {
    await writePart(trx, identity, { access, part, documentId: documents.get(part.part)!, rows, gesture })
  }
}

interface NewPart {
  access: SheetAccess
  part: PartAccess
  documentId: number
  rows: readonly NewRow[]
  gesture: Gesture
}

async function writePart(trx: Knex.Transaction, identity: Identity, made: NewPart): Promise<void> {
  const { access, part, documentId, gesture } = made
  const connection = await connectionOf(trx)
  const isCommon = part.part === COMMON_PART
  const own = new Set(part.fields.map(({ ordinal }) => ordinal))
  const rows = made.rows
    .map(({ id, values }) => ({ id, values: new Map([...values].filter(([ordinal]) => own.has(ordinal))) }))
    .filter(({ values }) => isCommon || values.size > 0)
  const session = new CollabSession(
    identity,
    part.part,
    { rights: rightsOn(access, part.part), askedAt: performance.now() },
    'api',
  )
  session.gestures.takeAllAs(gesture)
  const doc = new Y.Doc()
  const sheet = new Sheet(doc)
  const author = newAuthorClient()
  let last: string | null = null
  for (let start = 0; start < rows.length; start += ROWS_PER_UPDATE) {
    const some = rows.slice(start, start + ROWS_PER_UPDATE)
    const planned = some.map(({ id, values }, index): PlannedRow => ({ index, id, isNew: isCommon, values }))
    const bytes = encodeWrite(sheet, author, writeOf(planned, last))
    const found = inspect(sheet, bytes, (client) => client === author)
    if (!isClean(decide(sheet, found, sessionPolicy, session))) {
      throw new PermissionError('update', 'Row')
    }
    const [receipt] = await appendBatch(connection, [
      {
        tenantId: identity.tenantId,
        documentId,
        generation: 1,
        author: session.author,
        epoch: session.epoch,
        seen: start / ROWS_PER_UPDATE,
        repaired: false,
        clients: [author],
        bytes: found.update,
        gestures: session.gestures.of(found.structs),
      },
    ])
    if (receipt?.verdict !== 'ok') {
      throw new Error(`the journal did not take the rows of the new document ${documentId}: ${receipt?.verdict}`)
    }
    Y.applyUpdate(doc, found.update)
    const order: CellValue = isCommon ? sheet.value(some.at(-1)!.id, ORDER) : null
    last = typeof order === 'string' ? order : null
  }
  doc.destroy()
}
