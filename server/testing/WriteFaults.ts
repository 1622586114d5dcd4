import type { Knex } from 'knex'

export type Operation = 'INSERT' | 'UPDATE' | 'DELETE'
/** A table and what is done to its rows. */
export type WritePlace = `${string} ${Operation}`

const OPERATIONS: readonly Operation[] = ['INSERT', 'UPDATE', 'DELETE']

/** A write that fails, and whether it has. */
export interface WriteFault {
  /** What the database says, and says of no other fault. */
  message: string
  hasFired(): Promise<boolean>
}

/** Makes the n-th row that a tenant writes in one place fail, once. Counts by sequences, which no rollback sets back. */
export class WriteFaults {
  readonly #owner: Knex
  readonly #places: readonly WritePlace[]
  #counters = 0

  private constructor(owner: Knex, places: readonly WritePlace[]) {
    this.#owner = owner
    this.#places = places
  }

  /** In every table that belongs to tenants. */
  static async install(owner: Knex): Promise<WriteFaults> {
    const { rows } = await owner.raw<{ rows: { name: string }[] }>(`
      SELECT relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
      WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname`)
    await owner.raw(`
      CREATE TABLE write_faults (tenant_id uuid, place text, nth int, counter text, message text, PRIMARY KEY (tenant_id, place));
      CREATE FUNCTION fail_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      DECLARE
        written record;
        fault write_faults;
      BEGIN
        written := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
        SELECT * INTO fault FROM write_faults f
        WHERE f.tenant_id = written.tenant_id AND f.place = TG_TABLE_NAME || ' ' || TG_OP;
        IF FOUND AND nextval(fault.counter::regclass) = fault.nth THEN
          RAISE EXCEPTION '%', fault.message;
        END IF;
        RETURN written;
      END $$`)
    for (const { name } of rows) {
      await owner.raw(`
        CREATE TRIGGER fail_once BEFORE INSERT OR UPDATE OR DELETE ON ${name} FOR EACH ROW EXECUTE FUNCTION fail_once()`)
    }
    const places = rows.flatMap(({ name }) => OPERATIONS.map((operation): WritePlace => `${name} ${operation}`))
    return new WriteFaults(owner, places)
  }

  /** From now on; `nth` counts from one. */
  async arm(tenantId: string, place: WritePlace, nth: number): Promise<WriteFault> {
    const counter = await this.#count(tenantId, place, nth)
    return {
      message: messageOf(counter),
      hasFired: async () => (await this.#countedBy(counter)) >= nth,
    }
  }

  /** Where the tenant writes during `work`, and how many rows. */
  async counted(tenantId: string, work: () => Promise<void>): Promise<Map<WritePlace, number>> {
    const counters = new Map<WritePlace, string>()
    for (const place of this.#places) {
      counters.set(place, await this.#count(tenantId, place, null))
    }
    await work()
    const counts = new Map<WritePlace, number>()
    for (const [place, counter] of counters) {
      const count = await this.#countedBy(counter)
      if (count > 0) {
        counts.set(place, count)
      }
    }
    return counts
  }

  /** `nth` null: none fails. */
  async #count(tenantId: string, place: WritePlace, nth: number | null): Promise<string> {
    const counter = `write_counter_${++this.#counters}`
    await this.#owner.raw(`CREATE SEQUENCE ${counter}`)
    await this.#owner('write_faults').insert({ tenant_id: tenantId, place, nth, counter, message: messageOf(counter) })
    return counter
  }

  async #countedBy(counter: string): Promise<number> {
    const { rows } = await this.#owner.raw<{ rows: { count: number }[] }>(
      `SELECT CASE WHEN is_called THEN last_value ELSE 0 END::float8 AS count FROM ${counter}`,
    )
    return rows[0]!.count
  }
}

const messageOf = (counter: string): string => `this write fails (${counter})`
