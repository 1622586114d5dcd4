import { apiKeyRoutes } from './api-keys/apiKeys.ts'
import { serviceAccountRoutes } from './api-keys/serviceAccounts.ts'
import { auditLogRoutes } from './audit-log/auditLog.ts'
import { authRoutes } from './auth/auth.ts'
import { baseYearRoutes } from './baseYear/baseYear.ts'
import { boundaryRoutes } from './boundary/boundary.ts'
import { conflictRoutes } from './conflicts/conflicts.ts'
import { cycleRoutes } from './cycles/cycles.ts'
import { emissionRoutes } from './emissions/emissions.ts'
import { deviceRoutes } from './devices/devices.ts'
import { readingRoutes } from './devices/readings.ts'
import { exportRoutes } from './exports/exports.ts'
import { historyRoutes } from './history/history.ts'
import { customFactorRoutes } from './factors/customFactors.ts'
import { factorOfferRoutes } from './factors/factorOffers.ts'
import { declarationRoutes } from './declarations/declarations.ts'
import { estimateRoutes } from './estimates/estimates.ts'
import { evidenceRoutes } from './evidence/evidence.ts'
import { factorSetRoutes } from './factor-sets/factorSets.ts'
import { residualMixRoutes } from './factor-sets/residualMixes.ts'
import { factorRoutes } from './factors/factors.ts'
import { factorChoiceRoutes } from './factors/factorChoices.ts'
import { factorSuggestionRoutes } from './factors/factorSuggestions.ts'
import { formulaRoutes } from './formulas/formulas.ts'
import { importRoutes } from './imports/imports.ts'
import { instrumentRoutes } from './instruments/instruments.ts'
import { intensityRoutes } from './intensity/intensities.ts'
import { jobRoutes } from './jobs/jobs.ts'
import { meRoutes } from './me/me.ts'
import { moduleRoutes } from './modules/modules.ts'
import { noteRoutes } from './notes/notes.ts'
import { parameterRoutes } from './parameters/parameters.ts'
import { sitePlaceRoutes } from './places/sitePlaces.ts'
import { projectRoutes } from './projects/projects.ts'
import type { Route } from './routing/Route.ts'
import { reductionTargetRoutes } from './reductionTargets/reductionTargets.ts'
import { rowRoutes } from './rows/rows.ts'
import { reportRoutes } from './reports/reports.ts'
import { reportTemplateRoutes } from './reports/reportTemplates.ts'
import { runRoutes } from './runs/runs.ts'
import { searchRoutes } from './search/search.ts'
import { sheetRoutes } from './sheets/sheets.ts'
import { tableRoutes } from './tables/tables.ts'
import { targetRoutes } from './targets/targets.ts'
import { fromTemplateRoutes } from './templates/fromTemplates.ts'
import { templateRoutes } from './templates/templates.ts'
import { uncertaintyRoutes } from './uncertainty/uncertainty.ts'
import { userRoutes } from './users/users.ts'
import { viewRoutes } from './views/views.ts'
import { webhookRoutes } from './webhooks/webhooks.ts'
import { whatIfRoutes } from './what-if/whatIf.ts'

export const API_PREFIX = '/api/v1'

/** Every route below /api/v1. */
export const ROUTES: readonly Route[] = [
  ...authRoutes,
  ...meRoutes,
  ...userRoutes,
  ...apiKeyRoutes,
  ...serviceAccountRoutes,
  ...webhookRoutes,
  ...deviceRoutes,
  ...readingRoutes,
  ...projectRoutes,
  ...cycleRoutes,
  ...whatIfRoutes,
  ...declarationRoutes,
  ...estimateRoutes,
  ...boundaryRoutes,
  ...sitePlaceRoutes,
  ...moduleRoutes,
  ...tableRoutes,
  ...templateRoutes,
  ...fromTemplateRoutes,
  ...viewRoutes,
  ...sheetRoutes,
  ...rowRoutes,
  ...exportRoutes,
  ...importRoutes,
  ...targetRoutes,
  ...historyRoutes,
  ...noteRoutes,
  ...evidenceRoutes,
  ...conflictRoutes,
  ...emissionRoutes,
  ...factorSuggestionRoutes,
  ...factorChoiceRoutes,
  ...factorRoutes,
  ...customFactorRoutes,
  ...factorOfferRoutes,
  ...factorSetRoutes,
  ...residualMixRoutes,
  ...instrumentRoutes,
  ...intensityRoutes,
  ...baseYearRoutes,
  ...reductionTargetRoutes,
  ...parameterRoutes,
  ...uncertaintyRoutes,
  ...runRoutes,
  ...reportRoutes,
  ...reportTemplateRoutes,
  ...jobRoutes,
  ...formulaRoutes,
  ...searchRoutes,
  ...auditLogRoutes,
]
