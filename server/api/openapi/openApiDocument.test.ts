import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { route } from '../routing/Route.ts'
import { API_PREFIX, ROUTES } from '../routes.ts'
import { clientTypes } from './clientTypes.ts'
import { openApiDocument } from './openApiDocument.ts'
import { schemaOf } from './operationOf.ts'
import { postmanCollection } from './postmanCollection.ts'
import { type Direction, typeText } from './typeText.ts'

type Node = { [key: string]: Node } & { [at: number]: Node }

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a tree of JSON that the tests walk through
const document = JSON.parse(JSON.stringify(openApiDocument(API_PREFIX, ROUTES))) as Node
const operations = Object.entries(document['paths']!).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
)

/** Every node of the document with its way from the root. */
function* nodes(node: unknown, way: readonly string[] = []): Generator<{ node: object; way: readonly string[] }> {
  if (typeof node === 'object' && node !== null) {
    yield { node, way }
    for (const [key, inner] of Object.entries(node)) {
      yield* nodes(inner, [...way, key])
    }
  }
}

test('is a valid OpenAPI 3.1 document, by a validator that is not ours', async () => {
  const validator = new Validator()
  const { valid, errors } = await validator.validate(structuredClone(document))
  expect({ valid, errors }).toEqual({ valid: true, errors: undefined })
  expect(validator.version).toBe('3.1')
})

test('describes every route once, with its refusals, and leaves none of its parameters out', () => {
  expect(operations).toHaveLength(ROUTES.length)
  expect(new Set(operations.map(({ operation }) => operation['operationId'])).size).toBe(ROUTES.length)
  for (const { name, operation } of operations) {
    const holes = [...name.matchAll(/\{(\w+)\}/g)].map((hole) => hole[1])
    const parameters: { in?: unknown; name?: unknown }[] = Object.values(operation['parameters']!)
    const inPath = parameters.filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name)
    expect([name, inPath]).toEqual([name, holes])
    const statuses = Object.keys(operation['responses']!)
    expect([name, statuses]).toEqual([name, expect.arrayContaining(['422', '429', '500', '503'])])
    expect([name, statuses.some((status) => Number(status) < 300)]).toEqual([name, true])
  }
})

test('every example fits its schema', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  const misfits: string[] = []
  for (const { node, way } of nodes(document)) {
    if ('schema' in node && 'example' in node && way.at(-1) === 'application/json') {
      const validate = ajv.compile(node.schema as object)
      if (!validate(node.example)) {
        misfits.push(`${way.slice(1, 4).join(' ')}: ${ajv.errorsText(validate.errors)}`)
      }
    }
  }
  expect(misfits).toEqual([])
})

test('names are snake_case; only species of gases are written as chemists do, and factors as formulas have them', () => {
  const others = new Set<string>()
  for (const { node } of nodes(document['paths'])) {
    const properties = 'properties' in node && typeof node.properties === 'object' ? (node.properties ?? {}) : {}
    Object.keys(properties)
      .filter((key) => !/^[a-z0-9]+(_[a-z0-9]+)*$/.test(key))
      .forEach((key) => others.add(key))
  }
  expect([...others].toSorted()).toEqual([
    'CH4',
    'CO2',
    'CO2e',
    'N2O',
    'avoidedOnly',
    'biogenicCo2Kg',
    'co2eKg',
    'co2eOnlyGwp',
    'co2eOnlyKg',
    'gasesKg',
    'insideKg',
    'marketOnly',
    'outsideScopes',
  ])
})

test('the Postman collection holds every route, with its parameters and a body that its schema takes', () => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  const collection = JSON.parse(JSON.stringify(postmanCollection(API_PREFIX, ROUTES))) as {
    item: {
      item: { request: { method: string; body?: { raw?: string }; url: { path: string[]; query: unknown[] } } }[]
    }[]
  }
  const requests = collection.item.flatMap(({ item }) => item.map(({ request }) => request))
  const addressOf = ({ method, url }: (typeof requests)[number]): string =>
    `${method.toLowerCase()} /${url.path.join('/').replaceAll(/:(\w+)/g, '{$1}')}`
  expect(requests.map(addressOf).toSorted()).toEqual(operations.map(({ name }) => name).toSorted())
  const rows = requests.find((request) => addressOf(request) === `get ${API_PREFIX}/tables/{id}/rows`)!
  expect(rows.url.query).toContainEqual(expect.objectContaining({ key: 'cycle_id', disabled: false }))
  expect(rows.url.query).toContainEqual(expect.objectContaining({ key: 'sort', disabled: true }))
  const login = requests.find((request) => addressOf(request).endsWith('/auth/login'))!
  expect(JSON.parse(login.body!.raw!)).toEqual({ email: 'ana@example.com', password: expect.any(String) })
})

test('types for programs name every address with what it takes and gives, and say when it is deprecated', () => {
  const text = clientTypes(openApiDocument(API_PREFIX, ROUTES))
  expect([...text.matchAll(/^  "([^"]+)": \{$/gm)].map(([, path]) => path)).toEqual(Object.keys(document['paths']!))
  expect(text).toContain('[name: `filter[${string}][${string}]`]: string | number | boolean | undefined;')
  const made = route({
    method: 'post',
    path: '/things/{id}',
    tag: 'Things',
    summary: 'Makes a thing */ of another',
    deprecated: { since: '2026-01-01', sunset: '2027-01-01', instead: 'POST /others' },
    query: z.strictObject({ cycle_id: z.string(), limit: z.number().optional() }),
    body: z.strictObject({ names: z.array(z.enum(['a', 'b'])), note: z.string().nullable().optional() }),
    reply: z.object({ data: z.array(z.union([z.number(), z.null()])), of: z.record(z.string(), z.unknown()) }),
    handle: async () => ({ data: [1], of: {} }),
  })
  expect(clientTypes(openApiDocument('', [made])).split('export interface paths ')[1]).toBe(`{
  "/things/{id}": {
    /** Makes a thing * / of another @deprecated Use \`POST /others\` instead. Deprecated since 2026-01-01; gone after 2027-01-01. */
    post: {
      parameters: { "path": { /** Which of the things. */ "id": string; }; "query": { /** The cycle. */ "cycle_id": string; /** How many at most. */ "limit"?: number; }; header?: Record<string, string | undefined>; cookie?: never }
      requestBody: { content: { "application/json": { "names": readonly ("a" | "b")[]; "note"?: string | null | undefined; }; } }
      responses: {
        200: { content: { "application/json": { "data": (number | null)[]; "of": Record<string, unknown>; }; } }
        400: Refusal
        401: Refusal
        403: Refusal
        404: Refusal
        409: Refusal
        412: Refusal
        413: Refusal
        422: Refusal
        429: Refusal
        500: Refusal
        503: Refusal
      }
    }
  }
}
`)
})

test('a schema is the type of its values, the other way round for what is sent', () => {
  const typeOf = (schema: z.ZodType, direction: Direction = 'received'): string =>
    typeText(schemaOf(schema, 'output'), direction)
  expect(typeOf(z.tuple([z.string(), z.int()]))).toBe('[string, number]')
  expect(typeOf(z.array(z.array(z.string())), 'sent')).toBe('readonly (readonly string[])[]')
  expect(typeOf(z.record(z.enum(['a', 'b']), z.number()))).toBe('{ "a": number; "b": number; }')
  expect(typeOf(z.partialRecord(z.enum(['a', 'b']), z.number()))).toBe('{ "a"?: number; "b"?: number; }')
  expect(typeOf(z.partialRecord(z.enum(['a', 'b']), z.number()), 'sent')).toBe(
    '{ "a"?: number | undefined; "b"?: number | undefined; }',
  )
  expect(
    typeOf(
      z
        .object({})
        .catchall(z.number())
        .extend({ a: z.literal(1) }),
    ),
  ).toBe('{ "a": 1; } & Record<string, number>')
  expect(typeOf(z.intersection(z.object({ a: z.string() }), z.union([z.string(), z.number()])))).toBe(
    '{ "a": string; } & (string | number)',
  )
  expect(typeOf(z.object({ a: z.boolean().describe('Whether it is') }))).toBe('{ /** Whether it is */ "a": boolean; }')
  expect(typeOf(z.unknown())).toBe('unknown')
})

test('a deprecated route says since when, until when, and what to use instead', () => {
  const old = route({
    method: 'get',
    path: '/old',
    tag: 'Old',
    summary: 'An old one',
    deprecated: { since: '2026-01-01', sunset: '2027-01-01', instead: 'GET /new' },
    reply: z.object({}),
    handle: async () => ({}),
  })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  const { paths } = openApiDocument('', [old]) as unknown as Node
  expect(paths!['/old']!['get']).toMatchObject({
    deprecated: true,
    description: 'Use `GET /new` instead. Deprecated since 2026-01-01; gone after 2027-01-01.',
  })
})
