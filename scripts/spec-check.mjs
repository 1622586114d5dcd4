/** Rules in SPEC.md files against the tests that cite them, both ways; part of `npm run check`. */
import { projectFiles } from './tooling/projectFiles.mjs'
import { specProblems } from './tooling/specRules.mjs'

const problems = specProblems(projectFiles(/(^|\/)SPEC\.md$|^(?!scripts\/).*\.(test|spec)\.tsx?$/))
for (const problem of problems) {
  process.stdout.write(`${problem}\n`)
}
process.exit(problems.length === 0 ? 0 : 1)
