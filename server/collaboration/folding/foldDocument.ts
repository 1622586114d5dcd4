/**
 * The fold of one document. The long work needs no lock; what is journaled meanwhile is brought in under the document's row
 * lock, so people who write wait for milliseconds. Nothing counts before the last commit: whoever dies on the way, or is
 * overtaken, leaves the document as it is.
 */
import type pg from 'pg'
import type { DocumentKey } from '#collab/hocuspocus/Journal.ts'
import { foldSheet } from '#collab/schema/foldSheet.ts'
import { inTenantOn } from '#server/storage/journal/inTenantOn.ts'
import { LateChanges } from './LateChanges.ts'
import { NextDocument } from './NextDocument.ts'
import { OldGeneration } from './OldGeneration.ts'
import { adopt, proposalOf, propose, type FoldProposal } from './proposals.ts'
import { withFoldLocks } from './withFoldLocks.ts'

/**
 * `sealed`: goes on in the next generation. `unchanged`: nothing was written since the last fold. `busy`: somebody else is
 * at it. `overtaken`: somebody else was quicker, or the document does not exist.
 */
export type FoldOutcome = 'sealed' | 'unchanged' | 'busy' | 'overtaken'

/** The document that is folded, and who hears of it. */
export interface FoldOptions {
  tenantId: string
  documentId: number
  /** Hears of the fold before the document is sealed; sealing waits for it. */
  onProposed: (proposal: FoldProposal) => Promise<void>
  onDamage: (error: Error) => void
}

/** Uses at most two connections of the pool. */
export async function foldDocument(pool: pg.Pool, options: FoldOptions): Promise<FoldOutcome> {
  const outcome = await withFoldLocks(pool, [options.documentId], () => fold(pool, options))
  return outcome ?? 'busy'
}

async function fold(pool: pg.Pool, { onProposed, onDamage, ...document }: FoldOptions): Promise<FoldOutcome> {
  const old = await OldGeneration.load(pool, document, onDamage)
  if (old === null) {
    return 'overtaken'
  }
  if (!(await hasUpdates(pool, old.key))) {
    return 'unchanged'
  }
  const proposal = proposalOf(old.key, foldSheet(old.sheet), old.seen)
  const late = new LateChanges(old.sheet)
  if (!(await propose(pool, old.key, proposal))) {
    return 'overtaken'
  }
  const next = new NextDocument(proposal.seed)
  await onProposed(proposal)
  await old.catchUp(pool)
  return seal(pool, { old, proposal, late, next })
}

function hasUpdates(pool: pg.Pool, { tenantId, documentId, generation }: DocumentKey): Promise<boolean> {
  return inTenantOn(pool, tenantId, async (client) => {
    const { rows } = await client.query<{ has: boolean }>(
      `SELECT head_seq > after_seq AS has FROM documents d JOIN document_generations g
         ON g.tenant_id = d.tenant_id AND g.document_id = d.id AND g.generation = $3
       WHERE d.tenant_id = $1 AND d.id = $2`,
      [tenantId, documentId, generation],
    )
    return rows[0]?.has === true
  })
}

interface Prepared {
  old: OldGeneration
  proposal: FoldProposal
  late: LateChanges
  next: NextDocument
}

function seal(pool: pg.Pool, { old, proposal, late, next }: Prepared): Promise<FoldOutcome> {
  const { tenantId, documentId, generation } = old.key
  return inTenantOn(pool, tenantId, async (client) => {
    const { rows } = await client.query<{ generation: number; headSeq: number }>(
      `SELECT generation, head_seq::float8 AS "headSeq" FROM documents WHERE tenant_id = $1 AND id = $2 FOR UPDATE`,
      [tenantId, documentId],
    )
    const [head] = rows
    if (head?.generation !== generation) {
      return 'overtaken'
    }
    await old.finish(client, head.headSeq)
    const tail = next.tail((sheet) => late.writeTo(sheet, () => true))
    return (await adopt(client, old.key, proposal, { headSeq: head.headSeq, tail })) ? 'sealed' : 'overtaken'
  })
}
