import { common } from './common.ts'
import { dashboard } from './dashboard.ts'
import { factors } from './factors.ts'
import { login } from './login.ts'
import { module } from './module.ts'
import { people } from './people.ts'
import { sheet } from './sheet.ts'
import { structure } from './structure.ts'

/** Arabic, begun: not yet read by a native speaker. */
export const ar = { common, dashboard, factors, login, module, people, sheet, structure } as const
