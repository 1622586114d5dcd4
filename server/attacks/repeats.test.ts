/**
 * A request that is sent again, because its answer was lost on the way or because somebody captured it: the state is that of
 * sending it once, and nobody hears of it twice. Each address that changes something is tried, with the same Idempotency-Key.
 */
import { io } from 'socket.io-client'
import * as Y from 'yjs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Sheet } from '#collab/schema/Sheet.ts'
import { factorOf } from '#formulas/testing/context.ts'
import { random } from '#collab/testing/random.ts'
import { ROUTES } from '#server/api/routes.ts'
import type { PersonReply } from '#shared/api/users.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import { insertFactors } from '#server/testing/insertFactors.ts'
import { until } from '#server/testing/until.ts'
import { COMMON, ordinalOf } from './testing/oracle.ts'
import { Target } from './testing/Target.ts'

let target: Target
const heard: string[] = []

beforeAll(async () => {
  target = await Target.start()
  const auth = { token: await target.token('viewer') }
  const socket = io(target.server.origin, { path: '/events', transports: ['websocket'], auth, reconnection: false })
  socket.onAny((event: string) => heard.push(event))
  await socket.emitWithAck('cycle:watch', { cycle_id: target.tenant.openCycleId })
})
afterAll(() => target.close())

interface Sent {
  method: string
  path: string
  body?: unknown
}

const rowPath = (row: string, rest = ''): string =>
  `/tables/${target.tenant.tableId}/rows/${row}${rest}?cycle_id=${target.tenant.openCycleId}`

async function fieldPath(key: string): Promise<string> {
  const { tableId } = target.tenant
  const { id } = await target.server.database.owner('fields').where({ table_id: tableId, key }).first('id')
  return `/tables/${tableId}/fields/${id}`
}

async function viewerOf(): Promise<PersonReply> {
  const { body } = await target.as('admin', 'GET', '/users?limit=200')
  return (body.data as PersonReply[]).find(({ email }) => email === target.email('viewer'))!
}

/** By address: what is sent twice. */
const REQUESTS: Readonly<Record<string, () => Promise<Sent>>> = {
  'post /tables/{id}/rows': async () => ({
    method: 'POST',
    path: target.rowsPath(),
    body: {
      rows: [{ values: { note: 'once' } }, { id: await target.newRow({ note: 'x' }), values: { note: 'y', price: 3 } }],
    },
  }),
  'delete /tables/{id}/rows/{row_id}': async () => ({
    method: 'DELETE',
    path: rowPath(await target.newRow({ note: 'x' })),
  }),
  'post /tables/{id}/rows/{row_id}/restore': async () => {
    const row = await target.newRow({ note: 'x' })
    await target.as('admin', 'DELETE', rowPath(row))
    return { method: 'POST', path: rowPath(row, '/restore') }
  },
  'delete /api_keys/{id}': async () => {
    const body = { name: `Key ${made++}`, scopes: ['rows:read'] }
    return { method: 'DELETE', path: `/api_keys/${(await target.as('admin', 'POST', '/api_keys', body)).body.id}` }
  },
  'delete /service_accounts/{id}': async () => {
    const body = { name: `Account ${made++}`, role: 'viewer', scope: 'tenant' }
    const { id } = (await target.as('admin', 'POST', '/service_accounts', body)).body
    return { method: 'DELETE', path: `/service_accounts/${id}` }
  },
  'patch /webhooks/{id}': async () => ({ method: 'PATCH', path: await newWebhook(), body: { state: 'paused' } }),
  'delete /webhooks/{id}': async () => ({ method: 'DELETE', path: await newWebhook() }),
  'patch /devices/{id}': async () => ({ method: 'PATCH', path: await newDevice(), body: { site: 'Lyon' } }),
  'delete /devices/{id}': async () => ({ method: 'DELETE', path: await newDevice() }),
  'post /conflicts/{id}/settle': async () => ({ method: 'POST', path: `/conflicts/${await newConflict()}/settle` }),
  'post /cycles/{id}/status': async () => ({
    method: 'POST',
    path: `/cycles/${target.tenant.openCycleId}/status`,
    body: { status: 'in_review' },
  }),
  'patch /cycles/{id}': async () => ({
    method: 'PATCH',
    path: `/cycles/${target.tenant.openCycleId}`,
    body: { name: 'Renamed', gwp_set: 'AR5' },
  }),
  'post /cycles/{id}/carry_over': async () => {
    await target.newRow({ note: 'a source', month: '2025-01' })
    const body = { name: 'Takes over', starts_on: '2031-01-01', ends_on: '2031-12-31', gwp_set: 'AR6' }
    const { body: made } = await target.as('admin', 'POST', `/projects/${target.tenant.projectId}/cycles`, body)
    const path = `/cycles/${made.id}/carry_over`
    return { method: 'POST', path, body: { from: target.tenant.openCycleId } }
  },
  'post /modules/{id}/carry_over': async () => {
    const body = { name: 'Module takes over', starts_on: '2032-01-01', ends_on: '2032-12-31', gwp_set: 'AR6' }
    const { body: made } = await target.as('admin', 'POST', `/projects/${target.tenant.projectId}/cycles`, body)
    const path = `/modules/${target.tenant.moduleId}/carry_over`
    return { method: 'POST', path, body: { from: target.tenant.openCycleId, to: made.id } }
  },
  'delete /cycles/{id}': async () => {
    const body = { name: 'To be deleted', starts_on: '2030-01-01', ends_on: '2030-12-31', gwp_set: 'AR6' }
    const { body: made } = await target.as('admin', 'POST', `/projects/${target.tenant.projectId}/cycles`, body)
    return { method: 'DELETE', path: `/cycles/${made.id}` }
  },
  'patch /tables/{id}/fields/{field_id}': async () => {
    return { method: 'PATCH', path: await fieldPath('note'), body: { writers: ['admin'] } }
  },
  'post /tables/{id}/fields/{field_id}/redefinition': async () => ({
    method: 'POST',
    path: `${await fieldPath('quantity')}/redefinition`,
    body: { unit: 'MWh', values: 'keep' }, // with its cells: redefinition.test.ts
  }),
  'patch /tables/{id}/roles': async () => ({
    method: 'PATCH',
    path: `/tables/${target.tenant.tableId}/roles`,
    body: { month: null },
  }),
  'patch /tables/{id}/quality': async () => {
    const none = { range: null, technology: null, time: null, geography: null, completeness: null, reliability: null }
    const body = { columns: none, range_percent: 5, scores: {}, reason: 'The meters are calibrated' }
    return { method: 'PATCH', path: `${await newTable()}/quality`, body }
  },
  'patch /factors/{id}/quality': async () => {
    await insertFactors(target.server.database.owner, [factorOf('assessed', 'kWh', { CO2: 1 })])
    const body = { range_percent: 5, scores: {}, reason: 'As its publisher says' }
    return { method: 'PATCH', path: '/factors/assessed/quality', body }
  },
  'post /tables/{id}/fields/{field_id}/position': async () => ({
    method: 'POST',
    path: `${await fieldPath('note')}/position`,
    body: { behind: null },
  }),
  'delete /tables/{id}/fields/{field_id}': async () => ({ method: 'DELETE', path: await fieldPath('checked_by') }),
  'post /tables/{id}/fields/{field_id}/restore': async () => {
    const fields = `/tables/${target.tenant.tableId}/fields`
    const { body } = await target.as('admin', 'POST', fields, { name: 'Comes back', type: 'text' })
    const path = `${fields}/${body.id}`
    await target.as('admin', 'DELETE', path)
    return { method: 'POST', path: `${path}/restore` }
  },
  'patch /modules/{id}': async () => ({
    method: 'PATCH',
    path: `/modules/${target.tenant.moduleId}`,
    body: { name: 'M' },
  }),
  'post /modules/{id}/position': async () => ({
    method: 'POST',
    path: `/modules/${target.tenant.otherModuleId}/position`,
    body: { behind: null },
  }),
  'delete /modules/{id}': async () => ({ method: 'DELETE', path: await newModule() }),
  'post /modules/{id}/restore': async () => {
    const path = await newModule()
    await target.as('admin', 'DELETE', path)
    return { method: 'POST', path: `${path}/restore` }
  },
  'patch /tables/{id}': async () => ({ method: 'PATCH', path: await newTable(), body: { description: 'Other' } }),
  'post /tables/{id}/position': async () => ({
    method: 'POST',
    path: `${await newTable()}/position`,
    body: { behind: null },
  }),
  'delete /tables/{id}': async () => ({ method: 'DELETE', path: await newTable() }),
  'post /tables/{id}/restore': async () => {
    const path = await newTable()
    await target.as('admin', 'DELETE', path)
    return { method: 'POST', path: `${path}/restore` }
  },
  'patch /templates/{id}': async () => ({ method: 'PATCH', path: await newTemplate(), body: { description: 'Other' } }),
  'delete /templates/{id}': async () => ({ method: 'DELETE', path: await newTemplate() }),
  'patch /tables/{id}/views/{view_id}': async () => ({
    method: 'PATCH',
    path: await newView(),
    body: { name: 'Renamed', definition: { hidden: ['note'] } },
  }),
  'delete /tables/{id}/views/{view_id}': async () => ({ method: 'DELETE', path: await newView() }),
  'post /tables/{id}/default_view': async () => ({
    method: 'POST',
    path: `/tables/${target.tenant.tableId}/default_view`,
    body: { view_id: (await newView()).split('/').at(-1), for: 'everybody' },
  }),
  'patch /instruments/{id}': async () => ({
    method: 'PATCH',
    path: await newInstrument(),
    body: { evidence: 'Statement of the registry', mwh: 11 },
  }),
  'patch /instruments/{id}/quality': async () => ({
    method: 'PATCH',
    path: `${await newInstrument()}/quality`,
    body: { range_percent: 5, scores: {}, reason: 'As the supplier states' },
  }),
  'delete /instruments/{id}': async () => ({ method: 'DELETE', path: await newInstrument() }),
  'delete /instruments/{id}/allocations/{allocation_id}': async () => {
    const path = await newInstrument()
    const [instrument_id, { tenantId, openCycleId }] = [path.split('/').at(-1), target.tenant]
    const [{ id }] = await target.server.database
      .owner('instrument_allocations')
      .insert({ tenant_id: tenantId, instrument_id, cycle_id: openCycleId, mwh: 1, ...YEAR }, ['id'])
    return { method: 'DELETE', path: `${path}/allocations/${id}` }
  },
  'patch /cycles/{id}/declarations': () =>
    Promise.resolve({
      method: 'PATCH',
      path: `/cycles/${target.tenant.openCycleId}/declarations`,
      body: { sources: [{ scope: 3, s3_category: 8, declaration: { state: 'zero', reason: 'Nothing is leased' } }] },
    }),
  'patch /cycles/{id}/declared_gaps': () => {
    const gap = { table_id: target.tenant.tableId, month: '2025-11', site: 'lyon', source: 'A meter that was sold' }
    return Promise.resolve({
      method: 'PATCH',
      path: `/cycles/${target.tenant.openCycleId}/declared_gaps`,
      body: { gaps: [{ ...gap, declaration: { state: 'not_applicable', reason: 'Sold in October' } }] },
    })
  },
  'delete /estimates/{id}': async () => {
    const row = await target.newRow({ note: 'without an amount', month: '2025-02' })
    const body = { row_id: row, field: 'quantity', method: 'manual', value: 5, reason: 'A guess' }
    const path = `/tables/${target.tenant.tableId}/estimates?cycle_id=${target.tenant.openCycleId}`
    const { body: made } = await target.as('admin', 'POST', path, body)
    return { method: 'DELETE', path: `/estimates/${made.id}` }
  },
  'patch /scenarios/{id}': async () => ({
    method: 'PATCH',
    path: await newScenario(),
    body: { name: `Other ${made++}` },
  }),
  'delete /scenarios/{id}': async () => ({ method: 'DELETE', path: await newScenario() }),
  'patch /parameters/{id}': async () => ({ method: 'PATCH', path: await newParameter(), body: { name: 'Heavy oil' } }),
  'delete /parameters/{id}': async () => ({ method: 'DELETE', path: await newParameter() }),
  'post /parameters/{id}/values': async () => ({
    method: 'POST',
    path: `${await newParameter()}/values`,
    body: { year: 2025, value: 0.9, source: 'Data sheet' },
  }),
  'delete /parameters/{id}/values/{year}': async () => ({
    method: 'DELETE',
    path: `${await newParameter()}/values/2024`,
  }),
  'patch /factor_sets/{id}': async () => ({ method: 'PATCH', path: await newSet(), body: { licence: 'Ours' } }),
  'delete /factor_sets/{id}': async () => ({ method: 'DELETE', path: await newSet() }),
  'post /factor_sets/{id}/status': async () => {
    const path = await newSet()
    expect((await target.as('data_owner', 'POST', `${path}/import`, { rejected: 0 })).status).toBe(200)
    return { method: 'POST', path: `${path}/status`, body: { status: 'approved' } }
  },
  'patch /factors/{id}': async () => ({ method: 'PATCH', path: await newFactor(), body: { edition: 'Second print' } }),
  'delete /factors/{id}': async () => ({ method: 'DELETE', path: await newFactor() }),
  'post /factors/{id}/status': async () => ({
    method: 'POST',
    path: `${await newFactor()}/status`,
    body: { status: 'submitted' },
  }),
  'post /denominators/{id}/values': async () => ({
    method: 'POST',
    path: `${await newDenominator()}/values`,
    body: { cycle_id: target.tenant.openCycleId, value: 12, source: 'Payroll' },
  }),
  'delete /denominators/{id}': async () => ({ method: 'DELETE', path: await newDenominator() }),
  'post /projects/{id}/base_year': () => Promise.resolve(baseYear(3)),
  'post /projects/{id}/base_year/decisions': async () => {
    await target.as('admin', 'POST', baseYear(5).path, baseYear(5).body)
    const change = { kind: 'error', happened_on: '2025-05-01', description: 'A mistake', effect_t: 1 }
    await target.as('admin', 'POST', `${baseYear(5).path}/changes`, change)
    const { id } = await target.server.database.owner('base_year_changes').first('id')
    const body = { subject_id: id, decision: 'not_needed', reason: 'It is small' }
    return { method: 'POST', path: `${baseYear(5).path}/decisions`, body }
  },
  'patch /reduction_targets/{id}': async () => ({
    method: 'PATCH',
    path: await newTarget(),
    body: { description: 'Decided in May' },
  }),
  'delete /reduction_targets/{id}': async () => ({ method: 'DELETE', path: await newTarget() }),
  'patch /report_templates/{id}': async () => ({
    method: 'PATCH',
    path: await newReport(),
    body: reportNamed(`Report ${made++}`),
  }),
  'delete /report_templates/{id}': async () => ({ method: 'DELETE', path: await newReport() }),
  'patch /projects/{id}/consolidation': () => {
    const path = `/projects/${target.tenant.projectId}/consolidation`
    return Promise.resolve({ method: 'PATCH', path, body: { consolidation: 'equity_share' } })
  },
  'patch /me': () => Promise.resolve({ method: 'PATCH', path: '/me', body: { name: 'Somebody else' } }),
  'post /users/{id}/grants': async () => ({
    method: 'POST',
    path: `/users/${(await viewerOf()).id}/grants`,
    body: { role: 'auditor', scope: 'tenant' },
  }),
  'delete /users/{id}/grants/{grant_id}': async () => {
    const { id, grants } = await viewerOf()
    return { method: 'DELETE', path: `/users/${id}/grants/${grants.find(({ role }) => role === 'auditor')!.id}` }
  },
}

/** Addresses of which sending again is something else, and where it is shown. */
const OTHERS: Readonly<Record<string, string>> = {
  'post /auth/login': 'each sign-in is a session of its own (auth.test.ts)',
  'post /auth/refresh': 'a token that was used ends its session (auth.test.ts)',
  'post /auth/logout': 'the second time nobody is signed in (auth.test.ts)',
  'post /api_keys': 'the second one is refused: its name is taken (apiKeys.test.ts)',
  'post /api_keys/{id}/rotate': 'each one is a new secret, told once; the one before the last ends (apiKeys.test.ts)',
  'post /devices': 'the second one is refused: its name is taken (devices.test.ts)',
  'post /devices/{id}/rotate': 'each one is a new credential, told once (devices.test.ts)',
  'post /devices/{id}/rules': 'the second one is refused: the device writes that column already (devices.test.ts)',
  'patch /devices/{id}/rules/{rule_id}': 'the same once more changes nothing (devices.test.ts)',
  'delete /devices/{id}/rules/{rule_id}': 'the second time it is gone (devices.test.ts)',
  'post /devices/{id}/rules/{rule_id}/apply': 'looking again changes nothing (devices.test.ts)',
  'post /devices/{id}/rules/{rule_id}/accept': 'the same value is wanted, and written once (devices.test.ts)',
  'post /devices/{id}/readings': 'each reading is kept once, however often it is sent (devices.test.ts)',
  'post /webhooks': 'the second one is refused: its name is taken (webhooks.test.ts)',
  'post /webhooks/{id}/rotate': 'each one is a new secret, told once (webhooks.test.ts)',
  'post /webhooks/{id}/test': 'each one is a call of its own, asked for by a person (webhooks.test.ts)',
  'post /webhooks/{id}/deliveries/{delivery_id}/replay': 'each one is a call, under the same id (webhooks.test.ts)',
  'post /service_accounts': 'the second one is refused: its name is taken (apiKeys.test.ts)',
  'post /projects/{id}/cycles': 'the second one is refused: its name is taken (cycleAdministration.test.ts)',
  'post /projects/{id}/cycles/check': 'changes nothing',
  'post /cycles/{id}/preview': 'changes nothing',
  'post /cycles/{id}/boundary/preview': 'changes nothing',
  'patch /cycles/{id}/boundary': 'the second one changes nothing and is not logged (boundary.test.ts)',
  'post /cycles/{id}/restate': 'the second one is refused: it is restated already (restate.test.ts)',
  'post /tables/{id}/fields': 'the second one is refused: its name is taken (newField.test.ts)',
  'post /tables/{id}/fields/{field_id}/redefinition/preview': 'changes nothing',
  'post /tables/{id}/roles/preview': 'changes nothing',
  'post /tables/{id}/views': 'the second one is refused: its name is taken (views.test.ts)',
  'post /tables/{id}/fields/{field_id}/targets': 'changes nothing',
  'post /tables/{id}/fields/{field_id}/suggestions': 'changes nothing',
  'post /tables/{id}/fields/{field_id}/choices': 'the second one keeps the same (factorChoices.test.ts)',
  'patch /projects/{id}/site_places': 'the second one changes nothing and is not logged (sitePlaces.test.ts)',
  'post /tables/{id}/evidence': 'the second one is the same file (evidence.test.ts)',
  'post /projects/{id}/modules': 'the second one is refused: its name is taken (arranging.test.ts)',
  'post /modules/{id}/carry_over/preview': 'changes nothing',
  'post /modules/{id}/tables': 'the second one is refused: its name is taken (arranging.test.ts)',
  'post /templates': 'the second one is refused: its name is taken (templates.test.ts)',
  'post /modules/{id}/tables/from_template': 'the second one is refused: its name is taken (builtIn.test.ts)',
  'post /tables/{id}/fields/from_template': 'the second one is refused: its name is taken (templates.test.ts)',
  'post /tables/{id}/copies': 'the second one is refused: its name is taken (copyTable.test.ts)',
  'post /tables/{id}/copies/preview': 'changes nothing',
  'post /modules/{id}/copies': 'the second one is refused: its name is taken (copyModule.test.ts)',
  'post /modules/{id}/copies/preview': 'changes nothing',
  'post /projects/{id}/denominators': 'the second one is refused: its name is taken (reductionTargets.test.ts)',
  'post /projects/{id}/base_year/changes': 'the second one is refused: it is entered already (baseYear.test.ts)',
  'post /projects/{id}/report_templates': 'the second one is refused: its name is taken (reports.test.ts)',
  'post /projects/{id}/reduction_targets': 'the second one is refused: its name is taken (reductionTargets.test.ts)',
  'post /instruments': 'the second one is refused: its name is taken (instruments.test.ts)',
  'post /instruments/{id}/allocations': 'the second one is refused: it is there already (instruments.test.ts)',
  'post /tables/{id}/estimates': 'the second one is refused: nothing is missing any more (estimates.test.ts)',
  'post /cycles/{id}/what_if': 'changes nothing',
  'post /tables/{id}/export': 'changes nothing; that two files were taken is on the list of exports (exports.test.ts)',
  'post /cycles/{id}/scenarios': 'the second one is refused: its name is taken (whatIf.test.ts)',
  'post /parameters': 'the second one is refused: its name is taken (parameters.test.ts)',
  'post /cycles/{id}/simulations': 'the second one is the first one (simulations.test.ts)',
  'post /cycles/{id}/verification': 'changes nothing',
  'post /cycles/{id}/runs': 'the second one is the first one while it is on its way (openRuns.test.ts)',
  'post /jobs/{id}/cancel': 'the second one changes nothing and is not logged (jobs.test.ts)',
  'post /cycles/{id}/factor_offers': 'the second one is refused: it is not offered any more (factorOffers.test.ts)',
  'post /factors': 'the second one is refused: its name is taken (customFactors.test.ts)',
  'post /factor_sets': 'the second one is the same set (factorSets.test.ts)',
  'post /factor_sets/{id}/import': 'the second one is refused: it is taken in already (factorSets.test.ts)',
  'post /tables/{id}/imports': 'the second one is the same import (imports.test.ts)',
  'patch /imports/{id}': 'the second one says the same; nothing of a sheet changes (imports.test.ts)',
  'post /imports/{id}/preview':
    'the second one is refused while it is done; nothing of a sheet changes (imports.test.ts)',
  'patch /imports/{id}/rows': 'the second one is refused: the row is right by now (imports.test.ts)',
  'post /imports/{id}/commit': 'the second one is refused: all is written (imports.test.ts)',
  'post /imports/{id}/revert': 'the second one is refused: it is taken back (imports.test.ts)',
  'post /imports/{id}/cancel': 'the second one is refused: it is given up (imports.test.ts)',
  'post /factors/{id}/versions': 'the second one is refused: one is in work (customFactors.test.ts)',
  'post /factors/{id}/evidence': 'the second one is the same file (customFactors.test.ts)',
  'post /formulas/check': 'changes nothing',
  'post /formulas/evaluate': 'changes nothing',
}

let views = 0

async function newView(): Promise<string> {
  const path = `/tables/${target.tenant.tableId}/views`
  const { body } = await target.as('admin', 'POST', path, { name: `View ${views++}`, shared: true, definition: {} })
  return `${path}/${body.id}`
}

let made = 0

async function newModule(): Promise<string> {
  const path = `/projects/${target.tenant.projectId}/modules`
  return `/modules/${(await target.as('admin', 'POST', path, { name: `Module ${made++}`, scope: 1 })).body.id}`
}

async function newTemplate(): Promise<string> {
  const body = { name: `Template ${made++}`, table_id: target.tenant.otherTableId }
  return `/templates/${(await target.as('admin', 'POST', '/templates', body)).body.template.id}`
}

const YEAR = { from_month: '2025-01', to_month: '2025-12' }

async function newInstrument(): Promise<string> {
  const period = { vintage_from: '2025-01-01', vintage_to: '2025-12-31' }
  const body = { type: 'contract', name: `Contract ${made++}`, market: 'GB', mwh: 10, rates: { CO2: 0 }, ...period }
  return `/instruments/${(await target.as('admin', 'POST', '/instruments', body)).body.id}`
}

async function newScenario(): Promise<string> {
  const path = `/cycles/${target.tenant.openCycleId}/scenarios`
  const body = { name: `Scenario ${made++}`, changes: { gwp_set: 'AR5' } }
  return `/scenarios/${(await target.as('admin', 'POST', path, body)).body.id}`
}

async function newParameter(): Promise<string> {
  const values = [{ year: 2024, value: 0.84, source: 'Data sheet' }]
  const body = { name: `Density ${made++}`, kind: 'density', unit: 'kg/L', values }
  return `/parameters/${(await target.as('admin', 'POST', '/parameters', body)).body.id}`
}

async function newFactor(): Promise<string> {
  const source = { publisher: 'Supplier', url: 'https://supplier.example', justification: 'Its own statement.' }
  const body = { name: `Heat ${made++}`, unit: 'kWh', co2e_kg: 0.1, geography: 'DE', data_year: 2025, ...source }
  return `/factors/${(await target.as('data_owner', 'POST', '/factors', body)).body.id}`
}

async function newSet(): Promise<string> {
  const headers = { 'content-type': 'application/octet-stream' }
  const file = `Name,Unit,CO2e,Region\nSteel ${made++},kg,2.1,DE\n`
  const sent = await target.as('data_owner', 'POST', '/factor_sets?name=steel.csv', file, headers)
  const set = `/factor_sets/${sent.body.id}`
  const said = { publisher: 'Mill', title: `Steel ${made++}`, edition: '2025', year: 2025 }
  await target.as('data_owner', 'PATCH', set, said)
  return set
}

async function newDenominator(): Promise<string> {
  const path = `/projects/${target.tenant.projectId}/denominators`
  return `/denominators/${(await target.as('admin', 'POST', path, { name: `People ${made++}`, kind: 'fte', unit: 'FTE' })).body.id}`
}

function baseYear(threshold_percent: number): Sent {
  const over = { scopes: [1], basis: 'location', cycle_ids: [target.tenant.openCycleId], reason: 'Decided' }
  return {
    method: 'POST',
    path: `/projects/${target.tenant.projectId}/base_year`,
    body: { ...over, threshold_percent },
  }
}

const reportNamed = (name: string) => ({
  name,
  sections: [{ title: 'Year', blocks: [{ kind: 'chart', of: 'scopes' }] }],
})

async function newReport(): Promise<string> {
  const path = `/projects/${target.tenant.projectId}/report_templates`
  return `/report_templates/${(await target.as('admin', 'POST', path, reportNamed(`Report ${made++}`))).body.id}`
}

async function newTarget(): Promise<string> {
  const name = `Target ${made++}`
  const promise = { scopes: [1], basis: 'location', kind: 'absolute', target_year: 2040, reduction_percent: 50 }
  const body = { name, ...promise, base_cycle_id: target.tenant.lockedCycleId }
  await target.as('admin', 'POST', `/projects/${target.tenant.projectId}/reduction_targets`, body)
  const { id } = await target.server.database.owner('reduction_targets').where({ name }).first('id')
  return `/reduction_targets/${id}`
}

async function newWebhook(): Promise<string> {
  const body = { name: `Webhook ${made++}`, url: 'https://hooks.carbonsheet.com/', kinds: ['cycle.locked'] }
  return `/webhooks/${(await target.as('admin', 'POST', '/webhooks', body)).body.id}`
}

async function newDevice(): Promise<string> {
  const body = { name: `Meter ${made++}`, kind: 'counter', unit: 'kWh', interval_minutes: 15, time_zone: 'UTC' }
  return `/devices/${(await target.as('admin', 'POST', '/devices', body)).body.id}`
}

async function newTable(): Promise<string> {
  const path = `/modules/${target.tenant.otherModuleId}/tables`
  return `/tables/${(await target.as('admin', 'POST', path, { name: `Table ${made++}` })).body.id}`
}

async function newConflict(): Promise<string> {
  const { owner } = target.server.database
  const { tenantId, tableId, openCycleId } = target.tenant
  const row = await target.newRow({ note: 'kept' })
  const document = await owner('documents').where({ table_id: tableId, part: COMMON }).first('id')
  const { id: person } = await owner('users')
    .where({ email: target.email('admin') })
    .first('id')
  const [{ id }] = await owner('cell_conflicts')
    .insert({
      tenant_id: tenantId,
      table_id: tableId,
      cycle_id: openCycleId,
      document_id: document.id,
      seq: 1,
      row_id: row,
      ordinal: ordinalOf('note'),
      kept: '"kept"',
      kept_by: person,
      lost: '"lost"',
      lost_by: person,
    })
    .returning('id')
  return id
}

/** What only remembers the requests themselves, and what the server notes by itself when a sheet was quiet for long. */
const BESIDE = ['idempotency_keys', 'document_content_hashes']

/** Everything else that the company has in the database. */
async function state(): Promise<Record<string, string>> {
  const { owner } = target.server.database
  const { rows: tables } = await owner.raw<{ rows: { name: string }[] }>(
    `
    SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND c.relname <> ALL (?)
    ORDER BY 1`,
    [BESIDE],
  )
  const entries = tables.map(async ({ name }) => {
    const { rows } = await owner.raw<{ rows: { print: string }[] }>(
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') AS print FROM ${name} t WHERE tenant_id = ?`,
      [target.tenant.tenantId],
    )
    return [name, rows[0]!.print] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

/** Waits until everything journaled is derived and everybody was told. */
async function settle(): Promise<void> {
  const { tenantId: tenant_id } = target.tenant
  const cycles: string[] = await target.server.database.owner('cycles').where({ tenant_id }).pluck('id')
  for (const id of cycles) {
    await target.as('admin', 'GET', `/cycles/${id}/emissions`)
  }
  const before = await state()
  await new Promise((resolve) => setTimeout(resolve, 300))
  const after = await state()
  // totals are there before their rows, which come behind and are told of, too
  const due = await target.server.database.owner('sheet_refreshes').where({ tenant_id }).first('id')
  return due === undefined && JSON.stringify(after) === JSON.stringify(before) ? undefined : settle()
}

test('[A7] every address that changes something is tried below, or says where its repetition is shown', () => {
  const changing = ROUTES.filter(({ method }) => method !== 'get').map(({ method, path }) => `${method} ${path}`)
  expect([...Object.keys(REQUESTS), ...Object.keys(OTHERS)].toSorted()).toEqual(changing.toSorted())
})

test.each(Object.keys(REQUESTS))(
  '[A7] %s, sent again: nothing is there twice, and nobody hears of it twice',
  async (address) => {
    const { method, path, body } = await REQUESTS[address]!()
    const headers = { 'idempotency-key': `again ${address}` }
    await settle()
    const begin = await state()
    const first = await target.as('admin', method, path, body, headers)
    await settle()
    const [once, told] = [await state(), heard.length]
    const second = await target.as('admin', method, path, body, headers)
    await settle()
    expect(first.status).toBeLessThan(300)
    expect(once).not.toEqual(begin)
    expect([address, await state()]).toEqual([address, once])
    expect(heard.slice(told)).toEqual([])
    expect([200, 204, 404]).toContain(second.status) // 404: what is taken away is not there any more
  },
)

test('[A7] the journal replayed twice, and in any order, is the same sheet', async () => {
  const { owner } = target.server.database
  const document = await owner('documents')
    .where({ table_id: target.tenant.tableId, part: COMMON })
    .first('id', 'generation')
  const of = { document_id: document.id, generation: document.generation }
  const { seed } = await owner('document_generations').where(of).first('seed')
  const updates: Buffer[] = await owner('document_updates').where(of).orderBy('seq').pluck('bytes')
  const replayed = (list: readonly Buffer[]): string => {
    const doc = new Y.Doc()
    const sheet = new Sheet(doc)
    Y.applyUpdate(doc, seed)
    list.forEach((update) => Y.applyUpdate(doc, update))
    expect([doc.store.pendingStructs, doc.store.pendingDs]).toEqual([null, null])
    return sheet.fingerprint()
  }
  const once = replayed(updates)
  const next = random(25)
  expect(updates.length).toBeGreaterThan(5)
  expect(replayed([...updates, ...updates])).toBe(once)
  for (let run = 0; run < sizeOf({ short: 20, long: 500 }); run++) {
    const shuffled = [...updates, ...updates].map((update) => [next(), update] as const).toSorted(([a], [b]) => a - b)
    expect(replayed(shuffled.map(([, update]) => update))).toBe(once)
  }
})

test('[A7] an update that is sent again on the socket is known, and acknowledged without being journaled', async () => {
  const row = await target.newRow({ quantity: 1 })
  const name = await target.document(COMMON)
  const author = await target.join('data_owner', COMMON)
  await until(() => author.sheet.hasRow(row), 'seen')
  const captured: Uint8Array[] = []
  author.doc.on('update', (update: Uint8Array, origin: unknown) => origin !== author.provider && captured.push(update))
  author.sheet.set(row, ordinalOf('quantity'), 2)
  await until(() => author.isSaved, 'saved')
  const head = await target.head(name)
  const socket = await target.stranger()
  await target.enter(socket, name, await target.token('data_owner'))
  const before = socket.acknowledged(name)
  Array.from({ length: 20 }, () => captured.forEach((update) => socket.update(name, update)))
  await until(() => socket.acknowledged(name) >= before + 20 * captured.length, 'acknowledged')
  expect([socket.refused, await target.head(name)]).toEqual([[], head])
})
