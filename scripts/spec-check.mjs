/**
 * Rules in SPEC.md files against the tests that cite them, both ways; and what documents claim against the tests that they
 * name. Part of `npm run check`.
 */
import { claimProblems } from './tooling/claimRules.mjs'
import { projectFiles } from './tooling/projectFiles.mjs'
import { specProblems } from './tooling/specRules.mjs'

const tests = projectFiles(/^(?!scripts\/).*\.(test|spec)\.tsx?$/)
const problems = [
  ...specProblems([...projectFiles(/(^|\/)SPEC\.md$/), ...tests]),
  ...claimProblems(projectFiles(/^docs\/(THREATS|PERMISSIONS)\.md$/), tests),
]
for (const problem of problems) {
  process.stdout.write(`${problem}\n`)
}
process.exit(problems.length === 0 ? 0 : 1)
