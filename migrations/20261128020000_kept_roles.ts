/** A locked cycle also keeps what its fields stand for: which is the site, the month, and the result that counts. */
import type { Knex } from 'knex'

const keepFunction = (kept: string): string => `
  CREATE OR REPLACE FUNCTION keep_field_for_locked_cycles(p_tenant uuid, p_field uuid) RETURNS void LANGUAGE sql AS $fn$
    INSERT INTO cycle_fields (tenant_id, cycle_id, field_id, definition)
    SELECT f.tenant_id, c.id, f.id, jsonb_build_object('type', f.type, 'unit', f.unit, 'options', f.options,
             'required', f.required, 'rules', f.rules, 'formula', f.formula${kept})
    FROM fields f
      JOIN tables t ON t.tenant_id = f.tenant_id AND t.id = f.table_id
      JOIN modules m ON m.tenant_id = t.tenant_id AND m.id = t.module_id
      JOIN cycles c ON c.tenant_id = m.tenant_id AND c.project_id = m.project_id AND c.status = 'locked'
    WHERE f.tenant_id = p_tenant AND f.id = p_field
    ON CONFLICT DO NOTHING
  $fn$;`

export async function up(knex: Knex): Promise<void> {
  // nobody could give a field another role until now: what stands in fields is what it was
  await knex.raw(`
    UPDATE cycle_fields k SET definition = k.definition || jsonb_build_object('role', f.role)
    FROM fields f WHERE f.tenant_id = k.tenant_id AND f.id = k.field_id;
    ${keepFunction(", 'role', f.role")}`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`${keepFunction('')} UPDATE cycle_fields SET definition = definition - 'role'`)
}
