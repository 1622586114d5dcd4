/**
 * Generations after the first. A fold writes its seed before it takes the document's row lock, because the seed can be
 * large; what was journaled meanwhile follows as `tail` under the lock, together with the switch. Until then the row is a
 * proposal: the next fold of the document replaces it. From then on it can be neither changed nor deleted.
 */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE document_generations
      -- How far the seed goes. The tail, one Yjs update behind it, brings it to after_seq. Null: the seed has it all.
      ADD COLUMN folded_seq  bigint,
      ADD COLUMN tail        bytea,
      ADD COLUMN tail_sha256 bytea CHECK (length(tail_sha256) = 32),
      ADD CONSTRAINT tail_with_its_hash CHECK ((tail IS NULL) = (tail_sha256 IS NULL));
    ALTER TABLE document_generations ALTER COLUMN tail SET STORAGE EXTERNAL;

    CREATE FUNCTION keep_generations() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NOT EXISTS (SELECT FROM documents d
                     WHERE d.tenant_id = OLD.tenant_id AND d.id = OLD.document_id AND d.generation < OLD.generation) THEN
        RAISE EXCEPTION 'generation % of document % is in use or was; it is kept as it is', OLD.generation, OLD.document_id;
      END IF;
      RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END $$;
    CREATE TRIGGER document_generations_are_kept BEFORE UPDATE OR DELETE ON document_generations
      FOR EACH ROW EXECUTE FUNCTION keep_generations();
    CREATE TRIGGER document_generations_are_not_truncated BEFORE TRUNCATE ON document_generations
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

    CREATE POLICY follow_heads ON document_generations FOR SELECT USING (current_setting('app.follow_heads', true) = 'on');

    -- Documents of locked cycles that were not folded since they were locked.
    CREATE FUNCTION documents_to_fold() RETURNS TABLE (id bigint, tenant_id uuid) LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM set_config('app.follow_heads', 'on', true);
      RETURN QUERY SELECT d.id, d.tenant_id
        FROM documents d JOIN document_generations g
          ON g.tenant_id = d.tenant_id AND g.document_id = d.id AND g.generation = d.generation
        WHERE d.locked AND d.head_seq > g.after_seq ORDER BY d.id;
      PERFORM set_config('app.follow_heads', 'off', true);
    END $$;
    REVOKE ALL ON FUNCTION documents_to_fold() FROM PUBLIC`)
  await grantToApp(knex, 'EXECUTE', 'FUNCTION documents_to_fold()')
  await grantToApp(knex, 'UPDATE (after_seq, tail, tail_sha256), DELETE', 'document_generations')
}

export async function down(knex: Knex): Promise<void> {
  // Without its tail a document would go back in time.
  await knex.raw(`
    DO $do$ BEGIN
      IF EXISTS (SELECT FROM document_generations WHERE tail IS NOT NULL) THEN
        RAISE EXCEPTION 'some documents begin with a seed and a tail: this migration cannot be taken back';
      END IF;
      EXECUTE format('REVOKE UPDATE (after_seq, tail, tail_sha256), DELETE ON document_generations FROM %I', current_database() || '_app');
    END $do$;
    DROP FUNCTION documents_to_fold();
    DROP POLICY follow_heads ON document_generations;
    DROP TRIGGER document_generations_are_not_truncated ON document_generations;
    DROP TRIGGER document_generations_are_kept ON document_generations;
    DROP FUNCTION keep_generations();
    ALTER TABLE document_generations DROP CONSTRAINT tail_with_its_hash, DROP COLUMN folded_seq, DROP COLUMN tail, DROP COLUMN tail_sha256`)
}

async function grantToApp(knex: Knex, rights: string, target: string): Promise<void> {
  await knex.raw(`
    DO $do$ BEGIN
      EXECUTE format('GRANT ${rights} ON ${target} TO %I', current_database() || '_app');
    END $do$`)
}
