import rules from 'relaylint:checks'
import parts from 'relaylint:pack'
import rulePages from 'relaylint:pages'
import schema from 'relaylint:policy-schema'
import type { Pack } from '../server/engine/facts'
import type { Rule } from '../server/engine/types'

export { isKnownTool, toolNames } from './tools'

/**
 * The compiled fact base. Each part is parsed when it is first asked for: a scan that meets no region never pays for
 * the regions. Call it once and hand the result on.
 */
export function loadPack(): Pack {
  const pack = {}
  for (const [name, text] of Object.entries(parts)) {
    let value: unknown
    Object.defineProperty(pack, name, { enumerable: true, get: () => (value ??= JSON.parse(text)) })
  }
  return pack as Pack
}

/** Every rule, sorted by id. One module of `rules/checks` each. */
export const checks: readonly Rule[] = rules

/** Rule pages (Markdown) by rule id. */
export const pages: Readonly<Record<string, string>> = rulePages

/** JSON Schema of the policy file, as other editors use it. */
export const policySchema: unknown = schema
