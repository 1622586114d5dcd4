/**
 * Sets of factors that a tenant brings: the file, and the factors that it gave. A set never changes once it is approved, and
 * nobody approves what they brought: both hold in the database. `library_factors` shows them beside the published ones.
 */
import type { Knex } from 'knex'

const TABLES = {
  custom_factor_sets: 'SELECT, INSERT, UPDATE, DELETE',
  custom_set_factors: 'SELECT, INSERT',
  custom_factor_set_steps: 'SELECT, INSERT',
}

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE custom_factor_sets (
      tenant_id      uuid NOT NULL REFERENCES tenants (id) ON DELETE RESTRICT,
      id             uuid NOT NULL DEFAULT gen_random_uuid(),
      -- Among those of the same publication and year that were taken in.
      version        int NOT NULL DEFAULT 1 CHECK (version >= 1),
      status         text NOT NULL DEFAULT 'uploaded' CHECK (status IN ('uploaded', 'draft', 'approved', 'retired')),
      publisher      text NOT NULL DEFAULT '',
      title          text NOT NULL DEFAULT '',
      edition        text NOT NULL DEFAULT '',
      year           int CHECK (year BETWEEN 1990 AND 2100),
      published_on   date,
      licence        text NOT NULL DEFAULT '',
      url            text NOT NULL DEFAULT '',
      -- SHA-256 of the file.
      file_hash      text NOT NULL CHECK (file_hash ~ '^[0-9a-f]{64}$'),
      file_name      text NOT NULL CHECK (file_name <> ''),
      file_bytes     bigint NOT NULL CHECK (file_bytes > 0),
      -- How the file is read: layout, sheet, columns.
      reading        jsonb NOT NULL CHECK (jsonb_typeof(reading) = 'object'),
      -- The beginning of each sheet, to choose columns by.
      outline        jsonb NOT NULL CHECK (jsonb_typeof(outline) = 'array'),
      -- Once it is taken in: factors, and rows that gave none.
      factor_count   int CHECK (factor_count >= 0),
      rejected_count int CHECK (rejected_count >= 0),
      created_by     uuid NOT NULL,
      edited_by      uuid NOT NULL,
      approved_by    uuid,
      created_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
      updated_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (tenant_id, id),
      CHECK ((status = 'uploaded') = (factor_count IS NULL) AND (status = 'uploaded') = (rejected_count IS NULL)),
      CHECK (status = 'uploaded' OR (publisher <> '' AND title <> '' AND edition <> '' AND year IS NOT NULL)),
      CHECK ((status IN ('approved', 'retired')) = (approved_by IS NOT NULL)),
      CHECK (approved_by NOT IN (created_by, edited_by))
    );
    CREATE UNIQUE INDEX custom_factor_sets_versions ON custom_factor_sets (tenant_id, lower(publisher), lower(title), year, version)
      WHERE status <> 'uploaded';
    CREATE UNIQUE INDEX custom_factor_sets_in_work ON custom_factor_sets (tenant_id, lower(publisher), lower(title), year)
      WHERE status = 'draft';
    CREATE INDEX custom_factor_sets_newest ON custom_factor_sets (tenant_id, updated_at);
    CREATE INDEX custom_factor_sets_of_file ON custom_factor_sets (tenant_id, file_hash);

    CREATE TABLE custom_set_factors (
      tenant_id           uuid NOT NULL,
      -- "set.<set>.<key>"
      id                  text NOT NULL CHECK (id ~ '^set[.]'),
      set_id              uuid NOT NULL,
      -- Of the row within its set.
      key                 text NOT NULL CHECK (key <> ''),
      -- The same row in all editions, those that come with the program included.
      series              text NOT NULL CHECK (series <> ''),
      name                text NOT NULL CHECK (name <> ''),
      path                text[] NOT NULL,
      unit                text,
      scope               smallint CHECK (scope BETWEEN 1 AND 3),
      year                int NOT NULL CHECK (year BETWEEN 1990 AND 2100),
      geography           text NOT NULL CHECK (geography <> ''),
      -- Sheet and cells of the file.
      table_name          text NOT NULL,
      row_ref             text NOT NULL,
      gwp_basis           text,
      published           jsonb NOT NULL CHECK (jsonb_typeof(published) = 'object'),
      -- As formulas read it; null: they cannot.
      normalised          jsonb,
      unusable_reason     text,
      -- To either side, at 95 %; null: not stated.
      uncertainty_percent double precision CHECK (uncertainty_percent >= 0),
      search_text         text NOT NULL,
      PRIMARY KEY (tenant_id, id),
      UNIQUE (tenant_id, set_id, key),
      FOREIGN KEY (tenant_id, set_id) REFERENCES custom_factor_sets (tenant_id, id) ON DELETE CASCADE,
      CHECK ((normalised IS NULL) = (unusable_reason IS NOT NULL))
    );
    CREATE INDEX custom_set_factors_of_series ON custom_set_factors (tenant_id, series);

    -- What was done to a set, by whom and why.
    CREATE TABLE custom_factor_set_steps (
      tenant_id uuid NOT NULL,
      id        bigint GENERATED ALWAYS AS IDENTITY,
      set_id    uuid NOT NULL,
      step      text NOT NULL CHECK (step IN ('create', 'change', 'import', 'approve', 'retire')),
      made_by   uuid NOT NULL,
      made_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
      reason    text NOT NULL DEFAULT '',
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, set_id) REFERENCES custom_factor_sets (tenant_id, id) ON DELETE CASCADE
    );
    CREATE INDEX custom_factor_set_steps_of ON custom_factor_set_steps (tenant_id, set_id, id);

    CREATE FUNCTION keep_approved_sets() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.status IN ('approved', 'retired') THEN
        IF TG_OP = 'DELETE' THEN
          RAISE EXCEPTION 'an approved set of factors is kept';
        END IF;
        IF NOT (OLD.status = 'approved' AND NEW.status = 'retired')
          OR to_jsonb(OLD) - 'status' - 'updated_at' IS DISTINCT FROM to_jsonb(NEW) - 'status' - 'updated_at' THEN
          RAISE EXCEPTION 'an approved set of factors does not change';
        END IF;
      END IF;
      RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END $$;
    CREATE TRIGGER keep_approved_sets BEFORE UPDATE OR DELETE ON custom_factor_sets
      FOR EACH ROW EXECUTE FUNCTION keep_approved_sets();

    -- Factors come with the set, all at once, and with nothing later.
    CREATE FUNCTION keep_approved_set_factors() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT FROM custom_factor_sets s WHERE s.tenant_id = NEW.tenant_id AND s.id = NEW.set_id AND s.status <> 'draft') THEN
        RAISE EXCEPTION 'factors are added to a draft only';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER keep_approved_set_factors BEFORE INSERT OR UPDATE ON custom_set_factors
      FOR EACH ROW EXECUTE FUNCTION keep_approved_set_factors()`)
  for (const [table, rights] of Object.entries(TABLES)) {
    await knex.raw(`
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY tenant_isolation ON ${table} USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
      DO $do$ BEGIN EXECUTE format('GRANT ${rights} ON ${table} TO %I', current_database() || '_app'); END $do$`)
  }
  await knex.raw(
    `CREATE OR REPLACE VIEW library_factors WITH (security_invoker = true) AS ${LIBRARY} UNION ALL ${OF_SETS}`,
  )
}

/** What was published, and a tenant's own single factors: as the view was. */
const LIBRARY = `
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

/**
 * Of sets that were brought: superseded by the same row of the newest approved version, withdrawn where that one has no such
 * row. The newest version is looked for once for each set.
 */
const OF_SETS = `
  SELECT g.id, g.series, g.name, g.path, g.unit, g.scope, g.year, g.geography, g.table_name, g.row_ref, g.gwp_basis, true,
    g.published || CASE
      WHEN n.id IS NOT NULL THEN jsonb_build_object('supersededBy', n.id)
      WHEN s.newest IS NOT NULL THEN '{"withdrawn": true}'::jsonb
      ELSE '{}'::jsonb END,
    CASE s.status WHEN 'approved' THEN g.normalised ELSE g.normalised || jsonb_build_object('approval', s.status) END,
    g.unusable_reason, g.search_text, s.status, 'set.' || s.id, s.publisher, s.title, s.edition, s.year, s.licence, nullif(s.url, '')
  FROM (SELECT o.*, (
      SELECT v.id FROM custom_factor_sets v
      WHERE v.tenant_id = o.tenant_id AND lower(v.publisher) = lower(o.publisher) AND lower(v.title) = lower(o.title)
        AND v.year = o.year AND v.version > o.version AND v.status = 'approved'
      ORDER BY v.version DESC LIMIT 1) AS newest
    FROM custom_factor_sets o) s
  JOIN custom_set_factors g ON g.tenant_id = s.tenant_id AND g.set_id = s.id
  LEFT JOIN custom_set_factors n ON n.tenant_id = s.tenant_id AND n.set_id = s.newest AND n.key = g.key`

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`CREATE OR REPLACE VIEW library_factors WITH (security_invoker = true) AS ${LIBRARY}`)
  await knex.raw(`
    DROP TABLE custom_factor_set_steps, custom_set_factors, custom_factor_sets;
    DROP FUNCTION keep_approved_sets(), keep_approved_set_factors()`)
}
