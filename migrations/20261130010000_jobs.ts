/**
 * Long work as people see it: what was asked for, by whom, and how far it is. Who does it next is decided by pg-boss, in a
 * schema of its own.
 */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE jobs (
      tenant_id   uuid NOT NULL,
      id          uuid NOT NULL DEFAULT gen_random_uuid(),
      kind        text NOT NULL CHECK (kind <> ''),
      -- What it is about, as the cycle of a run.
      subject_id  uuid,
      -- One job of a kind and a subject waits or runs at a time.
      alone       boolean NOT NULL DEFAULT false,
      input       jsonb NOT NULL CHECK (jsonb_typeof(input) = 'object'),
      -- Null: the system.
      asked_by    uuid,
      state       text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
      -- A part of one; what is being done is a code.
      progress    double precision NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1),
      doing       text,
      -- How often it was begun; what an attempt writes counts only while it is the last one.
      attempt     int NOT NULL DEFAULT 0,
      cancel_asked boolean NOT NULL DEFAULT false,
      result      jsonb,
      -- { code, detail }
      error       jsonb,
      created_at  timestamptz NOT NULL DEFAULT now(),
      started_at  timestamptz,
      finished_at timestamptz,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE RESTRICT,
      CHECK ((state IN ('done', 'failed', 'cancelled')) = (finished_at IS NOT NULL)),
      CHECK ((state = 'failed') = (error IS NOT NULL)),
      CHECK (NOT alone OR subject_id IS NOT NULL)
    );
    CREATE UNIQUE INDEX jobs_alone ON jobs (tenant_id, kind, subject_id) WHERE alone AND state IN ('queued', 'running');
    CREATE INDEX jobs_newest ON jobs (tenant_id, created_at, id);
    CREATE INDEX jobs_of_person ON jobs (tenant_id, asked_by, created_at, id);
    CREATE INDEX jobs_finished ON jobs (tenant_id, finished_at);
    ALTER TABLE jobs ENABLE ROW LEVEL SECURITY;
    ALTER TABLE jobs FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_isolation ON jobs USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());

    -- Every server tells the pages that are open on it.
    CREATE FUNCTION tell_job() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('job_moved', json_build_object('tenantId', NEW.tenant_id, 'jobId', NEW.id)::text);
        RETURN NULL;
      END $$;
    CREATE TRIGGER tell_job AFTER INSERT OR UPDATE OF state, progress, doing, cancel_asked ON jobs
      FOR EACH ROW EXECUTE FUNCTION tell_job();
    DO $do$ BEGIN
      EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON jobs TO %I', current_database() || '_app');
    END $do$`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE jobs; DROP FUNCTION tell_job()')
}
