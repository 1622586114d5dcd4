/** A locked cycle keeps its fields as they were: what they hold, in which unit, computed how. */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE fields ADD CONSTRAINT fields_of_tenant UNIQUE (tenant_id, id);
    -- What a field meant in a cycle that was locked when the field became another: laid over the row of fields.
    CREATE TABLE cycle_fields (
      tenant_id  uuid NOT NULL,
      cycle_id   uuid NOT NULL,
      field_id   uuid NOT NULL,
      definition jsonb NOT NULL CHECK (jsonb_typeof(definition) = 'object'),
      kept_at    timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, cycle_id, field_id),
      FOREIGN KEY (tenant_id, cycle_id) REFERENCES cycles (tenant_id, id) ON DELETE RESTRICT,
      FOREIGN KEY (tenant_id, field_id) REFERENCES fields (tenant_id, id) ON DELETE RESTRICT
    );
    CREATE INDEX cycle_fields_of_field ON cycle_fields (tenant_id, field_id);
    ALTER TABLE cycle_fields ENABLE ROW LEVEL SECURITY;
    ALTER TABLE cycle_fields FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_isolation ON cycle_fields USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());

    -- Before a field becomes another: every locked cycle of its project that does not keep it yet keeps it as it is.
    CREATE FUNCTION keep_field_for_locked_cycles(p_tenant uuid, p_field uuid) RETURNS void LANGUAGE sql AS $fn$
      INSERT INTO cycle_fields (tenant_id, cycle_id, field_id, definition)
      SELECT f.tenant_id, c.id, f.id, jsonb_build_object('type', f.type, 'unit', f.unit, 'options', f.options,
               'required', f.required, 'rules', f.rules, 'formula', f.formula)
      FROM fields f
        JOIN tables t ON t.tenant_id = f.tenant_id AND t.id = f.table_id
        JOIN modules m ON m.tenant_id = t.tenant_id AND m.id = t.module_id
        JOIN cycles c ON c.tenant_id = m.tenant_id AND c.project_id = m.project_id AND c.status = 'locked'
      WHERE f.tenant_id = p_tenant AND f.id = p_field
      ON CONFLICT DO NOTHING
    $fn$;
    DO $do$ BEGIN
      EXECUTE format('GRANT SELECT, INSERT ON cycle_fields TO %I', current_database() || '_app');
    END $do$`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP FUNCTION keep_field_for_locked_cycles(uuid, uuid)')
  await knex.raw('DROP TABLE cycle_fields')
  await knex.raw('ALTER TABLE fields DROP CONSTRAINT fields_of_tenant')
}
