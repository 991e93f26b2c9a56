/** Environment files by name: which ones a tool finds by itself, and which of them is read over which. */
import { nameOf } from '../paths'

const DOTENV = /^(?:\.env(?:\..+)?|.+\.env|\.dev\.vars|\.envrc|\.flaskenv|env\.(?:example|sample|template))$/
const BY_ITSELF = /^(?:\.env(?:\..+)?|\.dev\.vars|\.envrc|\.flaskenv)$/
const TEMPLATE = /(?:example|sample|template|dist|defaults?|schema)$/i

export function isDotenv(path: string): boolean {
  return DOTENV.test(nameOf(path))
}

/** Whether a tool of its folder reads the file without being told its name. */
export function isFoundByName(path: string): boolean {
  return BY_ITSELF.test(nameOf(path))
}

export function isEnvTemplate(path: string): boolean {
  return isDotenv(path) && TEMPLATE.test(nameOf(path))
}

/** Order of env files of one folder in which a read looks at them; lower is nearer. Equal numbers do not override each other. */
export function dotenvRank(name: string): number {
  if (TEMPLATE.test(name)) return 40
  if (/^\.env\..+\.local$/.test(name)) return 10
  if (name === '.env.local') return 11
  if (/^\.env\./.test(name)) return 20
  return 30
}

/**
 * Why the first of two env files of one folder is read over the second whatever the mode, or empty.
 * Only what the tools with modes agree on: `.env.local` over `.env`, `.env.MODE.local` over `.env.MODE`.
 */
export function cascade(winner: string, loser: string): string {
  if (TEMPLATE.test(winner) || TEMPLATE.test(loser)) return ''
  return winner === `${loser}.local` && /^\.env(?:\.[\w-]+)?$/.test(loser) ? `${winner} wins over ${loser}` : ''
}

/** The mode that an env file is for (`.env.production.local`: `production`), empty when it counts in every mode. */
export function modeOf(name: string): string {
  return /^\.env\.(?!local$)(.+?)(?:\.local)?$/.exec(name)?.[1] ?? ''
}
