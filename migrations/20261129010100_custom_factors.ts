/**
 * A tenant's own factors, beside the published ones. A version never changes once it is approved, and nobody approves their
 * own: both hold in the database. `library_factors` is what a tenant may look for: what was published, and its own.
 */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE custom_factors (
      tenant_id       uuid NOT NULL REFERENCES tenants (id) ON DELETE RESTRICT,
      -- "own2.<uuid>": the second version of a series.
      id              text NOT NULL CHECK (id ~ '^own[0-9]+[.]'),
      -- The same factor in all its versions.
      series          text NOT NULL,
      version         int NOT NULL CHECK (version >= 1),
      supersedes      text,
      status          text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'submitted', 'approved', 'retired')),
      name            text NOT NULL CHECK (name <> ''),
      -- Denominator in our unit syntax.
      unit            text NOT NULL,
      -- Kilograms of each gas per unit, by GWP species; an absent gas was not stated.
      gases           jsonb NOT NULL CHECK (jsonb_typeof(gases) = 'object'),
      -- Kilograms of CO2e per unit that cannot be split, and the GWP set behind them; null: not stated.
      co2e_kg         double precision CHECK (co2e_kg >= 0),
      co2e_gwp        text CHECK (co2e_gwp IN ('SAR', 'AR4', 'AR5', 'AR5ccf', 'AR6')),
      biogenic_co2_kg double precision CHECK (biogenic_co2_kg >= 0),
      scope           smallint CHECK (scope BETWEEN 1 AND 3),
      geography       text NOT NULL CHECK (geography <> ''),
      data_year       int NOT NULL CHECK (data_year BETWEEN 1990 AND 2100),
      -- First and last day; null: no limit.
      valid_from      date,
      valid_to        date CHECK (valid_to >= valid_from),
      boundary        text CHECK (boundary IN ('combustion', 'TTW', 'WTT', 'WTW', 'cradle-to-gate', 'cradle-to-grave', 'generation', 'losses')),
      publisher       text NOT NULL CHECK (publisher <> ''),
      title           text NOT NULL DEFAULT '',
      edition         text NOT NULL DEFAULT '',
      -- Table, page or row of the publication.
      reference       text NOT NULL DEFAULT '',
      url             text NOT NULL DEFAULT '',
      licence         text NOT NULL DEFAULT '',
      justification   text NOT NULL DEFAULT '',
      -- SHA-256 of the attached file.
      evidence_hash   text CHECK (evidence_hash ~ '^[0-9a-f]{64}$'),
      evidence_name   text,
      evidence_bytes  bigint,
      -- As formulas read it once it is approved.
      normalised      jsonb NOT NULL,
      search_text     text NOT NULL,
      created_by      uuid NOT NULL,
      edited_by       uuid NOT NULL,
      approved_by     uuid,
      created_at      timestamptz NOT NULL DEFAULT now(),
      updated_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, supersedes) REFERENCES custom_factors (tenant_id, id) ON DELETE RESTRICT,
      UNIQUE (tenant_id, series, version),
      CHECK (gases <> '{}' OR co2e_kg IS NOT NULL OR biogenic_co2_kg IS NOT NULL),
      CHECK (gases = '{}' OR co2e_kg IS NULL),
      CHECK (co2e_gwp IS NULL OR co2e_kg IS NOT NULL),
      CHECK ((evidence_hash IS NULL) = (evidence_name IS NULL) AND (evidence_hash IS NULL) = (evidence_bytes IS NULL)),
      CHECK ((status IN ('approved', 'retired')) = (approved_by IS NOT NULL)),
      CHECK (approved_by NOT IN (created_by, edited_by))
    );
    CREATE UNIQUE INDEX custom_factors_in_work ON custom_factors (tenant_id, series) WHERE status IN ('draft', 'submitted');
    CREATE INDEX custom_factors_newest ON custom_factors (tenant_id, updated_at);
    CREATE INDEX custom_factors_superseding ON custom_factors (tenant_id, supersedes);

    -- What was done to a factor, by whom and why.
    CREATE TABLE custom_factor_steps (
      tenant_id uuid NOT NULL,
      id        bigint GENERATED ALWAYS AS IDENTITY,
      factor_id text NOT NULL,
      step      text NOT NULL CHECK (step IN ('create', 'change', 'attach', 'submit', 'return', 'approve', 'retire')),
      made_by   uuid NOT NULL,
      made_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
      reason    text NOT NULL DEFAULT '',
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, factor_id) REFERENCES custom_factors (tenant_id, id) ON DELETE CASCADE
    );
    CREATE INDEX custom_factor_steps_of ON custom_factor_steps (tenant_id, factor_id, id);

    CREATE FUNCTION keep_approved_factors() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.status IN ('approved', 'retired') THEN
        IF TG_OP = 'DELETE' THEN
          RAISE EXCEPTION 'an approved factor is kept';
        END IF;
        IF NOT (OLD.status = 'approved' AND NEW.status = 'retired')
          OR to_jsonb(OLD) - 'status' - 'updated_at' IS DISTINCT FROM to_jsonb(NEW) - 'status' - 'updated_at' THEN
          RAISE EXCEPTION 'an approved factor does not change';
        END IF;
      END IF;
      RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END $$;
    CREATE TRIGGER keep_approved_factors BEFORE UPDATE OR DELETE ON custom_factors
      FOR EACH ROW EXECUTE FUNCTION keep_approved_factors()`)
  for (const [table, rights] of Object.entries({
    custom_factors: 'SELECT, INSERT, UPDATE, DELETE',
    custom_factor_steps: 'SELECT, INSERT',
  })) {
    await knex.raw(`
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY tenant_isolation ON ${table} USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())`)
    await grantToApp(knex, rights, table)
  }
  await knex.raw(LIBRARY)
  await grantToApp(knex, 'SELECT', 'library_factors')
}

/** Of a custom factor the newest approved version is what is current. It is read with the rights of who asks: their own only. */
const LIBRARY = `
  CREATE VIEW library_factors WITH (security_invoker = true) AS
  SELECT f.id, f.series, f.name, f.path, f.unit, f.scope, f.year, f.geography, f.table_name, f.row_ref, f.gwp_basis,
    f.is_core, f.published, f.normalised, f.unusable_reason, f.search_text, 'published' AS status,
    s.id AS set_id, s.publisher, s.title, s.edition, s.year AS set_year, s.licence, s.url
  FROM factors f JOIN factor_sets s ON s.id = f.factor_set_id
  UNION ALL
  SELECT c.id, c.series, c.name, '{}'::text[], c.unit, c.scope, c.data_year, c.geography, c.title, c.reference, c.co2e_gwp,
    true, jsonb_strip_nulls(jsonb_build_object('boundary', c.boundary, 'supersededBy', (
      SELECT n.id FROM custom_factors n WHERE n.tenant_id = c.tenant_id AND n.series = c.series AND n.version > c.version
        AND n.status = 'approved' ORDER BY n.version DESC LIMIT 1))),
    CASE c.status WHEN 'approved' THEN c.normalised ELSE c.normalised || jsonb_build_object('approval', c.status) END,
    NULL, c.search_text, c.status,
    'own.' || md5(concat_ws(E'\\n', c.publisher, c.title, c.edition)), c.publisher, c.title, c.edition, c.data_year, c.licence,
    nullif(c.url, '')
  FROM custom_factors c`

async function grantToApp(knex: Knex, rights: string, target: string): Promise<void> {
  await knex.raw(
    `DO $do$ BEGIN EXECUTE format('GRANT ${rights} ON ${target} TO %I', current_database() || '_app'); END $do$`,
  )
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP VIEW library_factors;
    DROP TABLE custom_factor_steps, custom_factors;
    DROP FUNCTION keep_approved_factors()`)
}
