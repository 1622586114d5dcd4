import type { JsonSchema } from './exampleOf.ts'

/**
 * Which way values of a type go. What is sent may be given as lists that nobody changes, and with keys that are undefined:
 * JSON leaves those out.
 */
export type Direction = 'sent' | 'received'

/** A JSON schema as a type of TypeScript. What only values have (lengths, forms, ranges) is not in it. */
export function typeText(schema: JsonSchema, direction: Direction): string {
  const inner = (part: JsonSchema): string => typeText(part, direction)
  if (schema.const !== undefined) {
    return JSON.stringify(schema.const)
  }
  if (schema.enum !== undefined) {
    return either(schema.enum.map((value) => JSON.stringify(value)))
  }
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) {
    return either(choices.map(inner))
  }
  if (schema.allOf !== undefined) {
    return schema.allOf.map((part) => within(inner(part))).join(' & ')
  }
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? [])
  return types.length === 0 ? 'unknown' : either(types.map((type) => plain(type, schema, direction)))
}

function plain(type: string, schema: JsonSchema, direction: Direction): string {
  switch (type) {
    case 'integer':
      return 'number'
    case 'array':
      return listText(schema, direction)
    case 'object':
      return objectText(schema, direction)
    default:
      return type // string, number, boolean, null
  }
}

function listText({ items, prefixItems }: JsonSchema, direction: Direction): string {
  const list =
    prefixItems === undefined
      ? `${within(typeText(items ?? {}, direction))}[]`
      : `[${prefixItems.map((item) => typeText(item, direction)).join(', ')}]`
  return direction === 'sent' ? `readonly ${list}` : list
}

function objectText(schema: JsonSchema, direction: Direction): string {
  const { properties = {}, required = [], additionalProperties, propertyNames } = schema
  const keyText = (key: string, isRequired: boolean, inner: JsonSchema): string => {
    const type = typeText(inner, direction)
    const isDropped = direction === 'sent' && !isRequired && type !== 'unknown'
    return member({ key, isRequired, type: isDropped ? `${type} | undefined` : type, says: inner.description })
  }
  const known = Object.entries(properties).map(([key, inner]) => keyText(key, required.includes(key), inner))
  if (typeof additionalProperties !== 'object') {
    return known.length === 0 ? 'Record<string, never>' : `{ ${known.join(' ')} }`
  }
  const keys = propertyNames?.enum?.map(String)
  if (keys !== undefined) {
    return `{ ${keys.map((key) => keyText(key, required.includes(key), additionalProperties)).join(' ')} }`
  }
  const map = `Record<string, ${typeText(additionalProperties, direction)}>`
  return known.length === 0 ? map : `{ ${known.join(' ')} } & ${map}`
}

/** A key of an object type, or of a parameter. `says` is for people who read the type. */
export function member(of: { key: string; isRequired: boolean; type: string; says?: string | undefined }): string {
  return `${commentOf(of.says)}${JSON.stringify(of.key)}${of.isRequired ? '' : '?'}: ${of.type};`
}

/** A text before what it is about; nothing for nothing. */
export function commentOf(text: string | undefined): string {
  return text === undefined ? '' : `/** ${text.replaceAll('*/', '* /').replaceAll(/\s+/g, ' ')} */ `
}

function either(types: readonly string[]): string {
  return [...new Set(types)].join(' | ')
}

/** In brackets where a type of several would otherwise be taken apart. */
function within(type: string): string {
  return / [|&] |^readonly /.test(type) ? `(${type})` : type
}
