import { CheckFormulaBody, CheckFormulaReply, EvaluateFormulaBody, EvaluateFormulaReply } from '#shared/api/formulas.ts'
import { authorizeKind } from '#server/policies/authorize.ts'
import { route } from '../routing/Route.ts'

const TAG = 'Formulas'

const check = route({
  method: 'post',
  path: '/formulas/check',
  tag: TAG,
  summary: 'Whether a formula may be saved: its type and unit, or every problem with its position',
  body: CheckFormulaBody,
  reply: CheckFormulaReply,
  async handle({ identity, body, services }) {
    authorizeKind(identity, 'read', 'Factor')
    // The parser is large and rarely needed, so it is loaded with the first formula.
    const { checkSentFormula } = await import('./sentFormula.ts')
    return checkSentFormula(services.db, identity.tenantId, body)
  },
})

const evaluate = route({
  method: 'post',
  path: '/formulas/evaluate',
  tag: TAG,
  summary: 'What a formula gives for sample rows',
  body: EvaluateFormulaBody,
  bodyLimitBytes: 4 << 20,
  reply: EvaluateFormulaReply,
  async handle({ identity, body, services }) {
    authorizeKind(identity, 'read', 'Factor')
    const { evaluateSentFormula } = await import('./sentFormula.ts')
    return evaluateSentFormula(services.db, identity.tenantId, body)
  },
})

export const formulaRoutes = [check, evaluate]
