/**
 * Keys by which programs come in: each acts for one person, or for a service account, which is a member without a password.
 * Of a key only the SHA-256 is kept.
 */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE users ADD COLUMN is_service boolean NOT NULL DEFAULT false;
    ALTER TABLE users ADD CONSTRAINT users_service CHECK (NOT is_service OR password_hash IS NULL);

    CREATE TABLE api_keys (
      tenant_id       uuid NOT NULL,
      id              uuid NOT NULL DEFAULT gen_random_uuid(),
      -- For whom it acts: never more than they may, and gone with them.
      user_id         uuid NOT NULL,
      name            text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
      scopes          text[] NOT NULL CHECK (cardinality(scopes) > 0),
      -- Null: wherever its person may.
      module_ids      uuid[] CHECK (cardinality(module_ids) > 0),
      -- The last characters, by which people tell keys apart.
      hint            text NOT NULL CHECK (length(hint) = 4),
      secret_sha256   bytea NOT NULL CHECK (length(secret_sha256) = 32),
      -- The secret before the last rotation, which opens as long as that.
      previous_sha256 bytea CHECK (length(previous_sha256) = 32),
      previous_until  timestamptz,
      created_by      uuid NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
      created_at      timestamptz NOT NULL DEFAULT now(),
      -- Null: it does not end by itself.
      expires_at      timestamptz,
      revoked_at      timestamptz,
      last_used_at    timestamptz,
      last_used_from  text,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, user_id) REFERENCES memberships (tenant_id, user_id) ON DELETE RESTRICT,
      UNIQUE (tenant_id, secret_sha256),
      CHECK ((previous_sha256 IS NULL) = (previous_until IS NULL)),
      CHECK (expires_at > created_at),
      CHECK ((last_used_at IS NULL) = (last_used_from IS NULL))
    );
    CREATE INDEX api_keys_previous ON api_keys (tenant_id, previous_sha256) WHERE previous_sha256 IS NOT NULL;
    CREATE UNIQUE INDEX api_keys_name ON api_keys (tenant_id, user_id, name) WHERE revoked_at IS NULL;
    CREATE INDEX api_keys_newest ON api_keys (tenant_id, created_at, id);
    ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY;
    ALTER TABLE api_keys FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_isolation ON api_keys USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())`)
  await knex.raw(KEY_IDENTITY)
  await knex.raw(`
    REVOKE ALL ON FUNCTION key_identity(uuid, uuid, bytea) FROM PUBLIC;
    DO $do$ BEGIN
      EXECUTE format('GRANT SELECT, INSERT, UPDATE ON api_keys TO %I', current_database() || '_app');
      EXECUTE format('GRANT EXECUTE ON FUNCTION key_identity(uuid, uuid, bytea) TO %I', current_database() || '_app');
    END $do$`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP FUNCTION key_identity(uuid, uuid, bytea);
    DROP TABLE api_keys;
    ALTER TABLE users DROP CONSTRAINT users_service, DROP COLUMN is_service`)
}

/**
 * Who stands behind a key, found by its id or by its secret: one statement per request. It sets the tenant itself, for this
 * statement's transaction only. No row when the key, the person or the membership is gone.
 */
const KEY_IDENTITY = `
CREATE FUNCTION key_identity(p_tenant uuid, p_key uuid, p_sha256 bytea)
RETURNS TABLE (key_id uuid, user_id uuid, email text, name text, tenant_name text, grants jsonb, scopes text[],
  modules jsonb, is_use_old boolean) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('app.tenant_id', p_tenant::text, true);
  RETURN QUERY
    SELECT k.id, u.id, u.email, u.name, t.name,
      coalesce((
        SELECT jsonb_agg(jsonb_build_object('role', r.role, 'scope', r.scope, 'scopeId', r.scope_id, 'projectId',
                 CASE r.scope WHEN 'project' THEN r.scope_id WHEN 'module' THEN m.project_id END)
               ORDER BY r.scope, r.scope_id, r.role)
        FROM scoped_roles r LEFT JOIN modules m ON m.tenant_id = r.tenant_id AND m.id = r.scope_id
        WHERE r.tenant_id = p_tenant AND r.user_id = k.user_id
      ), '[]'::jsonb),
      k.scopes,
      CASE WHEN k.module_ids IS NOT NULL THEN coalesce((
        SELECT jsonb_agg(jsonb_build_object('id', m.id, 'projectId', m.project_id) ORDER BY m.id)
        FROM modules m WHERE m.tenant_id = p_tenant AND m.id = ANY (k.module_ids)
      ), '[]'::jsonb) END,
      k.last_used_at IS NULL OR k.last_used_at < now() - interval '1 minute'
    FROM api_keys k
      JOIN memberships ms ON ms.tenant_id = k.tenant_id AND ms.user_id = k.user_id AND ms.deleted_at IS NULL
      JOIN users u ON u.id = k.user_id AND u.deleted_at IS NULL
      JOIN tenants t ON t.id = k.tenant_id AND t.deleted_at IS NULL
    WHERE k.tenant_id = p_tenant
      AND (k.id = p_key OR k.secret_sha256 = p_sha256 OR (k.previous_sha256 = p_sha256 AND k.previous_until > now()))
      AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now());
END $$`
