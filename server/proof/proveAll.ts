/** The two commands, over every document: `verify` changes nothing, `rebuild` makes what is derived anew. */
import * as Y from 'yjs'
import { Part } from '#collab/hocuspocus/Part.ts'
import { createPlanCache } from '../emissions/tablePlans.ts'
import { createPlansOf, createRowResults } from '../emissions/rowResults.ts'
import { openDatabase } from '../storage/database/openDatabase.ts'
import { openPool } from '../storage/database/openPool.ts'
import { PgJournal } from '../storage/journal/PgJournal.ts'
import type { Difference } from './compareDerived.ts'
import { rebuildSheet, type RebuildPorts } from './rebuildSheet.ts'
import { listDocuments, type Problem, type StoredDocument } from './StoredDocument.ts'
import { told, verifyAudit } from './verifyAudit.ts'
import { verifyJournal } from './verifyJournal.ts'

export interface ProofReport {
  problems: Problem[]
  documents: number
  /** Journaled updates that were read. */
  updates: number
  generations: number
  snapshots: number
}

/**
 * `verify` and `check` change nothing; `check` says only what `rebuild` would make good. All of them read the journal first:
 * from one that is not whole, nothing is derived.
 */
export type ProofKind = 'verify' | 'check' | 'rebuild'

const HEAL = 'see what is wrong with the journal of this document first'

/** `ownerUrl`: the database as its owner. Servers may be running. `onDocument` hears of each before it is looked at. */
export async function proveAll(
  ownerUrl: string,
  kind: ProofKind,
  onDocument: (document: StoredDocument) => void = () => {},
): Promise<ProofReport> {
  const owner = openPool({ url: ownerUrl, poolSize: 3 }, () => {})
  const db = openDatabase({ url: ownerUrl, poolSize: 2 })
  const ports = {
    owner,
    journal: new PgJournal(
      owner,
      () => {},
      () => {},
    ),
    rowResults: createRowResults(db, createPlanCache()),
    plansOf: createPlansOf(db, createPlanCache()),
  }
  const report: ProofReport = { problems: [], documents: 0, updates: 0, generations: 0, snapshots: 0 }
  try {
    const sheets = Map.groupBy(await listDocuments(owner), ({ tableId, cycleId }) => `${tableId} ${cycleId}`)
    for (const parts of sheets.values()) {
      let isWhole = true
      for (const document of parts) {
        onDocument(document)
        isWhole = (await verifyDocument(ports, document, report)) && isWhole
      }
      report.problems.push(
        ...(isWhole ? await proveDerived(ports, parts, kind !== 'rebuild') : [untouched(parts[0]!, kind)]),
      )
    }
    return report
  } finally {
    await Promise.all([owner.end(), db.destroy()])
  }
}

/** False: something is wrong with the journal itself. */
async function verifyDocument(ports: RebuildPorts, document: StoredDocument, report: ProofReport): Promise<boolean> {
  const { problems, besides, rows, generations, snapshots } = await verifyJournal(ports.owner, document)
  report.documents++
  report.updates += rows
  report.generations += generations
  report.snapshots += snapshots
  const ofJournal = [...problems, ...(await verifyAudit(ports.owner, document))]
  report.problems.push(...ofJournal, ...besides, ...(await verifyLoading(ports.journal, document)))
  return ofJournal.length === 0
}

const untouched = (document: StoredDocument, kind: ProofKind): Problem => ({
  document,
  where: 'rows and history',
  what: `not ${kind === 'rebuild' ? 'made anew' : 'compared'}, because the journal is not whole`,
  remedy: HEAL,
})

/** As a server would open it. */
async function verifyLoading(journal: RebuildPorts['journal'], document: StoredDocument): Promise<Problem[]> {
  const { tenantId, documentId } = document
  const doc = new Y.Doc()
  try {
    const loaded = await journal.load(tenantId, documentId)
    if (loaded === null) {
      throw new Error('it is gone')
    }
    new Part(doc, loaded.generation, loaded, { tenantId, documentId }, () => {}).close()
    return []
  } catch (error) {
    const what = `cannot be opened: ${error instanceof Error ? error.message : String(error)}`
    return [{ document, where: 'the document', what, remedy: HEAL }]
  } finally {
    doc.destroy()
  }
}

/** What is different; in a rebuild it has been made good. */
async function proveDerived(
  ports: RebuildPorts,
  parts: readonly StoredDocument[],
  isCheck: boolean,
): Promise<Problem[]> {
  const [document] = parts
  if (document === undefined) {
    return []
  }
  try {
    const differences = await rebuildSheet(ports, parts, { isCheck })
    return told(differences.map((difference) => problemOf(document, difference, isCheck)))
  } catch (error) {
    const what = `cannot be derived from the journal: ${error instanceof Error ? error.message : String(error)}`
    return [{ document, where: 'rows and history', what, remedy: HEAL }]
  }
}

function problemOf(document: StoredDocument, { table, record, kind, columns }: Difference, isCheck: boolean): Problem {
  const whats = {
    missing: 'was missing',
    unknown: 'was there, and the journal knows nothing of it',
    differs: `was not what the journal says: ${columns.join(', ')}`,
  }
  const what = whats[kind]
  return {
    document,
    where: `${table} (${record})`,
    what: isCheck ? what.replace(/^was/, 'is') : what,
    remedy: isCheck ? 'npm run rebuild' : null,
  }
}
