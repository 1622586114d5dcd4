import type { Knex } from 'knex'
import type { Scope3Category } from '#shared/boundary/scope3Categories.ts'
import type { Declaration } from '#shared/api/declarations.ts'

/** A declaration and what it is about. */
export interface DeclaredSource {
  scope: 1 | 2 | 3
  s3_category: Scope3Category | null
  /** Empty: the whole category. */
  name: string
  declaration: Declaration
}

/** Everything that is declared in a cycle, by scope, category and name. */
export async function declarationsOf(trx: Knex.Transaction, cycleId: string): Promise<DeclaredSource[]> {
  const rows: (Declaration & { scope: 1 | 2 | 3; s3_category: Scope3Category | 0; name: string })[] = await trx(
    'declarations',
  )
    .where({ cycle_id: cycleId })
    .orderByRaw('scope, s3_category, name COLLATE "C"')
    .select('scope', 's3_category', 'name', 'state', 'reason', 'estimated_percent')
  return rows.map(({ scope, s3_category: category, name, state, reason, estimated_percent }) => ({
    scope,
    s3_category: category === 0 ? null : category,
    name,
    declaration: { state, reason, estimated_percent },
  }))
}

/**
 * What was declared in one cycle is declared in another from now on; that one has nothing declared yet. `keepsZeros`: of the
 * same year. What was zero in one year is asked for anew in the next.
 */
export async function copyDeclarations(
  trx: Knex.Transaction,
  { tenantId, userId }: { tenantId: string; userId: string },
  { from, to, keepsZeros }: { from: string; to: string; keepsZeros: boolean },
): Promise<void> {
  await trx.raw(
    `INSERT INTO declarations (tenant_id, cycle_id, scope, s3_category, name, state, reason, estimated_percent, made_by)
     SELECT tenant_id, :to, scope, s3_category, name, state, reason, estimated_percent, :userId
     FROM declarations WHERE tenant_id = :tenantId AND cycle_id = :from AND (:keepsZeros OR state <> 'zero')`,
    { tenantId, userId, from, to, keepsZeros },
  )
}
