/** `carbonsheet verify FILE`: proves a downloaded pack, without server, database or network. */
import { parseArgs } from 'node:util'
import { PackDifference, UnreadablePack } from './PackDifference.ts'
import { openPackFile } from './openPackFile.ts'
import { type VerifiedPack, verifyPack } from './verifyPack.ts'

const USAGE = `Usage: npx carbonsheet verify FILE [--seal HASH]
  FILE         a pack of a locked cycle, as it was downloaded
  --seal HASH  the seal that you know of the cycle: a whole pack with other hashes is told from the sealed one by this only`

const asked = readArguments(process.argv.slice(2))
if (asked === null) {
  process.stderr.write(`${USAGE}\n`)
  process.exitCode = 2
} else {
  process.exitCode = await verify(asked)
}

interface Asked {
  file: string
  seal: string | null
}

function readArguments(args: string[]): Asked | null {
  try {
    const { values, positionals } = parseArgs({ args, options: { seal: { type: 'string' } }, allowPositionals: true })
    const [command, file, ...more] = positionals
    const seal = values.seal?.toLowerCase() ?? null
    const isSeal = seal === null || /^[0-9a-f]{64}$/.test(seal)
    return command === 'verify' && file !== undefined && more.length === 0 && isSeal ? { file, seal } : null
  } catch {
    return null
  }
}

async function verify({ file, seal }: Asked): Promise<number> {
  try {
    tell(await verifyPack(await openPackFile(file), { expectedSeal: seal }), seal !== null)
    return 0
  } catch (error) {
    if (error instanceof PackDifference) {
      process.stdout.write(`NOT VERIFIED. The first difference:\n${error.message.replaceAll(/^/gm, '  ')}\n`)
    } else if (error instanceof UnreadablePack) {
      process.stdout.write(`NOT VERIFIED. ${error.message}\n`)
    } else {
      const told = error instanceof Error ? error.message : String(error)
      process.stdout.write(`NOT VERIFIED. The pack cannot be computed: ${told}\n`)
    }
    return 1
  }
}

function tell({ cycle, seal, rows, factors, files, co2eKg }: VerifiedPack, isSealKnown: boolean): void {
  const by = seal.body.sealed_by ?? 'the system'
  const later = seal.body.sealed_later ? ', after it had been locked' : ''
  const lines = [
    `Verified: ${cycle.project_name}, ${cycle.name} (${cycle.starts_on} to ${cycle.ends_on})`,
    `  ${files} files have their hashes; ${rows} rows were computed anew with ${factors} factors by engine ${cycle.engine}, and are the same to the last bit`,
    `  total: ${co2eKg ?? 'unknown'} kg CO2e (location-based, GWP set ${cycle.gwp_set})`,
    `  sealed at ${seal.body.sealed_at} by ${by}${later}, number ${seal.sequence} in the chain`,
    `  seal: ${seal.seal_hash}`,
    isSealKnown
      ? '  It is the seal that you know.'
      : '  Compare this seal with the one that you know of the cycle, or give it with --seal.',
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}
