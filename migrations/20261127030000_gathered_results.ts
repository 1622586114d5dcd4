/**
 * Results that depend on other rows, tables or cycles lie beside their row and are made anew when those change; a queue of
 * sheets tells where. What a formula gathers is kept with its field by ids, and who may read that follows by a trigger.
 */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Of a formula that reads other rows: ids of tables, and the fields of other tables behind it with their readers.
    ALTER TABLE fields ADD COLUMN gathers jsonb CHECK (jsonb_typeof(gathers) = 'object');
    CREATE INDEX fields_gathering ON fields USING gin ((gathers -> 'tables')) WHERE gathers IS NOT NULL;
    -- Results by ordinal: a value, or {"error": …}. Null: they were never computed.
    ALTER TABLE rows ADD COLUMN gathered jsonb;

    -- Something that results of this sheet are gathered from changed. A record per change: nobody waits for another.
    CREATE TABLE sheet_refreshes (
      tenant_id uuid NOT NULL,
      id        bigint GENERATED ALWAYS AS IDENTITY,
      table_id  uuid NOT NULL,
      cycle_id  uuid NOT NULL,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, table_id) REFERENCES tables (tenant_id, id) ON DELETE CASCADE,
      FOREIGN KEY (tenant_id, cycle_id) REFERENCES cycles (tenant_id, id) ON DELETE CASCADE
    );
    CREATE INDEX sheet_refreshes_of_sheet ON sheet_refreshes (tenant_id, cycle_id, table_id);
    ALTER TABLE sheet_refreshes ENABLE ROW LEVEL SECURITY;
    ALTER TABLE sheet_refreshes FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_isolation ON sheet_refreshes USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
    CREATE POLICY follow_heads ON sheet_refreshes FOR SELECT USING (current_setting('app.follow_heads', true) = 'on');

    CREATE FUNCTION sheets_to_refresh()
    RETURNS TABLE (tenant_id uuid, table_id uuid, cycle_id uuid) LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM set_config('app.follow_heads', 'on', true);
      RETURN QUERY SELECT DISTINCT r.tenant_id, r.table_id, r.cycle_id FROM sheet_refreshes r;
      PERFORM set_config('app.follow_heads', 'off', true);
    END $$;

    -- Who may not read a field may not read what is gathered from it, from the same moment on; and while nobody has said
    -- again what a changed formula reads, nobody reads what is gathered from that.
    CREATE FUNCTION follow_gathered_inputs() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE fields f SET updated_at = clock_timestamp(), gathers = jsonb_set(f.gathers, '{inputs}', (
          SELECT jsonb_agg(CASE WHEN i ->> 'field' = NEW.id::text THEN i || jsonb_build_object('readers', to_jsonb(NEW.readers)) ELSE i END)
          FROM jsonb_array_elements(f.gathers -> 'inputs') AS i))
        || CASE WHEN NEW.formula IS DISTINCT FROM OLD.formula THEN '{"stale": true}' ELSE '{}' END::jsonb
      WHERE f.tenant_id = NEW.tenant_id AND f.gathers -> 'inputs' @> jsonb_build_array(jsonb_build_object('field', NEW.id));
      RETURN NULL;
    END $$;
    CREATE TRIGGER follow_gathered_inputs AFTER UPDATE OF readers, formula ON fields FOR EACH ROW
      WHEN (OLD.readers IS DISTINCT FROM NEW.readers OR OLD.formula IS DISTINCT FROM NEW.formula)
      EXECUTE FUNCTION follow_gathered_inputs();
    CREATE FUNCTION forget_gathered_inputs() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      NEW.gathers := NULL;
      RETURN NEW;
    END $$;
    CREATE TRIGGER forget_gathered_inputs BEFORE UPDATE OF formula ON fields FOR EACH ROW
      WHEN (OLD.formula IS DISTINCT FROM NEW.formula) EXECUTE FUNCTION forget_gathered_inputs();

    DO $do$ BEGIN
      EXECUTE format('GRANT SELECT, INSERT, DELETE ON sheet_refreshes TO %I', current_database() || '_app');
    END $do$`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TRIGGER forget_gathered_inputs ON fields;
    DROP FUNCTION forget_gathered_inputs();
    DROP TRIGGER follow_gathered_inputs ON fields;
    DROP FUNCTION follow_gathered_inputs();
    DROP FUNCTION sheets_to_refresh();
    DROP TABLE sheet_refreshes;
    ALTER TABLE rows DROP COLUMN gathered;
    ALTER TABLE fields DROP COLUMN gathers`)
}
