/** The only reader of the environment: everything else is given the settings that it needs. */
import { resolve } from 'node:path'
import { fail, ok, type Result } from '#shared/result/result.ts'
import type { z } from 'zod'
import { settings } from './settings.ts'

/** The settings, checked, with their defaults filled in. */
export interface Env extends Omit<z.output<typeof settings>, 'SEED'> {
  /** Absolute path. */
  DATA_DIR: string
  SEED: 'demo' | 'none'
}

/** One sentence per setting that cannot be used. */
export type EnvProblems = readonly string[]

/** Checks all settings at once; an empty value counts as absent. */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): Result<Env, EnvProblems> {
  const given = Object.fromEntries(
    Object.keys(settings.shape)
      .map((name) => [name, source[name]?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = settings.safeParse(given)
  if (!parsed.success) {
    return fail(parsed.error.issues.map((issue) => `${String(issue.path[0])} ${problemText(issue)}`))
  }
  const problems = crossProblems(parsed.data)
  if (problems.length > 0) {
    return fail(problems)
  }
  const seed = parsed.data.SEED ?? (parsed.data.DATABASE_URL === undefined ? 'demo' : 'none')
  return ok({ ...parsed.data, DATA_DIR: resolve(parsed.data.DATA_DIR), SEED: seed })
}

/** Reads the process's own environment; prints every problem and ends the process with 1 when there is one. */
export function readEnv(): Env {
  const parsed = parseEnv(process.env)
  if (parsed.ok) {
    return parsed.value
  }
  process.stderr.write(`Carbonsheet cannot start, these settings need a change:\n`)
  for (const problem of parsed.error) {
    process.stderr.write(`  - ${problem}\n`)
  }
  process.stderr.write(`Every setting is explained in .env.example.\n`)
  return process.exit(1)
}

function problemText(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_value' ? `must be one of ${issue.values.join(', ')}` : issue.message
}

/** What is wrong between settings that are each fine on their own. */
function crossProblems(env: z.output<typeof settings>): string[] {
  const problems: string[] = []
  if (env.REDIS_URL !== undefined && env.SESSION_SECRET === undefined) {
    problems.push('SESSION_SECRET must be set (the same on every server) when REDIS_URL is set')
  }
  if (env.REDIS_URL !== undefined && env.DATABASE_URL === undefined) {
    problems.push('DATABASE_URL must be set when REDIS_URL is set: several servers need one database')
  }
  if (env.MQTT_URL !== undefined && env.MQTT_PORT !== undefined && env.MQTT_PORT !== 'off') {
    problems.push('MQTT_PORT must not be set when MQTT_URL is set: devices send to one broker')
  }
  if (env.DATABASE_APP_URL !== undefined && env.DATABASE_URL === undefined) {
    problems.push('DATABASE_URL must be set when DATABASE_APP_URL is set')
  }
  return problems
}
