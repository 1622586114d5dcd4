/** Meters that send their readings themselves: what they sent, what it comes to by month, and where that is written. */
import type { Knex } from 'knex'

const TABLES: Readonly<Record<string, string>> = {
  devices: 'SELECT, INSERT, UPDATE',
  device_positions: 'SELECT, INSERT, UPDATE',
  device_readings: 'SELECT, INSERT, UPDATE',
  device_corrections: 'SELECT, INSERT',
  device_months: 'SELECT, INSERT, UPDATE',
  device_writers: 'SELECT, INSERT, UPDATE',
  device_rules: 'SELECT, INSERT, UPDATE, DELETE',
  device_amounts: 'SELECT, INSERT, UPDATE, DELETE',
}

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE devices (
      tenant_id        uuid NOT NULL REFERENCES tenants (id) ON DELETE RESTRICT,
      id               uuid NOT NULL DEFAULT gen_random_uuid(),
      name             text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
      serial           text NOT NULL DEFAULT '' CHECK (length(serial) <= 100),
      -- Where it hangs, in words.
      site             text NOT NULL DEFAULT '' CHECK (length(site) <= 100),
      -- counter: it only rises; interval: each reading is what was used since the one before.
      kind             text NOT NULL CHECK (kind IN ('counter', 'interval')),
      unit             text NOT NULL CHECK (length(unit) BETWEEN 1 AND 120),
      -- Of a counter: behind which number it begins again at 0.
      rolls_over_at    double precision CHECK (rolls_over_at > 0 AND rolls_over_at < 'Infinity'),
      -- How far readings lie apart.
      interval_minutes int NOT NULL CHECK (interval_minutes BETWEEN 1 AND 44640),
      time_zone        text NOT NULL CHECK (length(time_zone) BETWEEN 1 AND 60),
      hint             text NOT NULL CHECK (length(hint) = 4),
      secret_sha256    bytea NOT NULL CHECK (length(secret_sha256) = 32),
      -- The secret before the last rotation, which opens as long as that.
      previous_sha256  bytea CHECK (length(previous_sha256) = 32),
      previous_until   timestamptz,
      created_by       uuid NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
      created_at       timestamptz NOT NULL DEFAULT now(),
      deleted_at       timestamptz,
      PRIMARY KEY (tenant_id, id),
      UNIQUE (tenant_id, secret_sha256),
      CHECK ((previous_sha256 IS NULL) = (previous_until IS NULL)),
      CHECK (rolls_over_at IS NULL OR kind = 'counter')
    );
    CREATE UNIQUE INDEX devices_name ON devices (tenant_id, name) WHERE deleted_at IS NULL;
    CREATE INDEX devices_previous ON devices (tenant_id, previous_sha256) WHERE previous_sha256 IS NOT NULL;

    -- Written with every reading, so apart from what seldom changes.
    CREATE TABLE device_positions (
      tenant_id      uuid NOT NULL,
      device_id      uuid NOT NULL,
      -- The latest reading by its own time, and when something was received last.
      last_at        timestamptz,
      received_at    timestamptz,
      -- From which moment on months are to be measured anew; null: all of them are.
      dirty_from     timestamptz,
      -- The same of a measurement that has begun: when it does not come to its end, another one takes it over.
      measuring_from timestamptz,
      PRIMARY KEY (tenant_id, device_id),
      FOREIGN KEY (tenant_id, device_id) REFERENCES devices (tenant_id, id) ON DELETE CASCADE
    ) WITH (fillfactor = 50);

    CREATE TABLE device_readings (
      tenant_id   uuid NOT NULL,
      device_id   uuid NOT NULL,
      at          timestamptz(3) NOT NULL,
      value       double precision NOT NULL CHECK (value >= 0 AND value <= 1e15),
      received_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, device_id, at),
      FOREIGN KEY (tenant_id, device_id) REFERENCES devices (tenant_id, id) ON DELETE RESTRICT
    );

    -- What a reading said before it was sent again with another value.
    CREATE TABLE device_corrections (
      tenant_id    uuid NOT NULL,
      id           bigint GENERATED ALWAYS AS IDENTITY,
      device_id    uuid NOT NULL,
      at           timestamptz(3) NOT NULL,
      value        double precision NOT NULL,
      received_at  timestamptz NOT NULL,
      corrected_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, device_id) REFERENCES devices (tenant_id, id) ON DELETE RESTRICT
    );
    CREATE INDEX device_corrections_of ON device_corrections (tenant_id, device_id, at);

    -- Whole months of the time zone of the device.
    CREATE TABLE device_months (
      tenant_id   uuid NOT NULL,
      device_id   uuid NOT NULL,
      month       text NOT NULL CHECK (month ~ '^\\d{4}-(0[1-9]|1[0-2])$'),
      -- In the unit of the device, of the part of the month that is known; null: nothing is.
      total       double precision,
      mean        double precision,
      readings    int NOT NULL CHECK (readings >= 0),
      -- Which part of the month is known, 0 to 1.
      share       double precision NOT NULL CHECK (share BETWEEN 0 AND 1),
      gaps        jsonb NOT NULL,
      resets      jsonb NOT NULL,
      measured_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, device_id, month),
      FOREIGN KEY (tenant_id, device_id) REFERENCES devices (tenant_id, id) ON DELETE CASCADE
    );

    -- As whom amounts are written: a service account, and a key of it of which nobody has the secret.
    CREATE TABLE device_writers (
      tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE RESTRICT,
      user_id   uuid NOT NULL,
      key_id    uuid NOT NULL,
      PRIMARY KEY (tenant_id),
      FOREIGN KEY (tenant_id, key_id) REFERENCES api_keys (tenant_id, id) ON DELETE RESTRICT
    );

    CREATE TABLE device_rules (
      tenant_id   uuid NOT NULL,
      id          uuid NOT NULL DEFAULT gen_random_uuid(),
      device_id   uuid NOT NULL,
      table_id    uuid NOT NULL,
      field_id    uuid NOT NULL REFERENCES fields (id) ON DELETE RESTRICT,
      -- Which row of a month: option id of the field of sites, and what its first text says. Null: it has none.
      site        text CHECK (length(site) <= 100),
      source      text CHECK (length(source) BETWEEN 1 AND 1000),
      aggregation text NOT NULL CHECK (aggregation IN ('total', 'mean')),
      -- The first month that is written.
      from_month  text NOT NULL CHECK (from_month ~ '^\\d{4}-(0[1-9]|1[0-2])$'),
      -- Since when it is to be applied to all months; null: it was.
      due_at      timestamptz(3) DEFAULT now(),
      created_by  uuid NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
      created_at  timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, device_id) REFERENCES devices (tenant_id, id) ON DELETE CASCADE,
      FOREIGN KEY (tenant_id, table_id) REFERENCES tables (tenant_id, id) ON DELETE RESTRICT,
      UNIQUE (tenant_id, device_id, field_id)
    );
    CREATE INDEX device_rules_due ON device_rules (tenant_id) WHERE due_at IS NOT NULL;

    CREATE TABLE device_amounts (
      tenant_id     uuid NOT NULL,
      rule_id       uuid NOT NULL,
      month         text NOT NULL CHECK (month ~ '^\\d{4}-(0[1-9]|1[0-2])$'),
      -- In the unit of the field; null: nothing is known of the month.
      value         double precision,
      state         text NOT NULL CHECK (state IN ('written', 'incomplete', 'differs', 'locked', 'no-cycle', 'several-cycles',
                      'several-rows', 'refused')),
      cycle_id      uuid,
      -- Known before the row is written, so that no attempt adds a second one.
      row_id        text,
      -- What was written last, and what stood in the cell instead.
      written_value double precision,
      cell_value    jsonb,
      -- Somebody wants this value although it is incomplete or another one stands there.
      accepted      double precision,
      accepted_by   uuid REFERENCES users (id) ON DELETE RESTRICT,
      changed_at    timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, rule_id, month),
      FOREIGN KEY (tenant_id, rule_id) REFERENCES device_rules (tenant_id, id) ON DELETE CASCADE
    )`)
  for (const [table, rights] of Object.entries(TABLES)) {
    await knex.raw(`
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY tenant_isolation ON ${table} USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
      DO $do$ BEGIN
        EXECUTE format('GRANT ${rights} ON ${table} TO %I', current_database() || '_app');
      END $do$`)
  }
  // Whoever measures asks which tenants have devices at all, and then within each of them.
  await knex.raw(`
    CREATE POLICY follow_devices ON devices FOR SELECT USING (current_setting('app.follow_devices', true) = 'on')`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`DROP TABLE ${Object.keys(TABLES).toReversed().join(', ')}`)
}
