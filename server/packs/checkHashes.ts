import { firstMisfit } from '../runs/leafChecks.ts'
import { ManifestRecord } from '../runs/packRecords.ts'
import { type FileEntry, PACK_VERSION, rootHash } from '../runs/recordFile.ts'
import { sha256 } from '../runs/sha256.ts'
import { PackDifference, UnreadablePack } from './PackDifference.ts'
import { type TarFile, readTar } from './readTar.ts'
import { expectText, placeInFile, textOf } from './recordLines.ts'

const MANIFEST = 'manifest.json'
const NEWLINE = 0x0a

/** A pack whose files are those of its manifest. */
export interface HashedPack {
  manifest: ManifestRecord
  /** Texts of the files that are no blocks, by name. */
  files: ReadonlyMap<string, string>
}

/**
 * First pass over a pack: every file is there, in its order, and has the hash that the manifest names, and the manifest has
 * the root hash that it names. Blocks are looked at one by one and not kept.
 */
export async function checkHashes(source: AsyncIterable<Uint8Array>): Promise<HashedPack> {
  let pack: { manifest: ManifestRecord; expected: readonly FileEntry[] } | null = null
  const files = new Map<string, string>()
  let at = 0
  for await (const file of readTar(source)) {
    if (pack === null) {
      const manifest = readManifest(file)
      pack = { manifest, expected: [...manifest.attached, ...manifest.sealed] }
      continue
    }
    const entry = pack.expected[at++]
    if (entry?.name !== file.path) {
      throw new PackDifference({ file: MANIFEST, expected: entry?.name ?? 'no more files', found: file.path })
    }
    checkFile(pack.manifest, entry, file)
    if (!entry.name.includes('/')) {
      files.set(entry.name, textOf(entry.name, file.content))
    }
  }
  if (pack === null) {
    throw new UnreadablePack('The archive is empty. Download the pack again.')
  }
  const missing = pack.expected[at]
  if (missing !== undefined) {
    throw new PackDifference({ file: missing.name, expected: 'a file of the pack', found: 'none' })
  }
  checkRoot(pack.manifest)
  return { manifest: pack.manifest, files }
}

function readManifest({ path, content }: TarFile): ManifestRecord {
  if (path !== MANIFEST) {
    throw new UnreadablePack(`The archive begins with ${path} and not with its manifest. It is no pack of Carbonsheet.`)
  }
  let value: unknown
  try {
    value = JSON.parse(textOf(path, content))
  } catch (error) {
    throw new UnreadablePack('The manifest cannot be read. Download the pack again.', { cause: error })
  }
  const parsed = ManifestRecord.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const field = issue?.path.join('.') ?? ''
    throw new PackDifference({ file: MANIFEST, field, expected: issue?.message ?? '', found: 'something else' })
  }
  const { check, ...manifest } = parsed.data
  const misfit = firstMisfit(manifest, check)
  if (misfit !== null) {
    const [expected, found] = ['the value that was written', misfit?.found ?? 'another number of values']
    throw new PackDifference({ file: MANIFEST, ...(misfit && { field: misfit.path }), expected, found })
  }
  if (parsed.data.version !== PACK_VERSION) {
    const found = String(parsed.data.version)
    throw new PackDifference({ file: MANIFEST, field: 'version', expected: String(PACK_VERSION), found })
  }
  return parsed.data
}

function checkFile(manifest: ManifestRecord, entry: FileEntry, { content }: TarFile): void {
  const found = sha256(content)
  if (found !== entry.sha256) {
    throw new PackDifference(placeInFile(entry, textOf(entry.name, content), found))
  }
  expectText(entry.name, content)
  const real = { bytes: content.length, lines: linesIn(content) }
  for (const key of ['bytes', 'lines'] as const) {
    if (real[key] !== entry[key]) {
      const [expected, stated] = [String(real[key]), String(entry[key])]
      throw new PackDifference({
        file: MANIFEST,
        row: entry.name,
        field: fieldOf(manifest, entry, key),
        expected,
        found: stated,
      })
    }
  }
}

function linesIn(content: Buffer): number {
  let lines = 0
  for (let at = content.indexOf(NEWLINE); at >= 0; at = content.indexOf(NEWLINE, at + 1)) {
    lines++
  }
  return lines
}

function fieldOf(manifest: ManifestRecord, entry: FileEntry, key: string): string {
  const list = manifest.sealed.includes(entry) ? 'sealed' : 'attached'
  return `${list}.${manifest[list].indexOf(entry)}.${key}`
}

function checkRoot({ engine, sealed, root_hash: found }: ManifestRecord): void {
  const expected = rootHash(engine, sealed)
  if (expected !== found) {
    throw new PackDifference({ file: MANIFEST, field: 'root_hash', expected, found })
  }
}
