/** The database rings when a person is called something else, as it does when their rights change (`standing`). */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE FUNCTION ring_renamed() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_notify('person_renamed', NEW.id::text); RETURN NULL; END $$;
    CREATE TRIGGER users_renamed AFTER UPDATE OF name ON users FOR EACH ROW
      WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION ring_renamed()`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TRIGGER users_renamed ON users')
  await knex.raw('DROP FUNCTION ring_renamed()')
}
