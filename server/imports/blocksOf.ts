import type { Knex } from 'knex'
import { inTenant } from '../storage/database/inTenant.ts'
import { chosenSheet, type ImportWork } from './ImportWork.ts'
import { type BlockOutcome, keptOutcome, type StoredBlock } from './StagedBlock.ts'

type Work = Pick<ImportWork, 'identity' | 'imported'> & { services: Pick<ImportWork['services'], 'db'> }

/**
 * The blocks of the sheet that the recipe names, one at a time, in the order of the file; the next one is fetched while one is
 * worked on. `narrow`: only some of them, by what does not change in those behind the one that is worked on.
 */
export async function* blocksOf(
  { services, identity, imported }: Work,
  narrow: (blocks: Knex.QueryBuilder) => void = () => {},
): AsyncGenerator<StoredBlock> {
  const { tenantId } = identity
  const place = { tenant_id: tenantId, import_id: imported.id, sheet: chosenSheet(imported).index }
  // numbers are in the order in which rows were read, and of JSON the row of keys is read last
  const behind = (last: number): Promise<StoredBlock | undefined> => {
    const fetching = inTenant(services.db, tenantId, (trx) =>
      trx('import_blocks').where(place).where('first_row', '>', last).modify(narrow).orderBy('first_row').first(),
    )
    fetching.catch(() => {}) // told when its turn comes, which it may not
    return fetching
  }
  let block = await behind(0)
  while (block !== undefined) {
    const next = behind(block.first_row)
    yield block
    block = await next
  }
}

/** Keeps what came of the rows of a block. */
export async function keepOutcome(
  trx: Knex.Transaction,
  { imported }: Pick<Work, 'imported'>,
  { sheet, number }: Pick<StoredBlock, 'sheet' | 'number'>,
  outcome: BlockOutcome,
): Promise<void> {
  await trx('import_blocks')
    .where({ tenant_id: imported.tenant_id, import_id: imported.id, sheet, number })
    .update(keptOutcome(outcome))
}
