import rules from 'relaylint:checks'
import text from 'relaylint:pack'
import rulePages from 'relaylint:pages'
import schema from 'relaylint:policy-schema'
import type { Pack } from '../server/engine/facts'
import type { Rule } from '../server/engine/types'

export { isKnownTool } from './tools'

/** Parses the compiled fact base. About a millisecond per 200 KB; call it once and hand the result on. */
export function loadPack(): Pack {
  return JSON.parse(text) as Pack
}

/** Every rule, sorted by id. One module of `rules/checks` each. */
export const checks: readonly Rule[] = rules

/** Rule pages (Markdown) by rule id. */
export const pages: Readonly<Record<string, string>> = rulePages

/** JSON Schema of the policy file, as other editors use it. */
export const policySchema: unknown = schema
