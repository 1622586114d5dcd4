/**
 * Tenants, people and their sessions, what a company reports on, reference data and the audit log. Every table with a
 * tenant has forced row-level security: a statement that did not set the tenant sees and writes nothing.
 */
import type { Knex } from 'knex'

/** Tables of one tenant each, and what the app may do with them. */
const TENANT_TABLES: Readonly<Record<string, string>> = {
  memberships: 'SELECT, INSERT, UPDATE',
  scoped_roles: 'SELECT, INSERT, UPDATE, DELETE',
  sessions: 'SELECT, INSERT, UPDATE',
  refresh_tokens: 'SELECT, INSERT, UPDATE',
  projects: 'SELECT, INSERT, UPDATE',
  sites: 'SELECT, INSERT, UPDATE',
  cycles: 'SELECT, INSERT, UPDATE',
  modules: 'SELECT, INSERT, UPDATE',
  tables: 'SELECT, INSERT, UPDATE',
  fields: 'SELECT, INSERT, UPDATE',
  idempotency_keys: 'SELECT, INSERT, UPDATE, DELETE',
  audit_log: 'SELECT, INSERT',
}

/** Published data that every tenant reads and that only the owner of the database loads. */
const REFERENCE_TABLES = ['factor_sets', 'factors', 'gwp_values', 'unit_constants']

export async function up(knex: Knex): Promise<void> {
  await createAppRole(knex)
  await knex.raw(`
    CREATE FUNCTION current_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
      $$ SELECT nullif(current_setting('app.tenant_id', true), '')::uuid $$`)
  await createPeople(knex)
  await createStructure(knex)
  await createReferenceData(knex)
  await createLogs(knex)
  await isolateTenants(knex)
  await createIdentityFunction(knex)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP FUNCTION session_identity(uuid, uuid)')
  await knex.raw(`DROP TABLE audit_log, idempotency_keys, factors, factor_sets, gwp_values, unit_constants, fields, tables,
    modules, cycles, sites, projects, refresh_tokens, sessions, scoped_roles, memberships, users, tenants`)
  await knex.raw('DROP FUNCTION refuse_change(), current_tenant()')
}

/** The role of the app exists before anything is granted to it; its login and password are set at every start. */
async function createAppRole(knex: Knex): Promise<void> {
  await knex.raw(`
    DO $do$
    DECLARE app_role name := current_database() || '_app';
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = app_role) THEN
        EXECUTE format('CREATE ROLE %I NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS', app_role);
      END IF;
      EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', app_role);
    END $do$`)
}

/** Grants on one table or function to the role of the app, whose name depends on the database. */
async function grantToApp(knex: Knex, rights: string, target: string): Promise<void> {
  await knex.raw(`
    DO $do$ BEGIN
      EXECUTE format('GRANT ${rights} ON ${target} TO %I', current_database() || '_app');
    END $do$`)
}

async function createPeople(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE tenants (
      id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      name       text NOT NULL CHECK (name <> ''),
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      deleted_at timestamptz
    );

    -- A person may belong to several tenants, so this table has none. password_hash null = cannot sign in by password.
    CREATE TABLE users (
      id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      email         text NOT NULL CHECK (email <> ''),
      name          text NOT NULL CHECK (name <> ''),
      password_hash text,
      created_at    timestamptz NOT NULL DEFAULT now(),
      updated_at    timestamptz NOT NULL DEFAULT now(),
      deleted_at    timestamptz
    );
    CREATE UNIQUE INDEX users_email ON users (lower(email));

    CREATE TABLE memberships (
      tenant_id  uuid NOT NULL REFERENCES tenants (id) ON DELETE RESTRICT,
      user_id    uuid NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      deleted_at timestamptz,
      PRIMARY KEY (tenant_id, user_id)
    );
    CREATE INDEX memberships_of_user ON memberships (user_id, created_at);

    -- scope_id is the tenant, a project or a module; grants add up and flow downwards.
    CREATE TABLE scoped_roles (
      id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      tenant_id  uuid NOT NULL,
      user_id    uuid NOT NULL,
      role       text NOT NULL CHECK (role IN ('admin', 'data_owner', 'auditor', 'viewer')),
      scope      text NOT NULL CHECK (scope IN ('tenant', 'project', 'module')),
      scope_id   uuid NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      FOREIGN KEY (tenant_id, user_id) REFERENCES memberships (tenant_id, user_id) ON DELETE CASCADE,
      UNIQUE (tenant_id, user_id, role, scope, scope_id),
      CHECK (scope <> 'tenant' OR scope_id = tenant_id)
    );

    -- One sign-in. Ended by revoked_at; the access token names it and is worth nothing afterwards.
    CREATE TABLE sessions (
      id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      tenant_id      uuid NOT NULL,
      user_id        uuid NOT NULL,
      created_at     timestamptz NOT NULL DEFAULT now(),
      expires_at     timestamptz NOT NULL,
      revoked_at     timestamptz,
      revoked_reason text CHECK (revoked_reason IN ('signed-out', 'token-reused', 'revoked')),
      ip             text,
      user_agent     text,
      FOREIGN KEY (tenant_id, user_id) REFERENCES memberships (tenant_id, user_id) ON DELETE RESTRICT,
      UNIQUE (tenant_id, id),
      CHECK (expires_at > created_at),
      CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL))
    );
    CREATE INDEX sessions_of_user ON sessions (tenant_id, user_id, created_at);

    -- Refresh tokens of a session are one family. Only the SHA-256 is kept; used_at marks a rotated one.
    CREATE TABLE refresh_tokens (
      id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      tenant_id    uuid NOT NULL,
      session_id   uuid NOT NULL,
      token_sha256 bytea NOT NULL CHECK (length(token_sha256) = 32),
      created_at   timestamptz NOT NULL DEFAULT now(),
      expires_at   timestamptz NOT NULL,
      used_at      timestamptz,
      FOREIGN KEY (tenant_id, session_id) REFERENCES sessions (tenant_id, id) ON DELETE CASCADE,
      UNIQUE (tenant_id, token_sha256)
    );
    CREATE INDEX refresh_tokens_of_session ON refresh_tokens (tenant_id, session_id)`)
}

async function createStructure(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE projects (
      id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      tenant_id   uuid NOT NULL REFERENCES tenants (id) ON DELETE RESTRICT,
      key         text NOT NULL CHECK (key ~ '^[a-z][a-z0-9_]*$'),
      name        text NOT NULL CHECK (name <> ''),
      description text NOT NULL DEFAULT '',
      created_at  timestamptz NOT NULL DEFAULT now(),
      updated_at  timestamptz NOT NULL DEFAULT now(),
      deleted_at  timestamptz,
      UNIQUE (tenant_id, id)
    );
    CREATE UNIQUE INDEX projects_key ON projects (tenant_id, key) WHERE deleted_at IS NULL;
    CREATE INDEX projects_by_name ON projects (tenant_id, name, id);

    CREATE TABLE sites (
      id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      tenant_id   uuid NOT NULL,
      project_id  uuid NOT NULL,
      key         text NOT NULL CHECK (key <> ''),
      name        text NOT NULL CHECK (name <> ''),
      country     text,
      grid_region text,
      position    int NOT NULL DEFAULT 0,
      created_at  timestamptz NOT NULL DEFAULT now(),
      updated_at  timestamptz NOT NULL DEFAULT now(),
      deleted_at  timestamptz,
      FOREIGN KEY (tenant_id, project_id) REFERENCES projects (tenant_id, id) ON DELETE RESTRICT,
      UNIQUE (tenant_id, id)
    );
    CREATE UNIQUE INDEX sites_key ON sites (tenant_id, project_id, key) WHERE deleted_at IS NULL;

    CREATE TABLE cycles (
      id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      tenant_id   uuid NOT NULL,
      project_id  uuid NOT NULL,
      name        text NOT NULL CHECK (name <> ''),
      starts_on   date NOT NULL,
      ends_on     date NOT NULL,
      status      text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'in_review', 'locked')),
      gwp_set     text NOT NULL CHECK (gwp_set IN ('SAR', 'AR4', 'AR5', 'AR5ccf', 'AR6')),
      factor_year int NOT NULL CHECK (factor_year BETWEEN 1990 AND 2100),
      created_at  timestamptz NOT NULL DEFAULT now(),
      updated_at  timestamptz NOT NULL DEFAULT now(),
      deleted_at  timestamptz,
      FOREIGN KEY (tenant_id, project_id) REFERENCES projects (tenant_id, id) ON DELETE RESTRICT,
      UNIQUE (tenant_id, id),
      CHECK (starts_on < ends_on)
    );
    CREATE UNIQUE INDEX cycles_name ON cycles (tenant_id, project_id, name) WHERE deleted_at IS NULL;
    CREATE INDEX cycles_by_start ON cycles (tenant_id, project_id, starts_on, id);

    CREATE TABLE modules (
      id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      tenant_id   uuid NOT NULL,
      project_id  uuid NOT NULL,
      key         text NOT NULL CHECK (key ~ '^[a-z][a-z0-9_]*$'),
      name        text NOT NULL CHECK (name <> ''),
      description text NOT NULL DEFAULT '',
      scope       smallint NOT NULL CHECK (scope BETWEEN 1 AND 3),
      s3_category smallint CHECK (s3_category BETWEEN 1 AND 15),
      position    int NOT NULL DEFAULT 0,
      created_at  timestamptz NOT NULL DEFAULT now(),
      updated_at  timestamptz NOT NULL DEFAULT now(),
      deleted_at  timestamptz,
      FOREIGN KEY (tenant_id, project_id) REFERENCES projects (tenant_id, id) ON DELETE RESTRICT,
      UNIQUE (tenant_id, id),
      CHECK (s3_category IS NULL OR scope = 3)
    );
    CREATE UNIQUE INDEX modules_key ON modules (tenant_id, project_id, key) WHERE deleted_at IS NULL;
    CREATE INDEX modules_by_position ON modules (tenant_id, project_id, position, id);

    CREATE TABLE tables (
      id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      tenant_id   uuid NOT NULL,
      module_id   uuid NOT NULL,
      key         text NOT NULL CHECK (key ~ '^[a-z][a-z0-9_]*$'),
      name        text NOT NULL CHECK (name <> ''),
      description text NOT NULL DEFAULT '',
      position    int NOT NULL DEFAULT 0,
      created_at  timestamptz NOT NULL DEFAULT now(),
      updated_at  timestamptz NOT NULL DEFAULT now(),
      deleted_at  timestamptz,
      FOREIGN KEY (tenant_id, module_id) REFERENCES modules (tenant_id, id) ON DELETE RESTRICT,
      UNIQUE (tenant_id, id)
    );
    CREATE UNIQUE INDEX tables_key ON tables (tenant_id, module_id, key) WHERE deleted_at IS NULL;
    CREATE INDEX tables_by_position ON tables (tenant_id, module_id, position, id);

    -- An ordinal addresses the field inside documents and is never used again (0 = row order, 1 = deletion mark), so
    -- it stays unique among deleted fields too.
    CREATE TABLE fields (
      id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      tenant_id  uuid NOT NULL,
      table_id   uuid NOT NULL,
      ordinal    int NOT NULL CHECK (ordinal BETWEEN 2 AND 65535),
      key        text NOT NULL CHECK (key ~ '^[a-z][a-z0-9_]*$'),
      name       text NOT NULL CHECK (name <> ''),
      type       text NOT NULL CHECK (type IN ('text', 'number', 'date', 'month', 'boolean', 'option', 'formula')),
      unit       text,
      options    jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(options) = 'array'),
      required   boolean NOT NULL DEFAULT false,
      formula    text,
      role       text CHECK (role IN ('site', 'month', 'emissions')),
      readers    text[],
      writers    text[],
      position   int NOT NULL DEFAULT 0,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      deleted_at timestamptz,
      FOREIGN KEY (tenant_id, table_id) REFERENCES tables (tenant_id, id) ON DELETE RESTRICT,
      UNIQUE (tenant_id, table_id, ordinal),
      CHECK ((type = 'formula') = (formula IS NOT NULL)),
      CHECK (role <> 'emissions' OR type = 'formula')
    );
    CREATE UNIQUE INDEX fields_key ON fields (tenant_id, table_id, key) WHERE deleted_at IS NULL;
    CREATE UNIQUE INDEX fields_role ON fields (tenant_id, table_id, role) WHERE role IS NOT NULL AND deleted_at IS NULL`)
}

async function createReferenceData(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE factor_sets (
      id         text PRIMARY KEY,
      publisher  text NOT NULL,
      title      text NOT NULL,
      edition    text NOT NULL,
      year       int NOT NULL,
      url        text,
      licence    text NOT NULL,
      gwp_basis  text,
      confidence text,
      created_at timestamptz NOT NULL DEFAULT now()
    );

    -- published: the record as printed. normalised: kilograms per unit, as formulas read it; null with a reason
    -- where it cannot be computed with (an energy content, an unknown unit).
    CREATE TABLE factors (
      id              text PRIMARY KEY,
      factor_set_id   text NOT NULL REFERENCES factor_sets (id) ON DELETE RESTRICT,
      name            text NOT NULL,
      path            text[] NOT NULL DEFAULT '{}',
      unit            text,
      scope           smallint CHECK (scope BETWEEN 1 AND 3),
      year            int NOT NULL,
      geography       text NOT NULL,
      table_name      text NOT NULL,
      row_ref         text NOT NULL,
      gwp_basis       text,
      is_core         boolean NOT NULL DEFAULT false,
      published       jsonb NOT NULL,
      normalised      jsonb,
      unusable_reason text,
      search_text     text NOT NULL,
      created_at      timestamptz NOT NULL DEFAULT now(),
      CHECK ((normalised IS NULL) = (unusable_reason IS NOT NULL))
    );
    CREATE INDEX factors_by_name ON factors (name, id);
    CREATE INDEX factors_of_set ON factors (factor_set_id, name, id);
    CREATE INDEX factors_by_year ON factors (year, name, id);

    CREATE TABLE gwp_values (
      gwp_set    text NOT NULL CHECK (gwp_set IN ('SAR', 'AR4', 'AR5', 'AR5ccf', 'AR6', 'AR6_20')),
      species    text NOT NULL,
      -- Kilograms of CO2e per kilogram.
      gwp        double precision NOT NULL CHECK (gwp >= 0),
      source     text NOT NULL,
      PRIMARY KEY (gwp_set, species)
    );

    CREATE TABLE unit_constants (
      id     text PRIMARY KEY,
      value  double precision NOT NULL,
      source text NOT NULL
    )`)
}

async function createLogs(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE idempotency_keys (
      tenant_id      uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
      user_id        uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      key            text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
      request_sha256 bytea NOT NULL,
      -- Null while the first request is still being worked on.
      status         int,
      reply          jsonb,
      created_at     timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, user_id, key)
    );
    CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

    CREATE TABLE audit_log (
      id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      tenant_id    uuid NOT NULL REFERENCES tenants (id) ON DELETE RESTRICT,
      at           timestamptz NOT NULL DEFAULT clock_timestamp(),
      actor_id     uuid,
      actor_kind   text NOT NULL CHECK (actor_kind IN ('user', 'system', 'api')),
      session_id   uuid,
      action       text NOT NULL,
      subject_kind text NOT NULL,
      subject_id   text NOT NULL,
      before       jsonb,
      after        jsonb,
      origin       text NOT NULL
    );
    CREATE INDEX audit_log_newest ON audit_log (tenant_id, id);
    CREATE INDEX audit_log_of_subject ON audit_log (tenant_id, subject_kind, subject_id, id);
    CREATE INDEX audit_log_of_actor ON audit_log (tenant_id, actor_id, id);

    -- Not even the owner rewrites history by accident.
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION '% keeps every entry: % is refused', TG_TABLE_NAME, TG_OP; END $$;
    CREATE TRIGGER audit_log_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`)
}

async function isolateTenants(knex: Knex): Promise<void> {
  for (const [table, rights] of Object.entries(TENANT_TABLES)) {
    await knex.raw(`
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY tenant_isolation ON ${table} USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())`)
    await grantToApp(knex, rights, table)
  }
  await knex.raw(`
    ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
    ALTER TABLE tenants FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_isolation ON tenants USING (id = current_tenant()) WITH CHECK (id = current_tenant());

    -- At sign-in the tenant is not known yet: a person may see to which tenants they belong.
    CREATE POLICY own_memberships ON memberships FOR SELECT
      USING (user_id = nullif(current_setting('app.user_id', true), '')::uuid)`)
  await grantToApp(knex, 'SELECT, INSERT, UPDATE', 'tenants')
  await grantToApp(knex, 'SELECT, INSERT, UPDATE', 'users')
  for (const table of REFERENCE_TABLES) {
    await grantToApp(knex, 'SELECT', table)
  }
}

/**
 * Who stands behind a session: one statement per request. It sets the tenant itself, for this statement's transaction
 * only. No row when the session ended, or the person or the membership is gone.
 */
async function createIdentityFunction(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE FUNCTION session_identity(p_tenant uuid, p_session uuid)
    RETURNS TABLE (user_id uuid, email text, name text, tenant_name text, grants jsonb) LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM set_config('app.tenant_id', p_tenant::text, true);
      RETURN QUERY
        SELECT u.id, u.email, u.name, t.name,
          coalesce((
            SELECT jsonb_agg(jsonb_build_object('role', r.role, 'scope', r.scope, 'scopeId', r.scope_id, 'projectId',
                     CASE r.scope WHEN 'project' THEN r.scope_id WHEN 'module' THEN m.project_id END)
                   ORDER BY r.scope, r.scope_id, r.role)
            FROM scoped_roles r LEFT JOIN modules m ON m.tenant_id = r.tenant_id AND m.id = r.scope_id
            WHERE r.tenant_id = p_tenant AND r.user_id = s.user_id
          ), '[]'::jsonb)
        FROM sessions s
          JOIN memberships ms ON ms.tenant_id = s.tenant_id AND ms.user_id = s.user_id AND ms.deleted_at IS NULL
          JOIN users u ON u.id = s.user_id AND u.deleted_at IS NULL
          JOIN tenants t ON t.id = s.tenant_id AND t.deleted_at IS NULL
        WHERE s.tenant_id = p_tenant AND s.id = p_session AND s.revoked_at IS NULL AND s.expires_at > now();
    END $$`)
  await knex.raw('REVOKE ALL ON FUNCTION session_identity(uuid, uuid) FROM PUBLIC')
  await grantToApp(knex, 'EXECUTE', 'FUNCTION session_identity(uuid, uuid)')
}
