/** A pack that tests change: one value, or one value and every hash over it. */
import { canonicalJson } from '#server/runs/canonicalJson.ts'
import { checksOf } from '#server/runs/leafChecks.ts'
import { type FileEntry, rootHash } from '#server/runs/recordFile.ts'
import { bodyHash, type SealBody, sealHash } from '#server/runs/sealHashes.ts'
import { sha256 } from '#server/runs/sha256.ts'
import { readTar } from '../readTar.ts'
import { tarEnd, tarHeader, tarPadding } from '../writeTar.ts'

// Tests look into records of every shape.
// oxlint-disable-next-line typescript/no-explicit-any
type Loose = any

/** A value in a file of lines, by its path in the record of that line. */
export interface ValuePlace {
  file: string
  line: number
  path: readonly string[]
}

export class EditablePack {
  readonly files: Map<string, string>

  constructor(files: ReadonlyMap<string, string>) {
    this.files = new Map(files)
  }

  static async read(archive: Uint8Array): Promise<EditablePack> {
    const files = new Map<string, string>()
    for await (const { path, content } of readTar(chunksOf(archive))) {
      files.set(path, content.toString())
    }
    return new EditablePack(files)
  }

  get archive(): Buffer {
    const parts = [...this.files].flatMap(([path, text]) => {
      const content = Buffer.from(text)
      return [tarHeader(path, content.length), content, tarPadding(content.length)]
    })
    return Buffer.concat([...parts, tarEnd()])
  }

  open = (): AsyncIterable<Uint8Array> => chunksOf(this.archive)

  records(file: string): Loose[] {
    return (this.files.get(file) ?? '')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))
  }

  /** Every value of every line of the files, the checks among them. */
  *places(files: Iterable<string> = this.files.keys()): Generator<ValuePlace> {
    for (const file of files) {
      if (file.endsWith('.txt')) {
        continue
      }
      for (const [line, record] of this.records(file).entries()) {
        for (const path of pathsIn(record)) {
          yield { file, line, path }
        }
      }
    }
  }

  /** The same pack with another value there; nothing else is made to fit. */
  with({ file, line, path }: ValuePlace, change: (value: unknown) => unknown): EditablePack {
    const records = this.records(file)
    let inside = records[line]
    for (const key of path.slice(0, -1)) {
      inside = inside[key]
    }
    inside[path.at(-1)!] = change(inside[path.at(-1)!])
    return this.withRecords(file, records)
  }

  withRecords(file: string, records: readonly Loose[]): EditablePack {
    return new EditablePack(this.files).set(file, records.map((record) => `${canonicalJson(record)}\n`).join(''))
  }

  set(file: string, text: string): this {
    this.files.set(file, text)
    return this
  }

  /** Every check, hash, root and seal made anew, as somebody would who wants it to look whole. */
  forged(): EditablePack {
    const pack = new EditablePack(this.files)
    const [{ check: _check, ...manifest }] = pack.records('manifest.json') as [Loose]
    for (const { name } of manifest.sealed as FileEntry[]) {
      pack.recheck(name)
    }
    manifest.sealed = manifest.sealed.map(({ name }: FileEntry) => pack.entry(name))
    manifest.root_hash = rootHash(manifest.engine, manifest.sealed)
    const seals = pack.records('seals.ndjson')
    const own = seals.at(-1)
    const body: SealBody = { ...own.body, root_hash: manifest.root_hash }
    const hash = bodyHash(body)
    Object.assign(own, { body, body_hash: hash, seal_hash: sealHash(hash, own.previous_hash) })
    const whole = pack.withRecords('seals.ndjson', seals)
    whole.recheck('seals.ndjson')
    manifest.attached = manifest.attached.map(({ name }: FileEntry) => whole.entry(name))
    return whole.set('manifest.json', `${canonicalJson({ ...manifest, check: checksOf(manifest) })}\n`)
  }

  recheck(file: string): void {
    const records = this.records(file).map(({ check: _check, ...record }) => ({ ...record, check: checksOf(record) }))
    this.set(file, records.map((record) => `${canonicalJson(record)}\n`).join(''))
  }

  entry(name: string): FileEntry {
    const text = this.files.get(name) ?? ''
    const lines = text.split('\n').length - 1
    return { name, sha256: sha256(text), bytes: Buffer.byteLength(text), lines }
  }
}

/** Another value of the same kind, as near as there is. */
export function changedValue(value: unknown): unknown {
  switch (typeof value) {
    case 'number':
      return Number.isInteger(value) ? value + 1 : value * (1 + 2 ** -52) === value ? value * 2 : value * (1 + 2 ** -52)
    case 'string':
      return /^[0-9a-f]{4,}$/.test(value) ? `${value.startsWith('0') ? '1' : '0'}${value.slice(1)}` : `${value} `
    case 'boolean':
      return !value
    default:
      return 'something'
  }
}

function* pathsIn(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) {
    yield path
    return
  }
  for (const [key, one] of Object.entries(value)) {
    yield* pathsIn(one, [...path, key])
  }
}

async function* chunksOf(archive: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < archive.length; start += 65_536) {
    yield archive.subarray(start, start + 65_536)
  }
}
