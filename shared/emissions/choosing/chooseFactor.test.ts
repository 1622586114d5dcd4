import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NOWHERE } from '#shared/places/sitePlace.ts'
import { normaliseFactors } from '../normaliseFactors.ts'
import type { FactorSource, PublishedFactor } from '../publishedFactor.ts'
import { chooseFactor } from './chooseFactor.ts'
import { type Refusal, REFUSALS } from './factorChoice.ts'
import type { FactorCandidate, FactorQuestion } from './factorQuestion.ts'
import { libraryCandidate } from './libraryCandidate.ts'

type Printed = PublishedFactor & { core?: boolean; supersededBy?: string; boundary?: string }

const FILE: { factors: Printed[]; sources: Record<string, FactorSource> } = JSON.parse(
  readFileSync(new URL('../../../seeds/data/emission-factors.json', import.meta.url), 'utf8'),
)
/** The bundled library as the database gives it. */
const LIBRARY: readonly FactorCandidate[] = (() => {
  const normalised = normaliseFactors(FILE.factors, FILE.sources)
  return FILE.factors.map((record) => {
    const factor = normalised.get(record.id)?.factor ?? null
    return libraryCandidate({
      id: record.id,
      name: record.name,
      path: record.path ?? [],
      unit: factor?.unit ?? null,
      scope: typeof record.scope === 'number' ? record.scope : null,
      year: record.year,
      geography: record.geo,
      publisher: FILE.sources[record.src]!.publisher,
      normalised: factor,
      superseded_by: record.supersededBy ?? null,
      status: 'published',
      set_year: FILE.sources[record.src]!.year,
      boundary: record.boundary ?? null,
      is_core: record.core === true,
      valid_from: null,
      valid_to: null,
    })
  })
})()

const ask = (more: Partial<FactorQuestion>): FactorQuestion => ({
  activity: 'electricity',
  unit: 'kWh',
  scope: 2,
  place: NOWHERE,
  factorYear: 2025,
  gwpSet: 'AR6',
  publisher: null,
  ...more,
})
const at = (country: string, gridRegion: string | null = null) => ({
  place: { country, subdivision: null, gridRegion },
})
const choose = (more: Partial<FactorQuestion>, among = LIBRARY) => chooseFactor(ask(more), among)
const refusalOf = (more: Partial<FactorQuestion>, id: string): Refusal | undefined =>
  choose(more).refused.find((one) => one.id === id)?.refusal

test.each([
  ['a UK site', at('GB'), 'desnz25.7_400_4000_5', 'country GB', 'same-year', []],
  [
    'a UK site the year before',
    { ...at('GB'), factorYear: 2024 },
    'desnz24.7_400_4000_5',
    'country GB',
    'same-year',
    [],
  ],
  ['a subregion', at('US', 'CAMX'), 'egrid2023r2.camx', 'grid US-EGRID-CAMX', 'newest-before', ['older-data']],
  ['Thailand', at('TH'), 'ghgp.grid.th.2022', 'country TH', 'newest-before', ['older-data', 'co2-only']],
  ['Brazil in 2022', { ...at('BR'), factorYear: 2022 }, 'ghgp.grid.br.2022', 'country BR', 'same-year', ['co2-only']],
])('grid electricity of %s', (_, question, id, place, rule, cautions) => {
  const { chosen } = choose(question)
  expect(chosen).toMatchObject({ id, rule, cautions })
  expect(`${chosen!.place.level} ${chosen!.place.code}`).toBe(place)
})

test('a site in the United States whose grid is not stated has the average of the country', () => {
  const { chosen } = choose(at('US'))
  expect(chosen).toMatchObject({ place: { level: 'country', code: 'US' } })
  expect(LIBRARY.find(({ id }) => id === chosen!.id)!.name).toMatch(/total output/)
})

test.each([
  ['Germany', 'DE'],
  ['the Emirates', 'AE'],
])('%s has no grid factor of its own, nor its region, nor the world: none, with what was refused', (_, country) => {
  const { chosen, refused } = choose(at(country))
  expect(chosen).toBeNull()
  const others = refused.filter(({ refusal }) => refusal === 'other-place').map(({ id }) => id)
  expect(others).toEqual(expect.arrayContaining(['desnz25.7_400_4000_5', 'egrid2023r2.camx', 'ghgp.grid.cn.2022']))
})

test('fuel of a German site falls back to the world, where the library has it per the unit', () => {
  const { chosen, refused } = choose({ ...at('DE'), activity: 'Natural gas', scope: 1, unit: 'kWh(LHV)' })
  expect(chosen).toMatchObject({
    place: { level: 'world', code: 'WORLD' },
    rule: 'newest-before',
    cautions: expect.arrayContaining(['wider-place', 'older-data']),
  })
  expect(LIBRARY.find(({ id }) => id === chosen!.id)!.publisher).toMatch(/IPCC/)
  expect(refused).toContainEqual({ id: 'desnz25.1_100_1004_7', refusal: 'other-place' })
  expect(choose({ ...at('DE'), activity: 'Natural gas', scope: 1, unit: 'm3' }).chosen).toBeNull()
})

test('a custom factor for Europe is nearer to Germany than one for the world, and one for Germany is nearer still', () => {
  const own = LIBRARY.find(({ id }) => id === 'desnz25.7_400_4000_5')!
  const custom = (id: string, geography: string): FactorCandidate => ({
    ...own,
    id,
    geography,
    status: 'approved',
    scope: null,
  })
  const [world, europe, germany] = [custom('w', 'World'), custom('e', 'Europe'), custom('g', 'Germany')]
  expect(choose(at('DE'), [world, europe]).chosen).toMatchObject({ id: 'e', place: { level: 'region' } })
  expect(choose(at('DE'), [world, germany, europe])).toMatchObject({
    chosen: { id: 'g' },
    refused: [
      { id: 'e', refusal: 'wider-place' },
      { id: 'w', refusal: 'wider-place' },
    ],
  })
})

test('what is never an inventory factor of the site is refused for that: gotchas 1, 2, 3, 10 and 20', () => {
  const camx = at('US', 'CAMX')
  expect(refusalOf(camx, 'epa25.t6.camx.total-output')).toBe('superseded')
  expect(refusalOf(camx, 'epa25.t6.camx.non-baseload')).toBe('avoided-only')
  expect(refusalOf(camx, 'egrid2023r2.ggl.western')).toBe('losses')
  expect(refusalOf(camx, 'epa24.t6.camx.total-output')).toBe('older-year')
  expect(refusalOf(camx, 'egrid2023r2.rfcw')).toBe('other-place')
  const uk = choose(at('GB'))
  const byRefusal = Map.groupBy(uk.refused, ({ refusal }) => refusal)
  const names = (refusal: Refusal): string[] =>
    (byRefusal.get(refusal) ?? []).map(({ id }) => LIBRARY.find((one) => one.id === id)!.path[0] ?? '')
  expect(names('losses')).toContain('Transmission and distribution')
  expect(names('upstream')).toContain('WTT- UK electricity')
  expect(refusalOf(at('GB'), 'desnz25.99_400_4001_5')).toBe('outside-scopes')
  expect(refusalOf(at('GB'), 'desnz26.7_400_4000_5')).toBe('later-year')
})

test('drafts and what was retired are refused, and so is what was not valid in the year', () => {
  const own = { ...LIBRARY.find(({ id }) => id === 'desnz25.7_400_4000_5')!, scope: null }
  const among: FactorCandidate[] = [
    { ...own, id: 'draft', status: 'draft' },
    { ...own, id: 'gone', status: 'retired' },
    { ...own, id: 'ended', status: 'approved', validTo: '2024-12-31' },
    { ...own, id: 'begins', status: 'approved', validFrom: '2026-01-01' },
    { ...own, id: 'valid', status: 'approved', validFrom: '2025-04-01' },
  ]
  expect(choose(at('GB'), among)).toMatchObject({
    chosen: { id: 'valid' },
    refused: expect.arrayContaining([
      { id: 'draft', refusal: 'not-approved' },
      { id: 'gone', refusal: 'retired' },
      { id: 'ended', refusal: 'not-valid' },
      { id: 'begins', refusal: 'not-valid' },
    ]),
  })
})

test('of equal ones that which can be re-based is taken; alone, one of another GWP set is, and says so', () => {
  const own = LIBRARY.find(({ id }) => id === 'desnz25.7_400_4000_5')!
  const fixed: FactorCandidate = { ...own, id: 'a', co2eOnlyGwp: 'AR4' }
  expect(choose(at('GB'), [fixed, own])).toMatchObject({
    chosen: { id: own.id, cautions: [] },
    refused: [{ id: 'a', refusal: 'other-gwp' }],
  })
  expect(choose(at('GB'), [fixed]).chosen).toMatchObject({ id: 'a', cautions: ['other-gwp'] })
  expect(choose({ ...at('GB'), gwpSet: 'AR4' }, [fixed]).chosen).toMatchObject({ cautions: [] })
})

test('a publisher that is preferred comes first where several publish for the place', () => {
  const own = LIBRARY.find(({ id }) => id === 'desnz25.7_400_4000_5')!
  const other: FactorCandidate = { ...own, id: 'z', publisher: 'Laboratory', year: 2024 }
  expect(choose({ ...at('GB'), publisher: 'laboratory' }, [own, other])).toMatchObject({
    chosen: { id: 'z' },
    refused: [{ id: own.id, refusal: 'other-publisher' }],
  })
  expect(choose(at('GB'), [own, other]).chosen).toMatchObject({ id: own.id })
})

test.each([
  ['diesel', 'L', 1, 'Liquid fuels / Diesel (average biofuel blend)'],
  ['Natural gas (boiler)', 'kWh(HHV)', 1, 'Gaseous fuels / Natural gas'],
  ['petrol', 'L', 1, 'Liquid fuels / Petrol (average biofuel blend)'],
  ['LPG', 'L', 1, 'Gaseous fuels / LPG'],
  ['ديزل', 'L', 1, 'Liquid fuels / Diesel (average biofuel blend)'],
] as const)('%s in %s of a UK site', (activity, unit, scope, name) => {
  const { chosen } = choose({ ...at('GB'), activity, unit, scope })
  expect(LIBRARY.find(({ id }) => id === chosen?.id)).toMatchObject({ name, year: 2025 })
})

test('what has no other names is found by its words: hotel nights of the country', () => {
  const { chosen } = choose({ ...at('TH'), activity: 'hotel stay', unit: 'room_night', scope: 3 })
  expect(LIBRARY.find(({ id }) => id === chosen?.id)).toMatchObject({ geography: 'Thailand', year: 2025 })
})

const SMALL = LIBRARY.filter(({ name }) => /electricity|total output|grid|natural gas|diesel/i.test(name))
const questions = fc
  .record({
    activity: fc.constantFrom('electricity', 'natural gas', 'diesel', 'hotel'),
    unit: fc.constantFrom('kWh', 'L', 'kWh(HHV)', 't', null),
    scope: fc.constantFrom(1 as const, 2 as const, 3 as const, null),
    country: fc.constantFrom('GB', 'US', 'DE', 'TH', 'BR', null),
    factorYear: fc.integer({ min: 2015, max: 2026 }),
    gwpSet: fc.constantFrom('AR4' as const, 'AR5' as const, 'AR6' as const),
  })
  .map(({ country, ...rest }) => ask({ ...rest, place: { country, subdivision: null, gridRegion: null } }))

test('the order of the candidates changes nothing, and each is chosen or refused once', () => {
  fc.assert(
    fc.property(questions, fc.shuffledSubarray(SMALL, { minLength: 40, maxLength: 160 }), (question, among) => {
      const one = chooseFactor(question, among)
      expect(chooseFactor(question, among.toReversed())).toEqual(one)
      const ids = [...(one.chosen === null ? [] : [one.chosen.id]), ...one.refused.map(({ id }) => id)]
      expect(new Set(ids).size).toBe(ids.length)
      expect(one.refused.every(({ refusal }) => REFUSALS.includes(refusal))).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('nothing of a later year, of another place or of another kind of unit is ever chosen', () => {
  fc.assert(
    fc.property(questions, (question) => {
      const { chosen } = chooseFactor(question, SMALL)
      const found = SMALL.find(({ id }) => id === chosen?.id)
      expect(found === undefined || found.year <= question.factorYear).toBe(true)
      expect(found?.supersededBy ?? null).toBeNull()
      expect(found?.isAvoidedOnly ?? false).toBe(false)
      expect(found === undefined || question.scope === null || found.scope === question.scope).toBe(true)
    }),
    { numRuns: 200 },
  )
})

test('what was refused never becomes the choice when others are taken away that were refused too', () => {
  fc.assert(
    fc.property(questions, (question) => {
      const { chosen, refused } = chooseFactor(question, SMALL)
      const kept = SMALL.filter(({ id }) => id === chosen?.id || refused.findIndex((one) => one.id === id) % 2 === 0)
      expect(chooseFactor(question, kept).chosen).toEqual(chosen)
    }),
    { numRuns: 60 },
  )
})
