import type { Knex } from 'knex'

/** Files behind cells. Their bytes are stored by hash, outside of the database. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    INSERT INTO field_types (type) VALUES ('evidence');
    CREATE TABLE evidence (
      tenant_id   uuid NOT NULL,
      id          uuid NOT NULL DEFAULT gen_random_uuid(),
      -- Whose readers and writers are those of the file.
      table_id    uuid NOT NULL,
      field_id    uuid NOT NULL,
      -- SHA-256 of the bytes.
      hash        text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
      name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
      -- What its first bytes look like; for showing only.
      media_type  text NOT NULL,
      size_bytes  bigint NOT NULL CHECK (size_bytes > 0),
      uploaded_by uuid NOT NULL,
      uploaded_at timestamptz NOT NULL DEFAULT now(),
      deleted_at  timestamptz,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (field_id) REFERENCES fields (id) ON DELETE RESTRICT,
      FOREIGN KEY (tenant_id, table_id) REFERENCES tables (tenant_id, id) ON DELETE RESTRICT
    );
    CREATE UNIQUE INDEX evidence_once ON evidence (tenant_id, field_id, uploaded_by, hash, name) WHERE deleted_at IS NULL;
    ALTER TABLE evidence ENABLE ROW LEVEL SECURITY;
    ALTER TABLE evidence FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_isolation ON evidence USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
    DO $do$ BEGIN
      EXECUTE format('GRANT SELECT, INSERT ON evidence TO %I', current_database() || '_app');
    END $do$`)
}

/** Cells keep the ids, as what they are then: texts that do not fit. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE evidence;
    UPDATE fields SET type = 'text' WHERE type = 'evidence';
    DELETE FROM field_types WHERE type = 'evidence'`)
}
