/**
 * A check of four digits for every value of a record, in the order of its canonical JSON. It says which value of a file was
 * changed, where the file's hash says only that one was; it is no protection by itself.
 */
import { canonicalJson, type Inside, isObject, keysInOrder } from './canonicalJson.ts'

const DIGITS = 4
/** The name under which a record carries them. */
const CHECK = 'check'
const FNV_START = 0x811c9dc5
const [EQUALS, POINT] = ['='.charCodeAt(0), '.'.charCodeAt(0)]
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** The checks of a record in one string. */
export function checksOf(record: object): string {
  return new CheckedText(record).checks
}

/** A record in canonical JSON with its checks beside its values. */
export function checkedJson(record: object): string {
  return new CheckedText(record).json
}

/** The first value that its check does not fit. Null: all fit. Undefined: there are more or fewer values than checks. */
export function firstMisfit(record: object, checks: string): { path: string; found: string } | null | undefined {
  const leaves = leavesOf(record, '')
  if (checks.length !== leaves.length * DIGITS) {
    return undefined
  }
  const misfit = leaves.find(
    ({ path, text }, index) =>
      checks.slice(index * DIGITS, (index + 1) * DIGITS) !== digitsOf(hashed(FNV_START, `${path}=${text}`)),
  )
  return misfit === undefined ? null : { path: misfit.path, found: misfit.text }
}

/** A value of a record by its path: `values.4`, `options.0.label`. */
interface Leaf {
  path: string
  text: string
}

function leavesOf(value: unknown, path: string): Leaf[] {
  const keys = isObject(value) ? keysInOrder(value).filter((key) => value[key] !== undefined) : []
  return keys.length === 0 || !isObject(value)
    ? [{ path, text: canonicalJson(value) }]
    : keys.flatMap((key) => leavesOf(value[key], path === '' ? key : `${path}.${key}`))
}

/**
 * Text and checks in one go over the record, each path as the hash of its characters until here: making runs, packs and
 * verifying them is mostly this.
 */
class CheckedText {
  /** What comes before the checks, and behind them. */
  readonly #parts: [string, string] = ['', '']
  checks = ''

  constructor(record: object) {
    if (!isObject(record)) {
      throw new TypeError('records are objects')
    }
    for (const key of keysInOrder(record)) {
      const value = record[key]
      if (value !== undefined) {
        const text = `${JSON.stringify(key)}:${this.#text(value, hashed(FNV_START, key), key === '')}`
        this.#parts[key < CHECK ? 0 : 1] += key < CHECK ? `${text},` : `,${text}`
      }
    }
    if (this.#parts.every((part) => part === '')) {
      this.#check(FNV_START, canonicalJson(record))
    }
  }

  get json(): string {
    return `{${this.#parts[0]}"${CHECK}":"${this.checks}"${this.#parts[1]}}`
  }

  #check(path: number, text: string): string {
    this.checks += digitsOf(hashed(step(path, EQUALS), text))
    return text
  }

  #text(value: unknown, path: number, isTop: boolean): string {
    if (!isObject(value)) {
      return this.#check(path, canonicalJson(value))
    }
    const before = this.checks.length
    const text = Array.isArray(value) ? this.#list(value, path, isTop) : this.#object(value, path, isTop)
    return this.checks.length === before ? this.#check(path, text) : text
  }

  #object(value: Inside, path: number, isTop: boolean): string {
    let text = ''
    for (const key of keysInOrder(value)) {
      const one = value[key]
      if (one !== undefined) {
        const at = hashed(isTop ? path : step(path, POINT), key)
        text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${this.#text(one, at, isTop && key === '')}`
      }
    }
    return `{${text}}`
  }

  /** Checks are in the order of the positions as texts: 10 comes before 2. */
  #list(list: readonly unknown[], path: number, isTop: boolean): string {
    const texts = list.map(() => 'null')
    const positions = list.map((_, position) => String(position))
    for (const key of list.length > 10 ? positions.sort() : positions) {
      const position = Number(key)
      const one = list[position]
      if (one !== undefined) {
        texts[position] = this.#text(one, hashed(isTop ? path : step(path, POINT), key), false)
      }
    }
    return `[${texts.join()}]`
  }
}

/** FNV-1a (32 bits). */
function hashed(start: number, text: string): number {
  let hash = start
  for (let i = 0; i < text.length; i++) {
    hash = step(hash, text.charCodeAt(i))
  }
  return hash
}

const step = (hash: number, code: number): number => Math.imul(hash ^ code, 0x01000193)

/** Folded to 16 bits. */
function digitsOf(hash: number): string {
  const folded = hash ^ (hash >>> 16)
  return `${HEX[(folded >>> 8) & 0xff]}${HEX[folded & 0xff]}`
}
