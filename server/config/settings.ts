/** Every setting of the program: its name, what it means, its default and the check that it must pass. */
import { z } from 'zod'

/** How one setting is written down in `.env.example` and in the README. */
export interface SettingNotes {
  description: string
  /** The default in words or as the value itself; an empty text means that there is none. */
  default: string
}

const notes = z.registry<SettingNotes>()

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((number) => number >= least && number <= most, `must be a whole number from ${least} to ${most}`)

const urlOf = (protocols: readonly string[], example: string) =>
  z.string().refine((text) => {
    const url = URL.parse(text)
    return url !== null && protocols.includes(url.protocol)
  }, `must be an address like ${example}`)

const portOrOff = z
  .string()
  .transform((text) => (text === 'off' ? text : /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN))
  .refine((port) => port === 'off' || port <= 65_535, 'must be a whole number from 0 to 65535, or off')

const postgresUrl = urlOf(['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/carbonsheet')

const origin = urlOf(['http:', 'https:'], 'https://carbonsheet.example.com').transform((text) => new URL(text).origin)

/** The settings as they stand in the environment; each is optional there, the defaults are filled in by `parseEnv`. */
export const settings = z.object({
  PORT: wholeNumber(0, 65_535)
    .default(8080)
    .register(notes, { description: 'Port of the web server; 0 picks a free one and prints it.', default: '8080' }),
  HOST: z.string().default('127.0.0.1').register(notes, {
    description: 'Address to listen on; 0.0.0.0 lets other machines in.',
    default: '127.0.0.1',
  }),
  DATA_DIR: z.string().default('.data').register(notes, {
    description: 'Folder for the embedded database, generated secrets and uploaded files.',
    default: '.data',
  }),
  DATABASE_URL: postgresUrl.optional().register(notes, {
    description:
      'PostgreSQL 15 or later, as the owner of the database. Without it an embedded PostgreSQL runs in DATA_DIR.',
    default: '',
  }),
  DATABASE_APP_URL: postgresUrl.optional().register(notes, {
    description:
      'PostgreSQL as the role that the app works with (neither owner nor superuser). Derived from DATABASE_URL when absent.',
    default: '',
  }),
  REDIS_URL: urlOf(['redis:', 'rediss:'], 'redis://host:6379').optional().register(notes, {
    description: 'Redis, needed only when two or more servers run side by side.',
    default: '',
  }),
  SEED: z.enum(['demo', 'none']).optional().register(notes, {
    description: 'demo fills an empty database with the demo company; none leaves it empty.',
    default: 'demo with the embedded database, none with DATABASE_URL',
  }),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info').register(notes, {
    description: 'Least important log lines that are written: trace, debug, info, warn, error, fatal or silent.',
    default: 'info',
  }),
  SESSION_SECRET: z.string().min(32, 'must have at least 32 characters').optional().register(notes, {
    description:
      'Signs access tokens; at least 32 characters, the same on every server. Generated and kept in DATA_DIR when absent.',
    default: '',
  }),
  PUBLIC_URL: origin.optional().register(notes, {
    description:
      'Address that people type in their browser, for example https://carbonsheet.example.com; https makes cookies secure.',
    default: '',
  }),
  ALLOWED_ORIGINS: z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .pipe(z.array(origin))
    .default([])
    .register(notes, {
      description: 'Further web addresses whose pages may call this server, separated by commas.',
      default: '',
    }),
  EVIDENCE_MAX_MB: wholeNumber(1, 1024).default(25).register(notes, {
    description: 'Largest file that can be attached to a cell, in MB.',
    default: '25',
  }),
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional().register(notes, {
    description:
      'Opens /metrics (Prometheus) to whoever sends it as a bearer token; at least 16 characters. Without it there is no such page.',
    default: '',
  }),
  WEBHOOKS_LOCAL: z
    .enum(['yes', 'no'])
    .default('no')
    .transform((choice) => choice === 'yes')
    .register(notes, {
      description:
        'yes lets webhooks call by http, any port and addresses inside your network: whoever keeps webhooks then reaches what this server reaches. For tests and closed networks.',
      default: 'no',
    }),
  MQTT_URL: urlOf(['mqtt:', 'mqtts:', 'ws:', 'wss:'], 'mqtts://user:password@host:8883').optional().register(notes, {
    description:
      'A broker of yours, to which devices send their readings; messages carry the credential of the device. Without it this server has a broker itself (MQTT_PORT).',
    default: '',
  }),
  MQTT_CLIENT_ID: z.string().max(100).default('carbonsheet').register(notes, {
    description: 'How this server is called at the broker of MQTT_URL; another name on each server beside it.',
    default: 'carbonsheet',
  }),
  MQTT_PORT: portOrOff.optional().register(notes, {
    description:
      'Port of the broker of this server (MQTT without TLS); 0 picks a free one, off turns it off. When nothing is set and 1883 is taken, there is none.',
    default: '1883',
  }),
  TRUST_PROXY_HOPS: wholeNumber(0, 10).default(0).register(notes, {
    description: 'How many proxies stand in front; 0 ignores X-Forwarded-For.',
    default: '0',
  }),
})

/** All settings with their notes, in the order in which they are documented. */
export function documentedSettings(): (SettingNotes & { name: string })[] {
  return Object.entries(settings.shape).map(([name, schema]) => {
    const found = notes.get(schema)
    if (found === undefined) {
      throw new Error(`The setting ${name} has no description.`)
    }
    return { name, ...found }
  })
}
