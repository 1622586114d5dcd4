import type { Knex } from 'knex'
import type { Cycle } from '../models/Cycle.ts'
import { originalOf } from '../emissions/yearSeries.ts'

/** What a denominator was in a cycle, as it was entered for the latest version of it that has a value. */
export interface DenominatorValue {
  value: number
  source: string
  evidence: string
  evidenceUrl: string
  enteredAt: Date
  version: number
}

/** By denominator and original cycle. A restated version has the values of the version before until it gets its own. */
export class DenominatorValues {
  readonly #values: ReadonlyMap<string, DenominatorValue>

  private constructor(values: ReadonlyMap<string, DenominatorValue>) {
    this.#values = values
  }

  static async load(trx: Knex.Transaction, denominatorIds: readonly string[]): Promise<DenominatorValues> {
    const rows: (DenominatorValue & { denominatorId: string; original: string })[] = await trx(
      'denominator_values as v',
    )
      .join('cycles as c', (on) => on.on('c.tenant_id', 'v.tenant_id').on('c.id', 'v.cycle_id'))
      .whereIn('v.denominator_id', denominatorIds)
      .whereNull('c.deleted_at')
      .orderBy('c.version')
      .select('v.denominator_id as denominatorId', 'v.value', 'v.source', 'v.evidence', 'v.evidence_url as evidenceUrl')
      .select('v.entered_at as enteredAt', 'c.version', trx.raw('coalesce(c.original_id, c.id) AS original'))
    return new DenominatorValues(
      new Map(rows.map(({ denominatorId, original, ...value }) => [`${denominatorId} ${original}`, value])),
    )
  }

  of(denominatorId: string, cycle: Cycle): DenominatorValue | null {
    return this.#values.get(`${denominatorId} ${originalOf(cycle)}`) ?? null
  }
}
