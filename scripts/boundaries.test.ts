import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { brokenTextRules } from './tooling/textRules.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const FOLDERS = ['shared', 'formulas', 'collab', 'server', 'client', 'migrations', 'seeds', 'e2e', 'bench']

/** A project of the real configuration and nothing but the given files. */
async function plant(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'carbonsheet-boundaries-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const name of ['.oxlintrc.json', 'package.json', 'tsconfig.json', 'tsconfig.base.json']) {
    await cp(join(ROOT, name), join(folder, name))
  }
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  for (const name of FOLDERS) {
    await mkdir(join(folder, name))
    await cp(join(ROOT, name, 'tsconfig.json'), join(folder, name, 'tsconfig.json'))
    await writeFile(join(folder, name, 'present.ts'), 'export const present = 1\n')
  }
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  return folder
}

function tool(folder: string, script: string, args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(ROOT, 'node_modules', script), ...args],
      { cwd: folder },
      (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code), output: `${stdout}${stderr}` }),
    )
  })
}

const lint = (folder: string) => tool(folder, 'oxlint/bin/oxlint', ['.'])

test('a project without violations passes the lint', async () => {
  const folder = await plant({
    'server/uses.ts': "import { present } from '#shared/present.ts'\nexport const twice = present * 2\n",
  })
  expect(await lint(folder)).toMatchObject({ code: 0 })
})

const violations: [string, string, string][] = [
  ['shared/upward.ts', '#server/present.ts', 'shared imports nothing of ours'],
  ['shared/upward.ts', '#formulas/present.ts', 'shared imports nothing of ours'],
  ['shared/node.ts', 'node:fs', 'no Node modules'],
  ['shared/library.ts', 'yjs', 'knows no framework, database or document library'],
  ['formulas/upward.ts', '#collab/present.ts', 'formulas may import shared only'],
  ['collab/upward.ts', '#server/present.ts', 'collab may import shared and formulas only'],
  ['collab/schema/live.ts', '@hocuspocus/server', 'Only collab/hocuspocus knows the live server'],
  ['server/sideways.ts', '#client/present.ts', 'server never imports client'],
  ['server/models/policy.ts', '../policies/thing.ts', 'Models know neither'],
  ['client/upward.ts', '#server/present.ts', 'client may import shared, formulas and collab'],
  ['client/live.ts', '#collab/hocuspocus/lane.ts', 'client may import shared, formulas and collab'],
  ['client/pages/sheet/grid.ts', 'ag-grid-community', 'Only client/grid knows the grid library'],
  ['migrations/ours.ts', '#shared/present.ts', 'import nothing of ours'],
  ['seeds/ours.ts', '#server/present.ts', 'import nothing of ours'],
  ['shared/folder.ts', '../server/present.ts', 'Across folders import by'],
  ['server/deep/er/path.ts', '../../present.ts', 'one level up at most'],
]

test('every planted import that goes the wrong way fails the lint and is told why', async () => {
  const files = violations.map(([path, specifier], index) => [
    path.replace('.ts', `${index}.ts`),
    `import { present } from '${specifier}'\nexport const here = present\n`,
  ])
  const folder = await plant(Object.fromEntries(files) as Record<string, string>)
  const { code, output } = await lint(folder)
  expect(code).not.toBe(0)
  const blocks = output.split(/\n(?=\s+[x×] )/)
  for (const [index, [path, specifier, why]] of violations.entries()) {
    const block = blocks.find((text) => text.includes(path.replace('.ts', `${index}.ts`)))
    expect(block, `${path} importing ${specifier}`).toContain(why)
  }
})

test('the compiler refuses the same upward import, because the folders are projects of their own', async () => {
  const folder = await plant({
    'shared/upward.ts': "import { present } from '#server/present.ts'\nexport const here: number = present\n",
  })
  const { code, output } = await tool(folder, 'typescript/bin/tsc', ['-b', 'shared', '--pretty', 'false'])
  expect(code).not.toBe(0)
  expect(output).toContain('TS6307')
})

test('texts that belong to one folder are found in the others', () => {
  const broken = brokenTextRules([
    { path: 'server/a.ts', text: "const rows = doc.getMap('rows')" },
    { path: 'collab/schema/layout.ts', text: "const rows = doc.getMap('rows')" },
    { path: 'server/b.ts', text: 'const port = process.env.PORT' },
    { path: 'server/config/env.ts', text: 'parseEnv(process.env)' },
    { path: 'client/pages/c.tsx', text: "const red = '#ff0000'" },
    { path: 'client/pages/d.tsx', text: "import { api } from '#client/api/apiClient.ts'" },
    { path: 'client/theme/tokens.ts', text: "const red = '#ff0000'" },
    { path: 'package-lock.json', text: '"node_modules/ag-grid-enterprise": {' },
  ])
  expect(broken.map((place) => place.split(' ')[0])).toEqual([
    'server/a.ts:1',
    'server/b.ts:1',
    'client/pages/c.tsx:1',
    'package-lock.json:1',
  ])
})

test('the configuration repeats the base restrictions in every folder, because an override replaces them', async () => {
  interface Overrides {
    overrides: { files: string[]; rules: Record<string, unknown> }[]
  }
  const { overrides } = JSON.parse(await readFile(join(ROOT, '.oxlintrc.json'), 'utf8')) as Overrides
  const restricting = overrides.filter(({ rules }) => Array.isArray(rules['no-restricted-imports']))
  expect(restricting.length).toBeGreaterThan(10)
  for (const { files, rules } of restricting) {
    expect(JSON.stringify(rules['no-restricted-imports']), files.join()).toContain('one level up at most')
  }
})
