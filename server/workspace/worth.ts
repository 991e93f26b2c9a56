/** Which texts are read at all: what decides both how fast a scan is and what it can find. */
import type { FactBase } from '../engine/facts'
import type { Reader } from '../engine/reader'
import type { Persona } from '../engine/types'
import { handsOnVariables, listedHostIn, mayMatter, quotedHosts, standsApart } from './filter'

/** What the fact base knows of the words of a text. */
export interface Known {
  /** Whether the host is described as the API of a model, whoever runs it. */
  host(host: string): boolean
  /** Whether a tool is installed or run by that name: a package, an image, an action, a command. */
  tool(name: string): boolean
}

export function knownTo(facts: FactBase): Known {
  return {
    host(host) {
      const match = facts.host(host, '')
      return match !== null && match.row.class !== 'ignored' && match.row.class !== 'tunnel'
    },
    tool: (name) => facts.isToolName(name),
  }
}

/**
 * Whether a text is worth reading: somebody has to see what it says, source code and large files have to hold a key word
 * or a known host. `later`: source code with some other address, which matters when a client is given it by import.
 */
export function worthReading(
  reader: Reader,
  text: string,
  path: string,
  persona: Persona,
  known: Known,
): 'yes' | 'later' | 'no' {
  if (reader.audience && reader.audience !== persona) return 'no'
  if (mayMatter(text)) return 'yes'
  const large = text.length > CONFIG_ALWAYS
  if (reader.id === 'source') return !large && concernsOthers(path, text) ? 'yes' : worthOf(text, known)
  if (large) return listedHostIn(text, known.host) ? 'yes' : 'no'
  if (!DATA.has(reader.id) || MANIFESTS.test(path) || text.includes('://') || STRUCTURE.test(text)) return 'yes'
  // data without any address and without any word cannot say where a request goes, but it may install a tool
  return namesTool(text, known) ? 'yes' : 'no'
}

function worthOf(text: string, known: Known): 'yes' | 'later' | 'no' {
  const hosts = quotedHosts(text)
  for (const host of hosts) if (known.host(host)) return 'yes'
  return hosts.size > 0 || handsOnVariables(text) ? 'later' : 'no'
}

/** Words as packages, images, actions and commands are written, without version and tag. */
const TOOL_NAME = /@?[A-Za-z][\w.-]*(?:\/[\w.-]+)*/g

function namesTool(text: string, known: Known): boolean {
  for (const [word] of text.matchAll(TOOL_NAME)) if (word.length > 2 && known.tool(word)) return true
  return false
}

/** UTF-16 units up to which configuration is read without a key word. */
const CONFIG_ALWAYS = 256 * 1024
/** Entry points of functions, and what frameworks load by name: what they import or give tells whether they call a model, whatever words they hold. */
const ENTRIES =
  /(?:^|\/)(?:api|functions|edge-functions|routes)\/[^/]*(?:\/[^/]*){0,3}\.[cm]?[jt]sx?$|(?:^|\/)(?:route|page|layout|\+server|\+page\.server)\.[jt]sx?$|(?:^|\/)(?:sst|nuxt|nitro|svelte)\.config\.[cm]?[jt]s$|(?:^|\/)(?:vercel|serverless)\.[cm]?[jt]s$|(?:^|\/)(?:_?worker|edge|middleware)\.[cm]?[jt]sx?$|(?:^|\/)src\/(?:index|main|worker|server)\.[cm]?[jt]s$|(?:^|\/)aws-exports\.[cm]?[jt]s$|(?:^|\/)config\/\w+\.php$/
/** Manifests that say where a folder runs even when they name neither an address nor a region. */
const MANIFESTS =
  /(?:^|\/)(?:wrangler\.(?:toml|jsonc?)|fastly\.toml|deno\.jsonc?|netlify\.toml|composer\.json|azure\.ya?ml|(?:azure|bitbucket)-pipelines[\w.-]*\.ya?ml|\.circleci\/[^/]+\.ya?ml|helmfile[^/]*\.ya?ml(?:\.gotmpl)?)$/
/** What ties files together: places, images, env files, named data, packages. */
const STRUCTURE =
  /region|location|(?<!time[_-]?)zone|arn:aws-|china|image:|env_?files?\b|--env-file|\bdotenvx?\b|\benv-cmd\b|\b(?:include|extends|template|uses)["']?\s*:|spring\.config|^\s*(?:config|import):\s*|EnvironmentFile|GITHUB_ENV|BASH_ENV|\bvalue_?s?files?\b|helmfile|\bset -a\b|_\.file\b|secretGenerator|export \$\(|\bresources:|configMap|\bkind"?\s*:\s*["']?Secret\b|secretRef|\bdependencies\b|"(?:features|name|recommendations|extensions|apiKeyHelper)"/im
const DATA: ReadonlySet<string> = new Set([
  'yaml',
  'json',
  'toml',
  'ini',
  'xml',
  'nix',
  'hcl',
  'bicep',
  'markdown',
  'component',
])

/** Source code that says something about the code beside it. */
function concernsOthers(path: string, text: string): boolean {
  return ENTRIES.test(path) || standsApart(text)
}
