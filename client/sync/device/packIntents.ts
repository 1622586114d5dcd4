import type { Gesture } from '#collab/protocol/gestures.ts'
import type { Intent } from '../IntentLog.ts'

/** What is kept of writes that were made together: few as they are, many as one text, which a browser copies much faster. */
export type KeptBatch = readonly Intent[] | string

const FEW = 500

const texts = new WeakMap<readonly Intent[], string>()

/** The same text for the same batch: it is made once, however often the batch is kept. */
export function packIntents(batch: readonly Intent[]): KeptBatch {
  if (batch.length < FEW) {
    return batch
  }
  const known = texts.get(batch) ?? textOf(batch)
  texts.set(batch, known)
  return known
}

/** Field by field; what very many writes have in common is written once. */
interface Packed {
  rows: string[]
  ordinals: number[]
  values: Intent['value'][]
  befores: Intent['before'][]
  gestures: (Gesture | null)[]
  meanings: (string | null)[]
  /** Positions in `gestures` and `meanings`. */
  gestureOf: number[]
  meaningOf: number[]
}

function textOf(batch: readonly Intent[]): string {
  const gestures = new Places<Gesture | null>()
  const meanings = new Places<string | null>()
  const packed: Packed = {
    rows: batch.map(({ row }) => row),
    ordinals: batch.map(({ ordinal }) => ordinal),
    values: batch.map(({ value }) => value),
    befores: batch.map(({ before }) => before),
    gestureOf: batch.map(({ gesture = null }) => gestures.of(gesture)),
    meaningOf: batch.map(({ meaning = null }) => meanings.of(meaning)),
    gestures: gestures.all,
    meanings: meanings.all,
  }
  return JSON.stringify(packed)
}

class Places<T> {
  readonly all: T[] = []
  readonly #places = new Map<T, number>()

  of(item: T): number {
    const known = this.#places.get(item) ?? this.all.push(item) - 1
    this.#places.set(item, known)
    return known
  }
}

/** What may be writes again; whoever reads them looks whether they are. Nothing of a text that is none of ours. */
export function unpackIntents(kept: unknown): unknown[] {
  if (typeof kept !== 'string') {
    return Array.isArray(kept) ? kept : []
  }
  const packed = parsed(kept)
  return isPacked(packed) ? packed.rows.map((row, i) => intentAt(packed, row, i)) : []
}

function intentAt(packed: Packed, row: string, i: number): unknown {
  const gesture = packed.gestures[packed.gestureOf[i] ?? -1] ?? null
  const meaning = packed.meanings[packed.meaningOf[i] ?? -1] ?? null
  return {
    row,
    ordinal: packed.ordinals[i],
    value: packed.values[i],
    before: packed.befores[i],
    ...(gesture !== null && { gesture }),
    ...(meaning !== null && { meaning }),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const COLUMNS = ['rows', 'ordinals', 'values', 'befores', 'gestures', 'meanings', 'gestureOf', 'meaningOf'] as const

const isPacked = (value: unknown): value is Packed =>
  typeof value === 'object' && value !== null && COLUMNS.every((column) => Array.isArray(Reflect.get(value, column)))
