import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** The script of the reference page, as production builds are made. */
export async function buildBareGrid(): Promise<string> {
  const entry = fileURLToPath(new URL('../reference/bareGridPage.ts', import.meta.url))
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: { write: false, target: 'es2023', lib: { entry, formats: ['iife'], name: 'bareGrid' } },
  })
  const [first] = [result].flat()
  const chunk = first !== undefined && 'output' in first ? first.output.find(({ type }) => type === 'chunk') : undefined
  if (chunk?.type !== 'chunk') {
    throw new Error('the reference page was not built')
  }
  return chunk.code
}
