/** What a device sent last that could not be taken, and a ring when its credential stops to open: live connections are cut. */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE device_positions
      ADD COLUMN refused_at timestamptz,
      -- Problems as the API tells them: path, code, message.
      ADD COLUMN refusal jsonb,
      ADD CONSTRAINT device_positions_refusal CHECK ((refused_at IS NULL) = (refusal IS NULL));

    CREATE FUNCTION ring_device() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_notify('device_standing', NEW.id::text); RETURN NULL; END $$;
    CREATE TRIGGER devices_standing AFTER UPDATE OF secret_sha256, previous_until, deleted_at ON devices
      FOR EACH ROW EXECUTE FUNCTION ring_device()`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TRIGGER devices_standing ON devices;
    DROP FUNCTION ring_device();
    ALTER TABLE device_positions DROP COLUMN refusal, DROP COLUMN refused_at`)
}
