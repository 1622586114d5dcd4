import type { z } from 'zod'
import { ENGINE_VERSION } from '#formulas/engineVersion.ts'
import { canonicalJson } from '../runs/canonicalJson.ts'
import { unitRecords } from '../runs/freezeCycle.ts'
import type { FrozenRecords } from '../runs/FrozenCycle.ts'
import {
  AllocationRecord,
  AssessmentRecord,
  ChoiceRecord,
  SiteRecord,
  CycleRecord,
  DeclarationRecord,
  DeclaredGapRecord,
  EstimateRecord,
  EvidenceRecord,
  FactorRecord,
  FieldRecord,
  GwpRecord,
  InstrumentRecord,
  ModuleRecord,
  type OwnSeal,
  ParameterRecord,
  SealRecord,
  TableRecord,
  TotalRecord,
  UnitRecord,
} from '../runs/packRecords.ts'
import { checkHashes } from './checkHashes.ts'
import { checkAssessments } from './checkReasons.ts'
import { checkSeals } from './checkSeals.ts'
import { PackDifference, UnreadablePack } from './PackDifference.ts'
import { recompute } from './recompute.ts'
import { recordsOf } from './recordLines.ts'

/** A pack that is what it says it is. */
export interface VerifiedPack {
  cycle: CycleRecord
  seal: OwnSeal
  rows: number
  factors: number
  files: number
  /** Kilograms, location-based; null where no row has a result. */
  co2eKg: number | null
}

/**
 * Files that came after the first packs were sealed: a pack whose sealed manifest does not name one has none of its records.
 * Whatever a run freezes in addition goes in here, or packs that people have would no longer be verified.
 */
const LATER_FILES: ReadonlySet<string> = new Set([
  'estimates.ndjson',
  'declared_gaps.ndjson',
  'assessments.ndjson',
  'choices.ndjson',
])

/**
 * Proves a pack without a server or a database. `open` reads the archive from its beginning; it is read twice. Throws
 * PackDifference with the first difference, and UnreadablePack when it is no pack.
 */
export async function verifyPack(
  open: () => AsyncIterable<Uint8Array>,
  { expectedSeal = null }: { expectedSeal?: string | null } = {},
): Promise<VerifiedPack> {
  const { manifest, files } = await checkHashes(open())
  const read = <Schema extends z.ZodType>(name: string, schema: Schema): z.output<Schema>[] => {
    const text = files.get(name)
    if (text === undefined && LATER_FILES.has(name)) {
      return []
    }
    if (text === undefined) {
      throw new PackDifference({ file: name, expected: 'a file of the pack', found: 'none' })
    }
    return recordsOf(name, text, schema)
  }
  const [cycle] = read('cycle.ndjson', CycleRecord)
  if (cycle === undefined) {
    throw new PackDifference({ file: 'cycle.ndjson', expected: 'one cycle', found: 'none' })
  }
  const seal = checkSeals(read('seals.ndjson', SealRecord), { manifest, cycleId: cycle.id, expectedSeal })
  const frozen: FrozenRecords = {
    cycle,
    modules: read('modules.ndjson', ModuleRecord),
    tables: read('tables.ndjson', TableRecord),
    fields: read('fields.ndjson', FieldRecord),
    gwp: read('gwp.ndjson', GwpRecord),
    units: read('units.ndjson', UnitRecord),
    factors: read('factors.ndjson', FactorRecord),
    parameters: read('parameters.ndjson', ParameterRecord),
    instruments: read('instruments.ndjson', InstrumentRecord),
    allocations: read('allocations.ndjson', AllocationRecord),
    sites: read('sites.ndjson', SiteRecord),
    declarations: read('declarations.ndjson', DeclarationRecord),
    declaredGaps: read('declared_gaps.ndjson', DeclaredGapRecord),
    estimates: read('estimates.ndjson', EstimateRecord),
    assessments: read('assessments.ndjson', AssessmentRecord),
    choices: read('choices.ndjson', ChoiceRecord),
    evidence: read('evidence.ndjson', EvidenceRecord),
  }
  checkEngine(frozen, manifest.engine)
  checkAssessments(frozen)
  const totals = read('totals.ndjson', TotalRecord)
  const rows = await recompute(open(), frozen, totals)
  return {
    cycle,
    seal,
    rows,
    factors: frozen.factors.length,
    files: manifest.sealed.length + manifest.attached.length,
    co2eKg: totals.find(({ axis }) => axis === 'total')?.co2e_kg ?? null,
  }
}

/** Numbers of another engine may differ in their last bits; units have the size that they had. */
function checkEngine({ cycle, units }: FrozenRecords, engine: number): void {
  if (cycle.engine !== engine) {
    const [expected, found] = [String(cycle.engine), String(engine)]
    throw new PackDifference({ file: 'manifest.json', field: 'engine', expected, found })
  }
  if (engine !== ENGINE_VERSION) {
    throw new UnreadablePack(
      `The pack was computed by engine ${engine}, and this is engine ${ENGINE_VERSION}. Verify it with a version of Carbonsheet that has engine ${engine}.`,
    )
  }
  const known = new Map(unitRecords().map((unit) => [unit.unit, unit]))
  for (const unit of units) {
    const expected = canonicalJson(known.get(unit.unit))
    if (expected !== canonicalJson(unit)) {
      throw new PackDifference({
        file: 'units.ndjson',
        row: unit.unit,
        field: 'scale',
        expected,
        found: canonicalJson(unit),
      })
    }
  }
}
