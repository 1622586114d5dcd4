/** What the linter has no rule for: texts that may stand in certain places only. */

const CODE = /\.(ts|tsx|mjs|css)$/
const TEST = /(\.test\.tsx?$|\.spec\.ts$|(^|\/)testing\/|^e2e\/|^bench\/)/

/** Each rule: what it looks for, in which files it may not stand, and why. */
export const TEXT_RULES = [
  {
    name: 'document layout',
    pattern: /\.get(Map|Array)\(/,
    forbidden: (path) => !path.startsWith('collab/schema/') && !TEST.test(path),
    why: 'Only collab/schema knows how a sheet lies in its Yjs document; ask its accessors.',
  },
  {
    name: 'environment',
    pattern: /\bprocess\.env\b/,
    forbidden: (path) => !/^(server\/config\/|scripts\/|bench\/|e2e\/)/.test(path) && !TEST.test(path),
    why: 'Settings are read once, in server/config/env.ts, and passed in.',
  },
  {
    name: 'colours',
    pattern: /#([0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b(?![-\w/])/i,
    forbidden: (path) =>
      /^client\/.*\.(ts|tsx|css)$/.test(path) && !/^client\/(theme|public)\//.test(path) && !TEST.test(path),
    why: 'Colours come from the tokens of client/theme, so that light, dark and contrast stay right.',
  },
  {
    name: 'grid library',
    pattern: /from ['"](ag-grid|@ag-grid)/,
    forbidden: (path) => path.startsWith('client/') && !path.startsWith('client/grid/'),
    why: 'Only client/grid knows the grid library.',
  },
  {
    name: 'paid grid modules',
    pattern: /(ag-grid|@ag-grid-[a-z]+\/)[a-z-]*enterprise/,
    forbidden: (path) => !path.startsWith('scripts/'),
    why: 'The sheet is built on AG Grid Community alone.',
  },
]

/** The places where a text breaks a rule, as `path:line why`. `files` holds paths from the project's folder and texts. */
export function brokenTextRules(files) {
  return files.flatMap(({ path, text }) =>
    TEXT_RULES.filter((rule) => (CODE.test(path) || path === 'package-lock.json') && rule.forbidden(path)).flatMap(
      (rule) =>
        text
          .split('\n')
          .map((line, index) => ({ line, number: index + 1 }))
          .filter(({ line }) => rule.pattern.test(line))
          .map(({ line, number }) => `${path}:${number} ${rule.why}\n    ${line.trim().slice(0, 120)}`),
    ),
  )
}
