/**
 * Whoever changes rights, a lock, a generation or a session need not think of the servers: the database rings for them
 * when the change is committed. A notification says only what to look at again; it can be lost, so servers also look by
 * themselves.
 *
 * A formula field can be released: its result may be read by its own readers although they may not read all of its inputs.
 */
import type { Knex } from 'knex'

const TRIGGERS: readonly { table: string; name: string; when: string; condition?: string; call: string }[] = [
  {
    table: 'documents',
    name: 'documents_standing',
    when: 'UPDATE OF perm_epoch, locked, generation',
    condition:
      '(OLD.perm_epoch, OLD.locked, OLD.generation) IS DISTINCT FROM (NEW.perm_epoch, NEW.locked, NEW.generation)',
    call: 'ring_document()',
  },
  {
    table: 'sessions',
    name: 'sessions_ended',
    when: 'UPDATE OF revoked_at',
    condition: 'OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL',
    call: 'ring_session()',
  },
  { table: 'scoped_roles', name: 'scoped_roles_changed', when: 'INSERT OR DELETE OR UPDATE', call: 'ring_person()' },
  { table: 'memberships', name: 'memberships_changed', when: 'UPDATE OR DELETE', call: 'ring_person()' },
]

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE FUNCTION ring_document() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_notify('document_standing', NEW.id::text); RETURN NULL; END $$;

    CREATE FUNCTION ring_session() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_notify('session_ended', jsonb_build_object('id', NEW.id, 'reason', NEW.revoked_reason)::text);
      RETURN NULL;
    END $$;

    CREATE FUNCTION ring_person() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_notify('person_standing', CASE TG_OP WHEN 'DELETE' THEN OLD.user_id ELSE NEW.user_id END::text);
      RETURN NULL;
    END $$`)
  for (const { table, name, when, condition, call } of TRIGGERS) {
    await knex.raw(
      `CREATE TRIGGER ${name} AFTER ${when} ON ${table} FOR EACH ROW
       ${condition === undefined ? '' : `WHEN (${condition})`} EXECUTE FUNCTION ${call}`,
    )
  }
  await knex.raw(SESSION_IDENTITIES)
  await knex.raw(`
    REVOKE ALL ON FUNCTION session_identities(uuid, uuid[]) FROM PUBLIC;
    DO $do$ BEGIN
      EXECUTE format('GRANT EXECUTE ON FUNCTION session_identities(uuid, uuid[]) TO %I', current_database() || '_app');
    END $do$`)
  await knex.raw(`
    ALTER TABLE fields ADD COLUMN released boolean NOT NULL DEFAULT false CHECK (NOT released OR type = 'formula')`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE fields DROP COLUMN released')
  await knex.raw('DROP FUNCTION session_identities(uuid, uuid[])')
  for (const { table, name } of TRIGGERS) {
    await knex.raw(`DROP TRIGGER ${name} ON ${table}`)
  }
  await knex.raw('DROP FUNCTION ring_document(), ring_session(), ring_person()')
}

/** Like `session_identity`, for many sessions at once. */
const SESSION_IDENTITIES = `
CREATE FUNCTION session_identities(p_tenant uuid, p_sessions uuid[])
RETURNS TABLE (session_id uuid, user_id uuid, email text, name text, tenant_name text, grants jsonb) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('app.tenant_id', p_tenant::text, true);
  RETURN QUERY
    SELECT s.id, u.id, u.email, u.name, t.name,
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
    WHERE s.tenant_id = p_tenant AND s.id = ANY (p_sessions) AND s.revoked_at IS NULL AND s.expires_at > now();
END $$`
