import type { Knex } from 'knex'

/** A locked cycle is restated as a new version of itself; the one that was reported stays as it is. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE cycles
      ADD COLUMN version     int NOT NULL DEFAULT 1 CHECK (version >= 1),
      -- The first version, of later ones.
      ADD COLUMN original_id uuid,
      -- The version before, and the one after.
      ADD COLUMN restates    uuid,
      ADD COLUMN restated_by uuid,
      -- Why: {"cause", "reason", "details", "at"}.
      ADD COLUMN restatement jsonb CHECK (jsonb_typeof(restatement) = 'object'),
      ADD FOREIGN KEY (tenant_id, original_id) REFERENCES cycles (tenant_id, id) ON DELETE RESTRICT,
      ADD FOREIGN KEY (tenant_id, restates) REFERENCES cycles (tenant_id, id) ON DELETE RESTRICT,
      ADD FOREIGN KEY (tenant_id, restated_by) REFERENCES cycles (tenant_id, id) ON DELETE RESTRICT,
      ADD CONSTRAINT cycles_restatement CHECK (
        (version = 1) = (original_id IS NULL) AND (version = 1) = (restates IS NULL) AND (version = 1) = (restatement IS NULL)),
      ADD CONSTRAINT cycles_restated_is_locked CHECK (restated_by IS NULL OR status = 'locked');
    CREATE UNIQUE INDEX cycles_version ON cycles (tenant_id, coalesce(original_id, id), version) WHERE deleted_at IS NULL;
    CREATE UNIQUE INDEX cycles_one_open_version ON cycles (tenant_id, coalesce(original_id, id))
      WHERE status <> 'locked' AND deleted_at IS NULL`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP INDEX cycles_version, cycles_one_open_version;
    ALTER TABLE cycles DROP CONSTRAINT cycles_restatement, DROP CONSTRAINT cycles_restated_is_locked,
      DROP COLUMN version, DROP COLUMN original_id, DROP COLUMN restates, DROP COLUMN restated_by, DROP COLUMN restatement`)
}
