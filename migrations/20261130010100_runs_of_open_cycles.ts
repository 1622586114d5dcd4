/** Runs of cycles that are still open: which job made one, what its cells were, and whether it keeps its rows. */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE runs
      -- A job makes one run, however often it is begun. Jobs are cleared up, runs are not.
      ADD COLUMN job_id uuid,
      -- SHA-256 over how far the journals of its sheets were; null: the cycle was locked.
      ADD COLUMN cells_hash text CHECK (cells_hash ~ '^[0-9a-f]{64}$'),
      -- Whether run_results holds its rows; their hashes are kept in any case.
      ADD COLUMN keeps_rows boolean NOT NULL DEFAULT true,
      ADD CHECK ((job_id IS NULL) = (cells_hash IS NULL));
    CREATE UNIQUE INDEX runs_of_job ON runs (tenant_id, job_id)`)
}

export async function down(knex: Knex): Promise<void> {
  // what the older tables cannot say goes: a run without its rows
  await knex.raw(`
    ALTER TABLE runs DISABLE TRIGGER finish_run_once;
    ALTER TABLE run_files DISABLE TRIGGER run_files_is_append_only;
    ALTER TABLE run_results DISABLE TRIGGER run_results_is_append_only;
    ALTER TABLE runs NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE run_files NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE run_results NO FORCE ROW LEVEL SECURITY;
    DELETE FROM run_results WHERE (tenant_id, run_id) IN (SELECT tenant_id, id FROM runs WHERE job_id IS NOT NULL);
    DELETE FROM run_files WHERE (tenant_id, run_id) IN (SELECT tenant_id, id FROM runs WHERE job_id IS NOT NULL);
    DELETE FROM runs WHERE job_id IS NOT NULL;
    ALTER TABLE runs FORCE ROW LEVEL SECURITY;
    ALTER TABLE run_files FORCE ROW LEVEL SECURITY;
    ALTER TABLE run_results FORCE ROW LEVEL SECURITY;
    ALTER TABLE runs ENABLE TRIGGER finish_run_once;
    ALTER TABLE run_files ENABLE TRIGGER run_files_is_append_only;
    ALTER TABLE run_results ENABLE TRIGGER run_results_is_append_only`)
  await knex.raw('ALTER TABLE runs DROP COLUMN job_id, DROP COLUMN cells_hash, DROP COLUMN keeps_rows')
}
