/** A JSON schema as zod writes it; only what examples and types look at. */
export interface JsonSchema {
  description?: string
  type?: string | readonly string[]
  const?: unknown
  enum?: readonly unknown[]
  default?: unknown
  format?: string
  pattern?: string
  properties?: Readonly<Record<string, JsonSchema>>
  required?: readonly string[]
  additionalProperties?: boolean | JsonSchema
  propertyNames?: JsonSchema
  items?: JsonSchema
  prefixItems?: readonly JsonSchema[]
  anyOf?: readonly JsonSchema[]
  oneOf?: readonly JsonSchema[]
  allOf?: readonly JsonSchema[]
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
}

/** Texts of a form. */
const BY_FORMAT: Readonly<Record<string, string>> = {
  uuid: '0198c3f4-7b1a-7e52-9d3e-2f60a1b4c5d6',
  date: '2025-03-31',
  'date-time': '2025-03-31T12:00:00.000Z',
  email: 'ana@example.com',
  uri: 'https://example.com/source',
}

/** What stands in a text of that name, by how the name ends. */
const BY_NAME: readonly (readonly [RegExp, string])[] = [
  [/(^|_)(id|by|of|from|to)$/, '0198c3f4-7b1a-7e52-9d3e-2f60a1b4c5d6'],
  [/(_at|^at|until|since)$/, '2025-03-31T12:00:00.000Z'],
  [/(_on|^day)$/, '2025-03-31'],
  [/^month$/, '2025-03'],
  [/(cursor)$/, 'WyJhIiwiYiJd'],
  [/(^|_)email$/, 'ana@example.com'],
  [/^unit$/, 'kWh'],
  [/^market$/, 'FR'],
  [/^formula$/, 'quantity * 2'],
  [/(_sha256|^sha256|hash)$/, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  [/(^|_)key$/, 'quantity'],
  [/(^|_)name$|^title$/, 'Natural gas'],
  [/^reason$|^detail|^description$|^message$/, 'As the meter says'],
]

/**
 * A value that fits the schema, for people to see what is meant: always the same one, with what is required and, within, the
 * first of every choice. `name` is the key that it stands under. Lists have one entry.
 */
export function exampleOf(schema: JsonSchema, name = ''): unknown {
  if (schema.const !== undefined || schema.enum !== undefined) {
    return schema.const ?? schema.enum?.[0]
  }
  if (schema.default !== undefined) {
    return schema.default
  }
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) {
    return exampleOf(choices.find(({ type }) => type !== 'null') ?? {}, name)
  }
  if (schema.allOf !== undefined) {
    return Object.assign({}, ...schema.allOf.map((part) => exampleOf(part, name)))
  }
  switch (typeOf(schema)) {
    case 'object':
      return objectExample(schema)
    case 'array':
      return schema.prefixItems?.map((item) => exampleOf(item)) ?? listExample(schema, name)
    case 'boolean':
      return true
    case 'integer':
    case 'number':
      return numberExample(schema, name)
    case 'string':
      return textExample(schema, name)
    case 'null':
      return null
    default:
      return {}
  }
}

/** The first of several types: what is not null comes first. */
function typeOf({ type }: JsonSchema): string | undefined {
  return typeof type === 'string' ? type : type?.[0]
}

function objectExample({ properties = {}, additionalProperties, propertyNames }: JsonSchema): object {
  const known = Object.entries(properties).map(([key, inner]) => [key, exampleOf(inner, key)] as const)
  const isMap = known.length === 0 && typeof additionalProperties === 'object'
  const key = propertyNames === undefined ? 'quantity' : String(exampleOf(propertyNames, 'key'))
  return Object.fromEntries(isMap ? [[key, exampleOf(additionalProperties, key)]] : known)
}

function listExample({ items = {}, minItems = 1 }: JsonSchema, name: string): unknown[] {
  return Array.from({ length: Math.max(minItems, 1) }, () => exampleOf(items, name.replace(/s$/, '')))
}

function numberExample({ minimum, maximum, exclusiveMinimum, ...schema }: JsonSchema, name: string): number {
  const wanted = name.includes('year') ? 2025 : typeOf(schema) === 'integer' ? 1 : 12.5
  const least = minimum ?? (exclusiveMinimum === undefined ? wanted : Math.max(wanted, exclusiveMinimum + 1))
  return Math.min(Math.max(wanted, least), maximum ?? Infinity)
}

function textExample({ format, pattern, minLength = 0, maxLength }: JsonSchema, name: string): string {
  const named = BY_NAME.find(([ending]) => ending.test(name))?.[1] ?? 'text'
  const wanted = (format === undefined ? undefined : BY_FORMAT[format]) ?? named
  const fits = [wanted, '2025-03', 'quantity', 'a', '1'].find(
    (text) => pattern === undefined || new RegExp(pattern).test(text),
  )
  return (fits ?? wanted).padEnd(minLength, '.').slice(0, maxLength)
}
