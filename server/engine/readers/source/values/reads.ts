/** How the languages read an environment variable. */

/** Calls whose first argument is the variable, whose second or `default` may be its fall-back. */
const CALLS =
  /^(?:os\.getenv|os\.environ\.get|environ\.get|getenv|os\.Getenv|os\.LookupEnv|System\.getenv|System\.getProperty|Environment\.GetEnvironmentVariable|std::env::var|env::var|ENV\.fetch|Deno\.env\.get|Bun\.env\.get|env|config|dotenv\.get|process\.env\.get|env\.str|env\.get|decouple\.config|os\.environ\.setdefault|std\.env\.var|Utils\.getEnv|viper\.GetString|getEnvVar|get_env|getEnv|GetEnv|EnvString|env\.String|option_env!|env!|dotenv_get|System\.getenv\(\)\.getOrDefault|getOrDefault)$/
/** Maps that hold the variables: `os.environ["X"]`. */
const MAPS = /^(?:os\.environ|environ|process\.env|import\.meta\.env|ENV|\$_ENV|\$_SERVER|Bun\.env|settings\.env|env)$/
const MEMBER = /^(process\.env|import\.meta\.env|Bun\.env|(?:c\.|ctx\.|context\.)?env|Deno\.env)\.([A-Za-z_]\w*)$/

export const isReadCall = (name: string): boolean => CALLS.test(name)
export const isReadMap = (name: string): boolean => MAPS.test(name)

/** Variable of `process.env.NAME` and its relatives, or empty. Bare `env.NAME` only for names that look like variables. */
export function memberRead(name: string): string {
  const [, holder = '', variable = ''] = MEMBER.exec(name) ?? []
  return /^(?:process|import)/.test(holder) || /^[A-Z][A-Z0-9_]+$/.test(variable) ? variable : ''
}
