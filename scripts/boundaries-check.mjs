/** Texts that may stand in certain folders only; part of `npm run check`. The directions of imports are the linter's. */
import { projectFiles } from './tooling/projectFiles.mjs'
import { brokenTextRules } from './tooling/textRules.mjs'

const broken = brokenTextRules(projectFiles(/(\.(ts|tsx|mjs|css)|^package-lock\.json)$/))
for (const place of broken) {
  process.stdout.write(`${place}\n`)
}
process.exit(broken.length === 0 ? 0 : 1)
