/** Webhooks: where a company is told of what happened, what is still to be told, and how each call went. */
import type { Knex } from 'knex'

const TABLES: Readonly<Record<string, string>> = {
  webhooks: 'SELECT, INSERT, UPDATE',
  webhook_positions: 'SELECT, INSERT, UPDATE',
  webhook_deliveries: 'SELECT, INSERT, UPDATE, DELETE',
  webhook_calls: 'SELECT, INSERT',
}

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE webhooks (
      tenant_id      uuid NOT NULL REFERENCES tenants (id) ON DELETE RESTRICT,
      id             uuid NOT NULL DEFAULT gen_random_uuid(),
      name           text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
      url            text NOT NULL CHECK (length(url) BETWEEN 1 AND 2000),
      kinds          text[] NOT NULL CHECK (cardinality(kinds) > 0),
      -- Encrypted with a key that is not in the database.
      secret         bytea NOT NULL,
      -- The secret before the last rotation signs as well until then.
      previous_secret bytea,
      previous_until timestamptz,
      state          text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'failing')),
      -- Since when no call has succeeded; null: the last one did, or there was none.
      failing_since  timestamptz,
      created_by     uuid NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
      created_at     timestamptz NOT NULL DEFAULT now(),
      deleted_at     timestamptz,
      PRIMARY KEY (tenant_id, id),
      CHECK ((previous_secret IS NULL) = (previous_until IS NULL))
    );
    CREATE UNIQUE INDEX webhooks_name ON webhooks (tenant_id, name) WHERE deleted_at IS NULL;

    -- How far each sheet was told: what is journaled behind it is told next.
    CREATE TABLE webhook_positions (
      tenant_id   uuid NOT NULL,
      webhook_id  uuid NOT NULL,
      document_id bigint NOT NULL,
      position    bigint NOT NULL,
      told_at     timestamptz NOT NULL,
      PRIMARY KEY (tenant_id, webhook_id, document_id),
      FOREIGN KEY (tenant_id, webhook_id) REFERENCES webhooks (tenant_id, id) ON DELETE CASCADE,
      FOREIGN KEY (tenant_id, document_id) REFERENCES documents (tenant_id, id) ON DELETE CASCADE
    );

    CREATE TABLE webhook_deliveries (
      tenant_id   uuid NOT NULL,
      -- What receivers know it by, however often it is sent.
      id          uuid NOT NULL DEFAULT gen_random_uuid(),
      webhook_id  uuid NOT NULL,
      kind        text NOT NULL,
      -- The very bytes that are signed and sent.
      body        text NOT NULL,
      state       text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'delivered', 'given_up')),
      attempts    int NOT NULL DEFAULT 0 CHECK (attempts >= 0),
      -- While it is being sent: when another server may take it over.
      due_at      timestamptz NOT NULL DEFAULT now(),
      created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
      finished_at timestamptz,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, webhook_id) REFERENCES webhooks (tenant_id, id) ON DELETE CASCADE,
      CHECK ((state = 'queued') = (finished_at IS NULL))
    );
    CREATE INDEX webhook_deliveries_due ON webhook_deliveries (tenant_id, webhook_id, due_at) WHERE state = 'queued';
    CREATE INDEX webhook_deliveries_newest ON webhook_deliveries (tenant_id, webhook_id, created_at, id);
    CREATE INDEX webhook_deliveries_age ON webhook_deliveries (tenant_id, created_at);

    CREATE TABLE webhook_calls (
      tenant_id   uuid NOT NULL,
      id          bigint GENERATED ALWAYS AS IDENTITY,
      delivery_id uuid NOT NULL,
      at          timestamptz NOT NULL,
      duration_ms int NOT NULL CHECK (duration_ms >= 0),
      -- Null: there was no answer, and problem says why.
      status      int,
      problem     text,
      -- The first kilobyte.
      answer      text NOT NULL DEFAULT '',
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, delivery_id) REFERENCES webhook_deliveries (tenant_id, id) ON DELETE CASCADE,
      CHECK (status IS NOT NULL OR problem IS NOT NULL)
    );
    CREATE INDEX webhook_calls_of_delivery ON webhook_calls (tenant_id, delivery_id, id)`)
  for (const [table, rights] of Object.entries(TABLES)) {
    await knex.raw(`
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY tenant_isolation ON ${table} USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
      DO $do$ BEGIN
        EXECUTE format('GRANT ${rights} ON ${table} TO %I', current_database() || '_app');
      END $do$`)
  }
  // Whoever sends asks which tenants have webhooks at all, and then within each of them.
  await knex.raw(`
    CREATE POLICY follow_webhooks ON webhooks FOR SELECT USING (current_setting('app.follow_webhooks', true) = 'on')`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE webhook_calls, webhook_deliveries, webhook_positions, webhooks')
}
