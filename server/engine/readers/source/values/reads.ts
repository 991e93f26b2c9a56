/** How the languages read an environment variable. */

/** Calls whose first argument is the variable or the configuration key, whose second or `default` may be its fall-back. */
const CALLS =
  /^(?:os\.environ\.(?:get|setdefault|pop)|environ\.get|os\.LookupEnv|System\.getProperty|Environment\.GetEnvironmentVariable|ENV\.fetch|(?:Deno|Bun|process)\.env\.get|std::env::var|env::var|std\.env\.var|config|dotenv\.get|env\.(?:str|url|get|String)|decouple\.config|EnvString|String\.fromEnvironment|sys\.env\.getOrElse|option_env|env|dotenv_get|viper\.GetString|(?:\w+\.)*(?:GetValue|getProperty|getString))$/
/** Services that look variables up, and keys of the configuration: `config.get("CHAT_URL")`, `config.get("chat.url")`. */
const CONFIGURATION = /^(?:this\.)?config(?:Service|uration)?\.(?:get|getOrThrow)$/
/** Helpers of a project: `getEnv("X", "…")`, `envOr("X", "…")`, `read_env_or_default("X", "…")`. */
const HELPERS =
  /(?:^|[._:])(?:\w*_)?(?:env|(?:get|read|must|load|lookup|fetch|require)_?env)(?:_?(?:or|var|variable|string|str|default|value|with)\w*)?$/i
/** Maps that hold the variables, as calls: `System.getenv().getOrDefault("X", "…")`. */
const MAP_METHODS = /^(?:get|getOrDefault|getOrElse|fetch|getValue)$/
/** Maps that hold the variables: `os.environ["X"]`. */
const MAPS =
  /^(?:os\.environ|environ|ProcessInfo\.processInfo\.environment|sys\.env|process\.env|import\.meta\.env|ENV|\$_ENV|\$_SERVER|Bun\.env|settings\.env|env)$/
const MEMBER = /^(process\.env|import\.meta\.env|Bun\.env|(?:c\.|ctx\.|context\.)?env|Deno\.env)\.([A-Za-z_]\w*)$/

/** Whether `name(key)` reads the variable or configuration key `key`. */
export function isReadCall(name: string, key: string): boolean {
  if (!/^[A-Za-z_][\w.:-]*$/.test(key)) return false
  if (CONFIGURATION.test(name)) return /^[A-Z][A-Z0-9_]+$|\w\.\w/.test(key)
  return CALLS.test(name) || HELPERS.test(name) || (/(?:^|[.:])getenv$/i.test(name) && key !== '')
}

/** Whether `.method("X")` on the map of all variables reads one. */
export const isMapRead = (receiver: string, method: string): boolean =>
  /^(?:System\.getenv|ENV|os\.environ|Deno\.env|process\.env)$/.test(receiver) && MAP_METHODS.test(method)

export const isReadMap = (name: string): boolean => MAPS.test(name)

/** Variable of `process.env.NAME` and its relatives, or empty. Bare `env.NAME` only for names that look like variables. */
export function memberRead(name: string): string {
  const [, holder = '', variable = ''] = MEMBER.exec(name) ?? []
  return /^(?:process|import)/.test(holder) || /^[A-Z][A-Z0-9_]+$/.test(variable) ? variable : ''
}
