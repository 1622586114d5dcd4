import type { Knex } from 'knex'
import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'

type Factors = ReadonlyMap<string, EmissionFactor>

interface Kept {
  version: string
  /** Those of a version of the published library, with the company's own beside them. */
  published: Factors
  all: Factors
}

/** Companies whose factors are kept: with four brought sets some 35,000 factors each, which share their sheets. */
const MOST_COMPANIES = 16

/**
 * The factors that a company keeps itself or brought, beside the published ones. They are read once, and again when one of them, or
 * the status of a set, is another: two short statements tell. The map is one for all sheets of the company, whichever opens.
 */
export class CompanyFactors {
  readonly #kept = new Map<string, Kept>()

  /** Of the tenant of the transaction. `published`: the same map as long as that is the same library. */
  async beside(trx: Knex.Transaction, published: Factors): Promise<Factors> {
    const { tenant, version } = await versionOf(trx)
    const known = this.#kept.get(tenant)
    // what was used last stands last
    this.#kept.delete(tenant)
    const isSame = known?.version === version && known.published === published
    const now = isSame ? known : { version, published, all: await withOwn(trx, version, published) }
    this.#kept.set(tenant, now)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > MOST_COMPANIES && oldest !== undefined) {
      this.#kept.delete(oldest)
    }
    return now.all
  }
}

const NOTHING = '0 0'

async function withOwn(trx: Knex.Transaction, version: string, published: Factors): Promise<Factors> {
  if (version === NOTHING) {
    return published
  }
  const own = await ownFactors(trx)
  return new Map([...published, ...own.map((row) => [row.id, row.normalised] as const)])
}

/** Those of the tenant that can be computed with, its sets with them; one that is not approved says so. */
export const ownFactors = (trx: Knex.Transaction): Knex.QueryBuilder<object, FactorRow[]> =>
  // a set may hold rows that nothing can be computed with, and they are shown with their reason
  trx('library_factors as f')
    .whereNot('f.status', 'published')
    .whereNotNull('f.normalised')
    .select('f.id', 'f.normalised')

export interface FactorRow {
  id: string
  normalised: EmissionFactor
}

/**
 * Of every single factor and of every set who they are, how they stand and when they changed: a sum over hashes, so that two that
 * are committed in another order than they were written are told too. Factors of a set change with their set only.
 */
async function versionOf(trx: Knex.Transaction): Promise<{ tenant: string; version: string }> {
  const of = (table: string): string =>
    `(SELECT coalesce(sum(hashtextextended(concat_ws(' ', id, status, updated_at), 0)::numeric), 0) FROM ${table}
      WHERE tenant_id = current_tenant())`
  const { rows } = await trx.raw<{ rows: { tenant: string | null; version: string }[] }>(
    `SELECT current_tenant()::text AS tenant, concat_ws(' ', ${of('custom_factors')}, ${of('custom_factor_sets')}) AS version`,
  )
  return { tenant: rows[0]?.tenant ?? '', version: rows[0]?.version ?? NOTHING }
}
