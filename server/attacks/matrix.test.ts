/**
 * Every channel × person × field, tried for real, against what was written down by hand (`testing/oracle.ts`): no
 * difference. Each address of the API either is a channel here or says why it holds no cell.
 */
import * as Y from 'yjs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Sheet } from '#collab/schema/Sheet.ts'
import type { LiveClient } from '#collab/testing/LiveClient.ts'
import { ROUTES } from '#server/api/routes.ts'
import { until } from '#server/testing/until.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { KeyResource, KeyScope } from '#shared/permissions/keyScopes.ts'
import { ROLES } from '#shared/permissions/roles.ts'
import {
  ALLOWED,
  ARRANGES,
  COMMON,
  EVERYBODY,
  OPENS,
  ordinalOf,
  OUTSIDERS,
  PEOPLE,
  type Person,
} from './testing/oracle.ts'
import { Target } from './testing/Target.ts'

const KEYS = Object.keys(ALLOWED)

/** What the row holds that everybody tries to read: nothing else on the server says these, no id or time by chance. */
const HELD: Readonly<Record<string, CellValue>> = {
  month: '2027-07',
  quantity: 4243.25,
  note: 'held as a note',
  checked_by: 'held as checked by',
  price: 31_337.5,
  risk: 'held as a risk',
}
/** How each is found in a reply; the formulas are the sums of it. */
const MARK: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(HELD).map(([key, value]) => [key, String(value)])),
  doubled: '8486.5',
  cost: '132972846.875',
}

let target: Target
/** Read by everybody, written by nobody; and the other way round. */
let held: string
let written: string
const open = new Map<string, LiveClient>()
let tried = 0

beforeAll(async () => {
  target = await Target.start({ keyRequestsAMinute: 10_000 })
  const { risk, ...values } = HELD
  held = await target.newRow(values)
  written = await target.newRow({ ...values, note: 'to be written' })
  const auditor = await target.join('auditor', ALLOWED['risk']!.part!)
  auditor.sheet.set(held, ordinalOf('risk'), risk!)
  auditor.sheet.set(written, ordinalOf('risk'), 'to be written')
  await until(() => auditor.isSaved, 'saved')
  await insertConflicts()
  await insertView()
  await insertEstimates()
})
afterAll(() => target.close())

const reads = (person: Person, key: string): boolean => (ALLOWED[key]!.read as readonly Person[]).includes(person)
const writes = (person: Person, key: string): boolean => (ALLOWED[key]!.write as readonly Person[]).includes(person)
const opens = (person: Person, part: string): boolean => (OPENS[part]! as readonly Person[]).includes(person)
/** Formulas are computed; nothing of them is in a document. */
const isStored = (key: string): boolean => ALLOWED[key]!.part !== null
const partOfKey = (key: string): string => ALLOWED[key]!.part ?? COMMON

/** One conflict on each stored cell, for each person. */
async function insertConflicts(): Promise<void> {
  const { owner } = target.server.database
  const { tenantId, tableId, openCycleId } = target.tenant
  const users = await Promise.all(
    EVERYBODY.map((person) =>
      owner('users')
        .where({ email: target.email(person) })
        .first('id'),
    ),
  )
  const document = await owner('documents').where({ table_id: tableId, part: COMMON }).first('id')
  const at = { tenant_id: tenantId, table_id: tableId, cycle_id: openCycleId, document_id: document.id, row_id: held }
  await owner('cell_conflicts').insert(
    KEYS.filter(isStored).flatMap((key) =>
      users.map(({ id }, seq) => {
        const kept = JSON.stringify(HELD[key])
        return { ...at, seq: 1000 + seq, ordinal: ordinalOf(key), kept, kept_by: id, lost: kept, lost_by: id }
      }),
    ),
  )
}

/** A shared view that filters every field by what is held. */
async function insertView(): Promise<void> {
  const { tenantId, tableId } = target.tenant
  const filters = KEYS.map((key) => {
    const values = [MARK[key]!]
    return { key, test: { kind: 'values', values, except: false }, empty: false, errors: false }
  })
  await target.server.database
    .owner('sheet_views')
    .insert({ tenant_id: tenantId, table_id: tableId, name: 'All', definition: { filters }, position: 0 })
}

/** Both numbers that are held are estimates. */
async function insertEstimates(): Promise<void> {
  const { tenantId, tableId, openCycleId } = target.tenant
  const place = { tenant_id: tenantId, table_id: tableId, cycle_id: openCycleId, row_id: held }
  await target.server.database.owner('estimates').insert(
    ESTIMATED.map((key) => ({
      ...place,
      ordinal: ordinalOf(key),
      value: HELD[key],
      method: 'manual',
      reason: 'A guess',
      inputs: JSON.stringify([
        { cycle_id: openCycleId, row_id: held, month: HELD['month'], value: HELD[key], is_estimate: false },
      ]),
    })),
  )
}
const ESTIMATED = ['quantity', 'price']

/** One connection per person and part, for all channels. Null: it does not open. */
async function onPart(person: Person, key: string): Promise<LiveClient | null> {
  const name = `${person} ${partOfKey(key)}`
  const client = open.get(name) ?? (await target.join(person, partOfKey(key)))
  open.set(name, client)
  return client.closes.length > 0 ? null : client
}

/** Somebody who may open the part and changes nothing. */
const witnessOf = async (key: string): Promise<LiveClient> => (await onPart(OPENS[partOfKey(key)]!.at(-1)!, key))!

let count = 0
function another(key: string): CellValue {
  count++
  switch (key) {
    case 'month':
      return `${2100 + count}-01`
    case 'quantity':
    case 'price':
      return count
    default:
      return `written ${count}`
  }
}

async function setOnSocket(person: Person, key: string, value: CellValue): Promise<boolean> {
  const client = await onPart(person, key)
  if (client === null) {
    return false
  }
  const refusals = client.messages.filter(({ type }) => type === 'refused').length
  client.sheet.set(written, ordinalOf(key), value)
  await until(() => client.isSaved, 'answered')
  const isTaken = client.messages.filter(({ type }) => type === 'refused').length === refusals
  const witness = await witnessOf(key)
  await until(
    () => (witness.sheet.value(written, ordinalOf(key)) === value) === isTaken,
    `${person} writes ${key}: seen by others when it is taken`,
  )
  await until(() => isTaken || client.sheet.value(written, ordinalOf(key)) !== value, 'taken back')
  return isTaken
}

/** A file that the person brought, when it is read; null: they may bring none. */
async function importOf(person: Person): Promise<{ id: string; recipe: object } | null> {
  const known = imports.get(person)
  if (known !== undefined) {
    return known
  }
  const headers = { 'content-type': 'application/octet-stream' }
  const path = `${tablePath('/imports')}&name=${person}.csv`
  const sent = await target.server.request(target.email(person), 'POST', path, 'A\n1\n', headers)
  let found = sent.status === 200 ? sent.body : null
  await until(async () => {
    found = found === null ? null : (await target.as(person, 'GET', `/imports/${found.id}`)).body
    return found?.state !== 'reading'
  }, 'the file is read')
  imports.set(person, found)
  return found
}
const imports = new Map<Person, { id: string; recipe: object } | null>()

const sheetQuery = (): string => `table_id=${target.tenant.tableId}&cycle_id=${target.tenant.openCycleId}`
const tablePath = (rest: string): string =>
  `/tables/${target.tenant.tableId}${rest}?cycle_id=${target.tenant.openCycleId}`

/** Whether the reply to this address says what the cell holds. */
const tells =
  (path: () => string | Promise<string>) =>
  async (person: Person, key: string): Promise<boolean> =>
    JSON.stringify((await target.as(person, 'GET', await path())).body).includes(MARK[key]!)

/** Whether the address answers otherwise for this field than for one that does not exist. */
const knows =
  (path: (key: string) => string) =>
  async (person: Person, key: string): Promise<boolean> => {
    const asked = async (name: string): Promise<string> => {
      const { status, body } = await target.as(person, 'GET', path(name))
      return JSON.stringify({ status, body })
        .replaceAll(new RegExp(`(?<!\\w)${name}(?!\\w)`, 'g'), 'KEY')
        .replaceAll(/"request_id":"[^"]*"/g, '')
    }
    return (await asked(key)) !== (await asked(`no_${key}`))
  }

interface Channel {
  name: string
  /** The addresses that it tries. */
  routes?: readonly string[]
  /** Whether this person gets through to this field. */
  tries(person: Person, key: string): Promise<boolean>
  expected(person: Person, key: string): boolean
}

const readsStored = (person: Person, key: string): boolean => isStored(key) && reads(person, key)
/** Rows are filtered by what is stored, and by their emissions, which are kept beside it; by no other formula. */
const mayFilterBy = (person: Person, key: string): boolean => (isStored(key) || key === 'cost') && reads(person, key)

const CHANNELS: readonly Channel[] = [
  {
    name: 'socket: reading',
    expected: readsStored,
    async tries(person, key) {
      const client = await onPart(person, key)
      return client !== null && client.sheet.value(held, ordinalOf(key)) === HELD[key] && isStored(key)
    },
  },
  { name: 'socket: writing', expected: writes, tries: (person, key) => setOnSocket(person, key, another(key)) },
  {
    name: 'socket: undoing what somebody else wrote, which is a write',
    expected: writes,
    async tries(person, key) {
      const before = (await witnessOf(key)).sheet.value(written, ordinalOf(key))
      const [writer] = ALLOWED[key]!.write
      if (writer === undefined) {
        return setOnSocket(person, key, another(key))
      }
      const present = another(key)
      expect(await setOnSocket(writer, key, present)).toBe(true)
      const client = await onPart(person, key)
      await until(() => client === null || client.sheet.value(written, ordinalOf(key)) === present, 'seen')
      return setOnSocket(person, key, before)
    },
  },
  {
    name: 'presence: that somebody is in a cell',
    expected: readsStored,
    async tries(person, key) {
      const shower = OPENS[partOfKey(key)]![0]!
      const showing = (await onPart(shower, key))!
      showing.provider.setAwarenessField('cell', { row: held, ordinal: ordinalOf(key) })
      const watcher = person === shower ? await target.join(person, partOfKey(key)) : await onPart(person, key)
      if (watcher === null) {
        return false
      }
      const client = showing.doc.clientID
      const shown = (): unknown =>
        (watcher.provider.awareness!.getStates().get(client) as { cell?: unknown } | undefined)?.cell
      await until(() => shown() !== undefined && (shown() !== null) === isStored(key), `${person} and ${key}`)
      const isShown = shown() !== null
      showing.provider.setAwarenessField('cell', null)
      await until(() => shown() === null, 'gone')
      return isShown
    },
  },
  { name: 'rows: reading', routes: ['get /tables/{id}/rows'], expected: reads, tries: tells(() => target.rowsPath()) },
  {
    name: 'rows: writing',
    routes: ['post /tables/{id}/rows'],
    expected: writes,
    async tries(person, key) {
      const value = another(key)
      const body = { rows: [{ id: written, values: { [key]: value } }] }
      const { status, body: reply } = await target.as(person, 'POST', target.rowsPath(), body)
      const isTaken = status === 200 && reply.accepted.length === 1
      if (isStored(key)) {
        const witness = await witnessOf(key)
        await until(() => (witness.sheet.value(written, ordinalOf(key)) === value) === isTaken, 'seen when it is taken')
      }
      return isTaken
    },
  },
  {
    name: 'rows: reading, with a key for rows',
    expected: reads,
    async tries(person, key) {
      const { body } = await target.server.request(
        null,
        'GET',
        target.rowsPath(),
        undefined,
        await keyOf(person, 'rows:read'),
      )
      return JSON.stringify(body).includes(MARK[key]!)
    },
  },
  {
    name: 'rows: reading and writing, with a key for something else or for reading only',
    expected: () => false,
    async tries(person, key) {
      const write = { rows: [{ id: written, values: { [key]: another(key) } }] }
      const rows = target.rowsPath()
      const other = await target.server.request(null, 'GET', rows, undefined, await keyOf(person, 'cycles:write'))
      const reader = await target.server.request(null, 'POST', rows, write, await keyOf(person, 'rows:read'))
      return other.status === 200 || reader.status === 200
    },
  },
  {
    name: 'one row',
    routes: ['get /tables/{id}/rows/{row_id}'],
    expected: reads,
    tries: tells(() => tablePath(`/rows/${held}`)),
  },
  {
    name: 'a file of a table',
    routes: ['get /tables/{id}/export'],
    expected: reads,
    tries: (person, key) => {
      const format = ['csv', 'json'][key.length % 2]!
      return tells(() => `${tablePath('/export')}&format=${format}`)(person, key)
    },
  },
  {
    name: 'a file of columns and rows that are sent along',
    routes: ['post /tables/{id}/export'],
    expected: reads,
    async tries(person, key) {
      const { tableId, openCycleId } = target.tenant
      const shown = { cycle_id: openCycleId, format: 'json', fields: [key], rows: [held] }
      const { body } = await target.as(person, 'POST', `/tables/${tableId}/export`, shown)
      return JSON.stringify(body).includes(MARK[key]!)
    },
  },
  {
    name: 'an empty file to fill in',
    routes: ['get /tables/{id}/import-template'],
    expected: writes,
    async tries(person, key) {
      const { body } = await target.as(person, 'GET', `${tablePath('/import-template')}&format=csv`)
      return typeof body === 'string' && body.trimEnd().split(',').includes(key)
    },
  },
  {
    name: 'a file of a cycle',
    routes: ['get /cycles/{id}/export'],
    expected: reads,
    tries: tells(() => `/cycles/${target.tenant.openCycleId}/export?format=json`),
  },
  {
    name: 'a file of a table: filtering',
    expected: mayFilterBy,
    tries: knows((key) => `${tablePath('/export')}&format=csv&fields=month&filter[${key}]=`),
  },
  { name: 'rows: choosing', expected: reads, tries: knows((key) => target.rowsPath(`&fields=${key}`)) },
  { name: 'rows: filtering', expected: mayFilterBy, tries: knows((key) => target.rowsPath(`&filter[${key}]=`)) },
  {
    name: 'rows: filtering by an operator',
    expected: mayFilterBy,
    tries: knows((key) => target.rowsPath(`&filter[${key}][is_empty]=false&filter[${key}][none]=1`)),
  },
  {
    name: 'rows: sorting by several',
    expected: reads,
    tries: knows((key) => target.rowsPath(`&sort=month,-${key}`)),
  },
  { name: 'rows: sorting', expected: reads, tries: knows((key) => target.rowsPath(`&sort=-${key}`)) },
  {
    name: 'history of a row',
    routes: ['get /tables/{id}/rows/{row_id}/history'],
    expected: readsStored,
    tries: tells(() => `${tablePath(`/rows/${held}/history`)}&limit=200`),
  },
  {
    name: 'history of a row: filtering',
    expected: readsStored,
    tries: knows((key) => `${tablePath(`/rows/${held}/history`)}&field=${key}`),
  },
  {
    name: 'history of a sheet',
    routes: ['get /tables/{id}/history'],
    expected: readsStored,
    tries: tells(() => `${tablePath('/history')}&row=${held}&limit=200`),
  },
  {
    name: 'a gesture',
    routes: ['get /tables/{id}/history/{gesture_id}'],
    expected: readsStored,
    async tries(person, key) {
      const { body } = await target.as('auditor', 'GET', `${tablePath('/history')}&row=${held}&limit=200`)
      const ids = (body.data as { id: string }[]).map(({ id }) => id)
      const told = await Promise.all(ids.map((id) => tells(() => tablePath(`/history/${id}`))(person, key)))
      return told.includes(true)
    },
  },
  {
    name: 'which rows changed',
    routes: ['get /tables/{id}/changed_rows', 'get /tables/{id}/changed-rows'],
    expected: readsStored,
    async tries(person, key) {
      const [writer] = ALLOWED[key]!.write
      if (writer === undefined) {
        return false // computed: it is never written
      }
      const { body } = await target.as('auditor', 'GET', `${tablePath('/history')}&row=${written}&limit=1`)
      const since = new Date(Date.parse(body.data[0]?.at ?? '2020-01-01') + 1).toISOString()
      await until(() => new Date().toISOString() > since, 'a moment later')
      expect(await setOnSocket(writer, key, another(key))).toBe(true)
      const address = ['/changed_rows', '/changed-rows'][key.length % 2]!
      const told = await target.as(person, 'GET', `${tablePath(address)}&since=${since}`)
      return ((told.body.rows ?? []) as string[]).includes(written)
    },
  },
  {
    name: 'a sheet as it was',
    routes: ['get /sheets/at'],
    expected: readsStored,
    async tries(person, key) {
      const { body } = await target.as(person, 'GET', `/sheets/at?${sheetQuery()}&at=${new Date().toISOString()}`)
      if (typeof body.content !== 'string') {
        return false
      }
      const doc = new Y.Doc()
      Y.applyUpdate(doc, Buffer.from(body.content, 'base64'))
      return new Sheet(doc).value(held, ordinalOf(key)) !== null
    },
  },
  {
    name: 'description of a sheet',
    routes: ['get /sheets'],
    expected: reads,
    async tries(person, key) {
      const { body } = await target.as(person, 'GET', `/sheets?${sheetQuery()}`)
      return ((body.table?.fields ?? []) as { key: string }[]).some((field) => field.key === key)
    },
  },
  {
    name: 'description of a sheet: what may be written',
    expected: writes,
    async tries(person, key) {
      const { body } = await target.as(person, 'GET', `/sheets?${sheetQuery()}`)
      return ((body.parts ?? []) as { writable: string[] }[]).some(({ writable }) => writable.includes(key))
    },
  },
  {
    name: 'description of a table',
    routes: ['get /tables/{id}', 'get /modules/{id}/tables', 'get /tables/{id}/formula_tables'],
    expected: reads,
    async tries(person, key) {
      const { body: table } = await target.as(person, 'GET', `/tables/${target.tenant.tableId}`)
      const { body: tables } = await target.as(person, 'GET', `/modules/${target.tenant.moduleId}/tables`)
      const { body: named } = await target.as(person, 'GET', `/tables/${target.tenant.tableId}/formula_tables`)
      const own = ((named.data ?? []) as { id: string }[]).filter(({ id }) => id === target.tenant.tableId)
      expect(JSON.stringify(own).includes(`"key":"${key}"`)).toBe(JSON.stringify(table).includes(`"key":"${key}"`))
      const isTold = ((table.fields ?? []) as { key: string }[]).some((field) => field.key === key)
      return isTold || JSON.stringify(tables).includes(`"key":"${key}"`)
    },
  },
  {
    name: 'who reads and writes a field, as who manages the table lists and changes it: no cell and no formula',
    routes: ['get /tables/{id}/fields', 'patch /tables/{id}/fields/{field_id}'],
    expected: (person) => person === 'admin',
    async tries(person, key) {
      const { body } = await target.as(person, 'GET', `/tables/${target.tenant.tableId}/fields`)
      const isListed = JSON.stringify(body).includes(`"key":"${key}"`)
      expect(Object.values(MARK).filter((mark) => JSON.stringify(body).includes(mark))).toEqual([])
      expect(JSON.stringify(body)).not.toContain('quantity *')
      const field = await target.server.database
        .owner('fields')
        .where({ table_id: target.tenant.tableId, key })
        .first('id')
      const path = `/tables/${target.tenant.tableId}/fields/${field.id}`
      const isChanged = (await target.as(person, 'PATCH', path, { released: false })).status === 200
      expect(isChanged).toBe(isListed)
      return isChanged
    },
  },
  {
    name: 'totals',
    routes: ['get /cycles/{id}/emissions'],
    expected: (person, key) => ['cost', 'month'].includes(key) && reads(person, 'cost'),
    tries: tells(() => `/cycles/${target.tenant.openCycleId}/emissions?month=${MARK['month']}`),
  },
  {
    name: 'the rows behind a total',
    routes: ['get /cycles/{id}/emissions/rows'],
    expected: (person, key) => ['cost', 'note', 'checked_by', 'month'].includes(key) && reads(person, 'cost'),
    tries: tells(() => `/cycles/${target.tenant.openCycleId}/emissions/rows?limit=200`),
  },
  {
    name: 'imports: what a file may go into',
    routes: ['post /tables/{id}/imports', 'get /imports/{id}', 'patch /imports/{id}'],
    expected: writes,
    async tries(person, key) {
      const found = await importOf(person)
      const { id: target_id } = await target.server.database
        .owner('fields')
        .where({ table_id: target.tenant.tableId, key })
        .first('id')
      if (found === null) {
        return false
      }
      const recipe = { ...found.recipe, columns: [{ column: 1, target: target_id }], match: 'none', key_fields: [] }
      return (await target.as(person, 'PATCH', `/imports/${found.id}`, { recipe })).status === 200
    },
  },
  {
    name: 'a search for what the cell says',
    routes: ['get /search'],
    expected: (person, key) => ['note', 'checked_by', 'risk'].includes(key) && reads(person, key),
    async tries(person, key) {
      const query = new URLSearchParams({ q: MARK[key]!, kind: 'row' }).toString()
      const { body } = await target.as(person, 'GET', `/search?${query}`)
      return ((body.data ?? []) as { id: string }[]).some(({ id }) => id === held)
    },
  },
  {
    name: 'conflicts',
    routes: ['get /conflicts'],
    expected: readsStored,
    async tries(person, key) {
      const { body } = await target.as(person, 'GET', `/conflicts?${sheetQuery()}`)
      const found = (body.data ?? []) as { field: string; kept: CellValue }[]
      expect(found.every(({ field, kept }) => HELD[field] === kept)).toBe(true)
      return found.some(({ field }) => field === key)
    },
  },
  {
    name: 'views: what a shared one filters by',
    routes: ['get /tables/{id}/views', 'patch /tables/{id}/views/{view_id}'],
    expected: reads,
    async tries(person, key) {
      const path = `/tables/${target.tenant.tableId}/views`
      const { id } = await target.server.database.owner('sheet_views').where({ name: 'All' }).first('id')
      const answered = await target.as(person, 'PATCH', `${path}/${id}`, { name: 'All' })
      const isAnswered = JSON.stringify(answered.body).includes(MARK[key]!)
      expect(isAnswered).toBe(person === 'admin' && reads(person, key))
      return tells(() => path)(person, key)
    },
  },
  {
    name: 'estimates: their amounts, and where they are',
    routes: ['get /cycles/{id}/estimates'],
    expected(person, key) {
      const naming = KEYS.find((one) => typeof HELD[one] === 'string' && one !== 'month' && reads(person, one))
      const hasSome = ESTIMATED.some((one) => reads(person, one))
      return reads(person, key) && (ESTIMATED.includes(key) || (hasSome && ['month', 'cost', naming].includes(key)))
    },
    tries: tells(() => `/cycles/${target.tenant.openCycleId}/estimates`),
  },
  {
    name: 'the audit log',
    routes: ['get /audit_log'],
    expected: () => false,
    tries: tells(() => '/audit_log?limit=200'),
  },
  {
    name: 'deleting and restoring a row',
    routes: ['delete /tables/{id}/rows/{row_id}', 'post /tables/{id}/rows/{row_id}/restore'],
    expected: (person) => (ARRANGES as readonly Person[]).includes(person),
    async tries(person, key) {
      const path = tablePath(`/rows/${written}`)
      const restoring = tablePath(`/rows/${written}/restore`)
      const before = (await witnessOf(key)).sheet.value(written, ordinalOf(key))
      const mayDelete = (await target.as(person, 'DELETE', path)).status === 204
      await target.as('admin', 'DELETE', path)
      const mayRestore = (await target.as(person, 'POST', restoring)).status === 204
      await target.as('admin', 'POST', restoring)
      expect((await witnessOf(key)).sheet.value(written, ordinalOf(key))).toEqual(before)
      expect(mayRestore).toBe(mayDelete)
      return mayRestore
    },
  },
]

/** A key of one scope that acts for this person; the administrator of the other company has one over there. */
async function keyOf(person: Person, scope: KeyScope): Promise<Record<string, string>> {
  const name = `${person} ${scope}`
  let made = keys.get(name)
  if (made === undefined) {
    made = target.as(person, 'POST', '/api_keys', { name, scopes: [scope] }).then(({ body }) => body.secret)
    keys.set(name, made)
  }
  return { authorization: `Bearer ${await made}` }
}
const keys = new Map<string, Promise<string>>()

/** Addresses that hold no cell of a sheet, and why; `hidden.test.ts` searches those that read all the same. */
const WITHOUT_CELLS: Readonly<Record<string, string>> = {
  'post /auth/login': 'signs in',
  'post /auth/refresh': 'signs in',
  'post /auth/logout': 'signs out',
  'get /me': 'the person, their roles and the packed rules',
  'patch /me': 'the name of the person that was sent',
  'get /api_keys': 'names and scopes of keys',
  'post /api_keys': 'a key that was sent, with its secret',
  'post /api_keys/{id}/rotate': 'the same',
  'delete /api_keys/{id}': 'answers nothing',
  'get /service_accounts': 'names and roles',
  'post /service_accounts': 'a name and a role that were sent',
  'delete /service_accounts/{id}': 'answers nothing',
  'get /devices': 'names of devices and of the columns that they write, for who keeps them',
  'get /devices/{id}': 'the same',
  'post /devices': 'a device that was sent, with its credential',
  'patch /devices/{id}': 'the same without it',
  'delete /devices/{id}': 'answers nothing',
  'post /devices/{id}/rotate': 'a device with its credential',
  'get /devices/{id}/months': 'what devices sent, and cells that they would write, for who keeps them',
  'post /devices/{id}/rules': 'a device with its rules; it is written by a data owner of the module (devices.test.ts)',
  'patch /devices/{id}/rules/{rule_id}': 'a device with its rules',
  'delete /devices/{id}/rules/{rule_id}': 'answers nothing',
  'post /devices/{id}/rules/{rule_id}/apply': 'answers nothing',
  'post /devices/{id}/rules/{rule_id}/accept': 'answers nothing',
  'post /devices/{id}/readings': 'counts of what was sent',
  'get /devices/{id}/readings': 'what devices sent, for who keeps them',
  'get /webhooks': 'names and addresses',
  'post /webhooks': 'a webhook that was sent, with its secret',
  'patch /webhooks/{id}': 'names and addresses',
  'delete /webhooks/{id}': 'answers nothing',
  'post /webhooks/{id}/rotate': 'the webhook with its secret',
  'post /webhooks/{id}/test': 'what was sent: ids (webhooks.test.ts)',
  'get /webhooks/{id}/deliveries': 'what was sent: ids, of fields that everybody reads (webhooks.test.ts)',
  'post /webhooks/{id}/deliveries/{delivery_id}/replay': 'the same',
  'get /users': 'people and their roles',
  'post /users/{id}/grants': 'people and their roles',
  'delete /users/{id}/grants/{grant_id}': 'people and their roles',
  'get /projects': 'names and dates',
  'get /projects/{id}': 'names and dates',
  'get /projects/{id}/cycles': 'names and dates',
  'get /projects/{id}/modules': 'names and dates',
  'get /modules/{id}': 'names and dates',
  'post /projects/{id}/cycles': 'names and dates that were sent (cycleAdministration.test.ts)',
  'post /projects/{id}/cycles/check': 'the same, and names of other cycles that overlap',
  'get /cycles/{id}': 'names, dates and who locked it',
  'patch /cycles/{id}': 'names and dates that were sent',
  'delete /cycles/{id}': 'answers nothing',
  'post /cycles/{id}/preview': 'totals of tables whose results their reader may read (cycleAdministration.test.ts)',
  'get /cycles/{id}/declarations': 'sums of categories whose tables their reader may read (declarations.test.ts)',
  'patch /cycles/{id}/declarations': 'the same',
  'patch /cycles/{id}/declared_gaps':
    'answers nothing; a source that its sender may not read is refused (completeness.test.ts)',
  'get /cycles/{id}/what_if': 'names of factors and columns that their reader may read (whatIf.test.ts)',
  'post /cycles/{id}/what_if': 'sums of tables whose totals their reader may read (whatIf.test.ts)',
  'get /cycles/{id}/scenarios': 'changes to what their reader may read (whatIf.test.ts)',
  'post /cycles/{id}/scenarios': 'changes that were sent',
  'patch /scenarios/{id}': 'the same',
  'delete /scenarios/{id}': 'answers nothing',
  'post /cycles/{id}/carry_over': 'counts of rows; what was not readable stays behind (carryOver.test.ts)',
  'get /cycles/{id}/completeness':
    'counts of rows, and what is declared of missing ones, by site, month and first text, by the rights on all three (completeness.test.ts)',
  'get /tables/{id}/estimate_methods':
    'amounts of a column that its reader may write, by a site and month that they may read (estimates.test.ts)',
  'post /tables/{id}/estimates': 'the same',
  'delete /estimates/{id}': 'answers nothing',
  'get /cycles/{id}/boundary': 'sums of sites, of tables whose totals their reader may read (boundary.test.ts)',
  'patch /cycles/{id}/boundary': 'the same',
  'post /cycles/{id}/boundary/preview': 'the same',
  'patch /projects/{id}/consolidation': 'answers with what was sent',
  'get /cycles/{id}/comparison': 'sums of tables whose totals their reader may read (comparison.test.ts)',
  'get /cycles/{id}/comparison/rows':
    'results, names, sites and months of rows of such tables, by the rights on each (comparison.test.ts)',
  'get /cycles/{id}/readiness': 'counts of rows, by the rights on their results (cycleLock.test.ts)',
  'post /cycles/{id}/restate':
    'names, counts of rows and of cells; the rows that come along are read by the rights on them (restate.test.ts)',
  'get /cycles/{id}/lock': 'a job: who asked for it and how far it is',
  'post /cycles/{id}/status': 'the state of a cycle; what a lock does to cells is [A4]',
  'get /tables/{id}/history-outline': 'as history_outline',
  'get /tables/{id}/history_outline': 'times and people; of changes that its reader may know of ([HIST3])',
  'post /conflicts/{id}/settle': 'marks a conflict of one’s own; answers nothing',
  'post /tables/{id}/fields':
    'a field that was sent; its formula does not know what its author may not read (newField.test.ts)',
  'delete /tables/{id}/fields/{field_id}': 'answers nothing (retiredField.test.ts)',
  'post /tables/{id}/fields/{field_id}/restore': 'answers nothing (retiredField.test.ts)',
  'post /tables/{id}/fields/{field_id}/redefinition': 'the field as its administrator reads it (redefinition.test.ts)',
  'post /tables/{id}/fields/{field_id}/redefinition/preview':
    'samples for who manages the table and may read the field (redefinition.test.ts)',
  'patch /tables/{id}/roles': 'answers nothing (roles.test.ts)',
  'post /tables/{id}/roles/preview':
    'sums for who manages the table, may read the result, and the totals of the cycle (roles.test.ts)',
  'post /tables/{id}/views': 'a view that was sent, as far as its sender may read the fields (views.test.ts)',
  'delete /tables/{id}/views/{view_id}': 'answers nothing (views.test.ts)',
  'post /tables/{id}/default_view': 'answers nothing (views.test.ts)',
  'post /tables/{id}/fields/{field_id}/position': 'answers nothing (design.test.ts)',
  'get /tables/{id}/field_changes': 'what became of fields; of hidden ones only their rights (design.test.ts)',
  'get /tables/{id}/fields/{field_id}/targets':
    'names of what cells can point at, by the rights on those (targets.test.ts)',
  'post /tables/{id}/fields/{field_id}/targets': 'the same for values that were sent',
  'post /tables/{id}/evidence': 'answers with what was sent (evidence.test.ts)',
  'get /tables/{id}/notes': 'notes of rows; whoever reads rows reads them all (notes.test.ts)',
  'get /tables/{id}/rows/{row_id}/note': 'the same',
  'get /tables/{id}/rows/{row_id}/note/changes': 'the same',
  'get /tables/{id}/rows/{row_id}/evidence': 'files of fields that their reader may read (evidence.test.ts)',
  'get /tables/{id}/rows/{row_id}/evidence/{evidence_id}': 'the same (evidence.test.ts)',
  'post /projects/{id}/modules': 'names that were sent',
  'patch /modules/{id}': 'answers nothing (arranging.test.ts)',
  'post /modules/{id}/position': 'answers nothing (arranging.test.ts)',
  'delete /modules/{id}': 'answers nothing (arranging.test.ts)',
  'post /modules/{id}/restore': 'answers nothing (arranging.test.ts)',
  'get /projects/{id}/retired_modules': 'names',
  'post /modules/{id}/tables': 'names that were sent',
  'get /modules/{id}/retired_tables': 'names',
  'patch /tables/{id}': 'answers nothing (arranging.test.ts)',
  'post /tables/{id}/position': 'answers nothing (arranging.test.ts)',
  'delete /tables/{id}': 'answers nothing (arranging.test.ts)',
  'post /tables/{id}/restore': 'answers nothing (arranging.test.ts)',
  'post /tables/{id}/copies': 'names and counts; what its maker may not read does not come along (copyTable.test.ts)',
  'post /tables/{id}/copies/preview': 'the same, and writes nothing (copyTable.test.ts)',
  'post /modules/{id}/carry_over': 'counts of rows; what was not readable stays behind (moduleCarryOver.test.ts)',
  'post /modules/{id}/carry_over/preview': 'the same, and writes nothing (moduleCarryOver.test.ts)',
  'post /modules/{id}/copies': 'names and counts (copyModule.test.ts)',
  'post /modules/{id}/copies/preview': 'names and counts, and writes nothing (copyModule.test.ts)',
  'get /projects/{id}/site_places': 'where sites are, of fields that their reader may read (sitePlaces.test.ts)',
  'patch /projects/{id}/site_places': 'the same',
  'get /factors/suggestions': 'factors, published and of the tenant',
  'post /tables/{id}/fields/{field_id}/suggestions':
    'factors for activities that were sent, at sites that their reader may read (factorSuggestions.test.ts)',
  'post /tables/{id}/fields/{field_id}/choices': 'answers with a count (factorChoices.test.ts)',
  'get /tables/{id}/rows/{row_id}/factor_choices':
    'why cells name factors, of fields that their reader may read, with those that it was asked by (factorChoices.test.ts)',
  'get /factors/facets': 'counts of factors, published and of the tenant',
  'get /templates': 'fields of templates, as far as their makers could read them (templates.test.ts)',
  'post /templates': 'a template of what its maker may read (templates.test.ts)',
  'patch /templates/{id}': 'answers nothing (templates.test.ts)',
  'delete /templates/{id}': 'answers nothing (templates.test.ts)',
  'post /modules/{id}/tables/from_template': 'names',
  'post /tables/{id}/fields/from_template': 'a field of a template (templates.test.ts)',
  'get /factors': 'factors, published and of the tenant; they are in no cell',
  'get /factors/{id}': 'a factor, and counts of readable cells that mean it (factors.test.ts)',
  'get /cycles/{id}/factor_offers':
    'counts and sums of rows whose factor and result their reader may read (factorOffers.test.ts)',
  'post /cycles/{id}/factor_offers': 'counts of rows that its sender may write (factorOffers.test.ts)',
  'post /factors': 'a factor that was sent',
  'patch /factors/{id}': 'the same',
  'delete /factors/{id}': 'answers nothing',
  'post /factors/{id}/status':
    'a factor of the tenant, and counts of readable cells that mean it (customFactors.test.ts)',
  'post /factors/{id}/versions': 'the same',
  'post /factors/{id}/evidence': 'the same; the file belongs to no cell (customFactors.test.ts)',
  'get /factor_sets': 'sets of factors that the company brought; they are in no cell',
  'post /factor_sets': 'what a file says that was sent',
  'get /factor_sets/{id}': 'a set of factors; it belongs to no cell (factorSets.test.ts)',
  'patch /factor_sets/{id}': 'the same',
  'delete /factor_sets/{id}': 'answers nothing',
  'get /factor_sets/{id}/preview': 'factors of a file, beside those of the library (factorSets.test.ts)',
  'post /factor_sets/{id}/import': 'a set of factors',
  'post /factor_sets/{id}/status': 'the same',
  'get /factor_sets/{id}/file': 'the file of a set; it belongs to no cell (factorSets.test.ts)',
  'get /factor_set_template': 'headings of a table',
  'get /residual_mixes': 'factors of the tenant; they are in no cell',
  'get /factors/{id}/evidence': 'a file of a factor; it belongs to no cell (customFactors.test.ts)',
  'get /tables/{id}/rows/{row_id}/gathered':
    'how many rows a formula read, for who may read the formula and so all of its inputs (gathering.test.ts)',
  'get /cycles/{id}/scope_2': 'energy of sites, for who may read all results of scope 2 (instruments.test.ts)',
  'get /projects/{id}/intensities':
    'sums over scopes, for who may read every result of them, over what was entered (reductionTargets.test.ts)',
  'post /projects/{id}/denominators': 'a name and a unit that were sent',
  'delete /denominators/{id}': 'answers nothing',
  'post /denominators/{id}/values': 'answers nothing',
  'get /projects/{id}/base_year': 'sums over scopes, for who may read every result of them (baseYear.test.ts)',
  'post /projects/{id}/base_year': 'answers nothing',
  'post /projects/{id}/base_year/changes': 'answers nothing',
  'post /projects/{id}/base_year/decisions': 'answers nothing',
  'get /projects/{id}/reduction_targets':
    'sums over scopes, for who may read every result of them (reductionTargets.test.ts)',
  'post /projects/{id}/reduction_targets': 'answers nothing',
  'patch /reduction_targets/{id}': 'answers nothing',
  'delete /reduction_targets/{id}': 'answers nothing',
  'get /instruments': 'what was bought, and amounts that were allocated (instruments.test.ts)',
  'get /instruments/{id}': 'the same',
  'post /instruments': 'an instrument that was sent',
  'patch /instruments/{id}':
    'the same; what it says of consumption is for who may read all results of scope 2 (instruments.test.ts)',
  'delete /instruments/{id}': 'answers nothing',
  'post /instruments/{id}/allocations':
    'the instrument; what it says of consumption is for who may read all results of scope 2 (instruments.test.ts)',
  'delete /instruments/{id}/allocations/{allocation_id}': 'answers nothing',
  'get /parameters': 'parameters and their sources, which every formula may read (parameters.test.ts)',
  'get /parameters/published': 'published heating values',
  'get /parameters/{id}': 'a parameter (parameters.test.ts)',
  'post /parameters': 'a parameter that was sent',
  'patch /parameters/{id}': 'the same',
  'delete /parameters/{id}': 'answers nothing',
  'post /parameters/{id}/values': 'the parameter with what was sent',
  'delete /parameters/{id}/values/{year}': 'the same',
  'get /cycles/{id}/uncertainty':
    'how sure totals are, of tables whose quality and factors their reader may read (cycleUncertainty.test.ts)',
  'get /cycles/{id}/reports/{report}':
    'sums over scopes, for who may read every result of them, and names of publications (reports.test.ts)',
  'get /projects/{id}/report_templates': 'what managers put together, and no figures',
  'post /projects/{id}/report_templates': 'what was sent',
  'patch /report_templates/{id}': 'the same',
  'delete /report_templates/{id}': 'answers nothing',
  'get /cycles/{id}/reports/{report}/file': 'the same as a workbook or PDF',
  'get /tables/{id}/quality': 'ids of fields that their reader may read, and what an administrator sent',
  'patch /tables/{id}/quality': 'answers nothing (cycleUncertainty.test.ts)',
  'get /factors/{id}/quality': 'what was said of a published factor',
  'patch /factors/{id}/quality': 'the same',
  'get /instruments/{id}/quality': 'what was said of the rate of an instrument (instruments.test.ts)',
  'patch /instruments/{id}/quality': 'the same',
  'get /cycles/{id}/simulations': 'of whole totals, for who may read all that they are made of (simulations.test.ts)',
  'post /cycles/{id}/simulations': 'the same',
  'get /cycles/{id}/runs': 'hashes and who locked; totals for who may read everything in the cycle (runs.test.ts)',
  'get /runs/{id}/results': 'for who may read everything in the cycle (runs.test.ts)',
  'get /cycles/{id}/pack': 'the same',
  'get /projects/{id}/export': 'the files of its cycles in one archive, which no text is found in (exports.test.ts)',
  'get /exports': 'who took which file when, and its hash (exports.test.ts)',
  'get /tables/{id}/imports': 'who brought which file when, and counts of rows (imports.test.ts)',
  'post /imports/{id}/preview': 'what a file is like that the caller brought; a job compares it',
  'get /imports/{id}/file': 'bytes that the caller brought themselves; nobody else has them (imports.test.ts)',
  'get /imports/{id}/rows':
    'rows of a file that the caller brought, and of the sheet what they may read of these (imports.test.ts)',
  'patch /imports/{id}/rows': 'the same',
  'post /imports/{id}/commit': 'the same as its description; it is written as by its sender ([A3])',
  'post /imports/{id}/revert': 'the same',
  'post /imports/{id}/cancel': 'the same',
  'get /imports/{id}/kept': 'cells of fields that their reader may read (imports.test.ts)',
  'post /cycles/{id}/verification': 'the same',
  'post /cycles/{id}/runs': 'a job: who asked for it and how far it is',
  'get /runs/{id}/comparison': 'the same',
  'get /runs/{id}/changes': 'cells of runs, for who may read every field in both (openRuns.test.ts)',
  'get /runs/{id}/totals': 'sums, for who may read every field in them (openRuns.test.ts)',
  'get /jobs': 'who asked for what and how far it is; ids and counts of rows',
  'get /jobs/{id}': 'the same',
  'post /jobs/{id}/cancel': 'the same',
  'post /formulas/check': 'a formula that was sent',
  'post /formulas/evaluate': 'a formula and values that were sent; [A15] shows that nothing stored gets in',
}

test('[A16] every address of the API is one of the channels below, or says why it holds no cell', () => {
  const known = [...CHANNELS.flatMap(({ routes = [] }) => routes), ...Object.keys(WITHOUT_CELLS)]
  expect(known.toSorted()).toEqual(ROUTES.map(({ method, path }) => `${method} ${path}`).toSorted())
})

/** Told by hand, by how addresses are written: the first that fits says which scope opens it. `person`: none does. */
const OPENED_BY: readonly (readonly [pattern: RegExp, resource: KeyResource | 'person' | 'any'])[] = [
  [/^get \/me$/, 'any'],
  [/\/readings$/, 'readings'],
  [/\/(me|auth\/\w+|api_keys|service_accounts|webhooks|devices)\b/, 'person'],
  [/\/audit_log/, 'audit_log'],
  [/\/users/, 'people'],
  [/\/jobs|\/runs|\/(pack|verification)$/, 'runs'],
  [/\/comparison/, 'cycles'],
  [/what_if|\/scenarios/, 'scenarios'],
  [/\/instruments|\/residual_mixes|\/scope_2/, 'instruments'],
  [/\/parameters/, 'parameters'],
  [/\/emissions|\/reports/, 'emissions'],
  [/\/quality$|\/uncertainty|\/simulations/, 'factors'],
  [/ \/factors|\/factor_set/, 'factors'],
  [/\/fields\/\{field_id\}\/(choices|suggestions|targets)$/, 'rows'],
  [
    /export|\/import|\/search|\/rows|\/sheets|\/conflicts|\/estimate|\/evidence|\/notes|changed.rows|\/tables\/\{id\}\/history/,
    'rows',
  ],
  [/\/templates|\/from_template|\/copies|\/formulas|formula_tables/, 'structure'],
  [
    / \/cycles|base_year|reduction_targets|denominators|intensities|site_places|consolidation|report_templates/,
    'cycles',
  ],
  [/post \/projects\/\{id\}\/cycles/, 'cycles'],
  [/ \/(projects|modules|tables)/, 'structure'],
]
/** Addresses that change nothing and are not asked with GET. */
const ONLY_COMPUTES =
  /formulas\/(check|evaluate)|\/what_if$|cycles\/check$|^post \/tables\/\{id\}\/export$|\/fields\/\{field_id\}\/(targets|suggestions)$/

const openedBy = (address: string): (typeof OPENED_BY)[number][1] =>
  OPENED_BY.find(([pattern]) => pattern.test(address))?.[1] ?? expect.fail(`say which scope opens ${address}`)

test.each(['rows:read', 'cycles:write', 'people:read', 'factors:write'] as const)(
  '[A19] a key for %s, of an administrator, opens the addresses of that scope and no other',
  async (scope) => {
    const [resource, level] = scope.split(':')
    const headers = await keyOf('admin', scope)
    const wrong: string[] = []
    for (const { method, path, access } of ROUTES.filter((route) => route.access === 'signed-in')) {
      const address = `${method} ${path}`
      const needed = openedBy(address)
      const onlyReads = method === 'get' || ONLY_COMPUTES.test(address)
      const isOpen = needed === 'any' || (needed === resource && (level === 'write' || onlyReads))
      const filled = path.replaceAll(/\{\w+\}/g, () => crypto.randomUUID())
      const { status, body } = await target.server.request(null, method.toUpperCase(), filled, undefined, headers)
      const isRefused = status === 403 && /this key|people who signed in/i.test(body.detail)
      if (isRefused === isOpen || access !== 'signed-in') {
        wrong.push(`${address}: ${status} ${JSON.stringify(body)}`)
      }
    }
    expect(wrong).toEqual([])
  },
)

test.each(CHANNELS)(
  '[A2] [A3] [A14] [A15] [A18] $name: every role, no role, another module, another company × every field',
  async ({ tries, expected }) => {
    const differences: string[] = []
    for (const person of EVERYBODY) {
      for (const key of KEYS) {
        const [found, wanted] = [await tries(person, key), expected(person, key)]
        tried++
        if (found !== wanted) {
          differences.push(`${person} ${key}: ${found ? 'gets through' : 'does not get through'}`)
        }
      }
    }
    expect(differences).toEqual([])
  },
  120_000,
)

test('[A2] [A3] that were all of them: more than 1400 combinations, and outsiders are allowed nothing by the oracle', () => {
  expect(tried).toBe(CHANNELS.length * EVERYBODY.length * KEYS.length)
  expect(tried).toBeGreaterThan(1400)
  expect(PEOPLE).toEqual(expect.arrayContaining([...ROLES]))
  const allowed = OUTSIDERS.flatMap((person) => KEYS.filter((key) => reads(person, key) || writes(person, key)))
  expect(allowed).toEqual([])
  expect(Object.keys(OPENS).some((part) => OUTSIDERS.some((person) => opens(person, part)))).toBe(false)
})
