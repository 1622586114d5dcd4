/** Requests of a route at random, made of nothing but its published description. */
import * as fc from 'fast-check'
import { exampleOf, type JsonSchema } from '#server/api/openapi/exampleOf.ts'
import { schemaOf } from '#server/api/openapi/operationOf.ts'
import type { Route } from '#server/api/routing/Route.ts'

export interface RandomRequest {
  path: string
  body: unknown
}

/** Ids that there are: `at` the first place of an address, and anywhere. */
export interface KnownIds {
  at: (path: string) => string
  anywhere: readonly string[]
}

/** Requests that the document allows, and as many of which one part is broken. The same for the same seed. */
export function randomRequests(
  route: Route,
  ids: KnownIds,
  { seed, count }: { seed: number; count: number },
): RandomRequest[] {
  const query = route.query === undefined ? {} : schemaOf(route.query, 'input')
  const body = route.body === undefined ? null : valuesOf(schemaOf(route.body, 'input'), ids)
  const allowed = fc.record({
    path: pathsOf(route, ids),
    query: valuesOf({ ...query, additionalProperties: false }, ids),
    body: body ?? fc.constant(undefined),
  })
  const broken = fc
    .record({ request: allowed, inQuery: fc.boolean(), seed: fc.nat() })
    .map(({ request, inQuery, seed: which }) =>
      inQuery || request.body === undefined
        ? { ...request, query: breakOne(request.query, which) }
        : { ...request, body: breakOne(request.body, which) },
    )
  return [...fc.sample(allowed, { seed, numRuns: count }), ...fc.sample(broken, { seed, numRuns: count })].map(
    (request) => ({ path: `${request.path}?${queryText(request.query)}`, body: request.body }),
  )
}

function pathsOf({ path, freeParams = [] }: Route, ids: KnownIds): fc.Arbitrary<string> {
  const holes = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const anywhere = fc.constantFrom(...ids.anywhere)
  const values = holes.map((name, i) =>
    fc.oneof(
      { weight: i === 0 ? 6 : 1, arbitrary: i === 0 ? fc.constant(ids.at(path)) : anywhere },
      { weight: 1, arbitrary: freeParams.includes(name) ? fc.string({ minLength: 1, maxLength: 40 }) : fc.uuid() },
      { weight: 1, arbitrary: anywhere },
    ),
  )
  return fc.tuple(...values).map((given) => {
    let at = 0
    return path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(given[at++]!.toWellFormed()))
  })
}

/** Values that fit the schema. */
function valuesOf(schema: JsonSchema, ids: KnownIds): fc.Arbitrary<unknown> {
  if (schema.const !== undefined || schema.enum !== undefined) {
    return fc.constantFrom(...(schema.enum ?? [schema.const]))
  }
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) {
    return fc.oneof(...choices.map((choice) => valuesOf(choice, ids)))
  }
  if (schema.allOf !== undefined) {
    return fc.constant(exampleOf(schema))
  }
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? ['any'])
  return fc.oneof(...types.map((type) => valuesOfType(type, schema, ids)))
}

function valuesOfType(type: string, schema: JsonSchema, ids: KnownIds): fc.Arbitrary<unknown> {
  switch (type) {
    case 'object':
      return objectsOf(schema, ids)
    case 'array':
      return fc.array(valuesOf(schema.items ?? {}, ids), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.max(schema.minItems ?? 0, 3),
      })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -1000, max: Math.min(schema.maximum ?? 3000, 2 ** 31) })
    case 'number':
      return fc.double({ min: schema.minimum ?? -1e9, max: schema.maximum ?? 1e9, noNaN: true })
    case 'string':
      return textsOf(schema, ids)
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

function objectsOf(
  { properties = {}, required = [], additionalProperties }: JsonSchema,
  ids: KnownIds,
): fc.Arbitrary<unknown> {
  const known = Object.fromEntries(Object.entries(properties).map(([key, inner]) => [key, valuesOf(inner, ids)]))
  const record = fc.record(known, { requiredKeys: required.filter((key) => key in known) })
  if (typeof additionalProperties !== 'object') {
    return record
  }
  const more = fc.dictionary(
    fc.constantFrom('note', 'quantity', 'month', 'site', 'else'),
    valuesOf(additionalProperties, ids),
  )
  return fc.tuple(record, more).map(([first, second]) => ({ ...second, ...first }))
}

function textsOf(schema: JsonSchema, ids: KnownIds): fc.Arbitrary<string> {
  const { format, pattern, minLength = 0, maxLength = 200 } = schema
  const limits = { minLength, maxLength: Math.min(maxLength, minLength + 60) }
  switch (format) {
    case 'uuid':
      return fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...ids.anywhere.filter((id) => id.length === 36)) },
        fc.uuid(),
      )
    case 'date':
      return DAYS.map((day) => day.toISOString().slice(0, 10))
    case 'date-time':
      return DAYS.map((day) => day.toISOString())
    default:
      return pattern === undefined
        ? fc.oneof(
            fc.string(limits),
            fc.string({ ...limits, unit: 'grapheme' }).map((text) => text.slice(0, maxLength)),
          )
        : fc.constant(String(exampleOf(schema)))
  }
}

const DAYS = fc.date({ min: new Date('1980-01-01'), max: new Date('2110-12-31'), noInvalidDate: true })

const JUNK: readonly unknown[] = [
  null,
  '',
  '\0',
  'x'.repeat(5000),
  -1,
  1e308,
  0.5,
  true,
  [],
  [[]],
  {},
  { a: { b: 1 } },
  '\ud800',
  '9999-99-99',
  '../..',
  ['a', null],
]

/** The value with one of its parts replaced by what does not belong there, taken out, or with one too many. */
function breakOne(value: unknown, which: number): unknown {
  const places = [...placesIn(value)]
  const place = places[which % Math.max(places.length, 1)]
  const junk = JUNK[which % JUNK.length]
  if (place === undefined) {
    return { surplus: junk }
  }
  const copy = structuredClone(value)
  const holder = place.slice(0, -1).reduce<unknown>((node, key) => Reflect.get(Object(node), key), copy)
  const key = place.at(-1)!
  if (which % 5 === 0) {
    Reflect.deleteProperty(Object(holder), key)
  } else if (which % 5 === 1) {
    Reflect.set(Object(holder), 'surplus', junk)
  } else {
    Reflect.set(Object(holder), key, junk)
  }
  return copy
}

function* placesIn(value: unknown, way: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      yield [...way, key]
      yield* placesIn(inner, [...way, key])
    }
  }
}

function queryText(query: unknown): string {
  const entries = Object.entries(Object(query) as Record<string, unknown>)
  return new URLSearchParams(
    entries.map(([key, value]): [string, string] => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
  ).toString()
}
