import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const COMPRESSIBLE = /\.(?:js|css|html|svg|json)$/
const SMALLEST_WORTHWHILE_BYTES = 1024

/** Writes a `.br` and a `.gz` beside every text asset, so that the server sends them without compressing anything itself. */
export function precompress(): Plugin {
  return {
    name: 'carbonsheet:precompress',
    apply: 'build',
    async writeBundle(options, bundle) {
      const folder = options.dir ?? ''
      const files = Object.keys(bundle).filter((name) => COMPRESSIBLE.test(name))
      await Promise.all(files.map((name) => compressFile(join(folder, name))))
    },
  }
}

async function compressFile(path: string): Promise<void> {
  const source = await readFile(path)
  if (source.length < SMALLEST_WORTHWHILE_BYTES) {
    return
  }
  const [smaller, plain] = await Promise.all([
    // Quality 9: within 2 % of 11 at a tenth of the time, and a start from a fresh clone waits for this.
    promisify(brotliCompress)(source, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
    promisify(gzip)(source, { level: 9 }),
  ])
  await Promise.all([writeFile(`${path}.br`, smaller), writeFile(`${path}.gz`, plain)])
}
