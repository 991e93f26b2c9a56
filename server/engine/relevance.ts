/** Which settings a rule could ever need: the others are no facts, so that a file of ten thousand keys stays small. */
import type { SettingKind, Template } from './types'
import { isSureAiPath } from './url'

const INTERESTING =
  /(?:url|uri|base|host|endpoint|region|location|proxy|model|provider|target|upstream|address|server|domain|gateway|destination|runtime|effective|api|env_?(?:key|prefix))/i
const ADDRESS =
  /^[a-z][a-z0-9+.-]*:\/\/|^\/\/|[A-Za-z0-9_-]\.[A-Za-z]{2,}|^localhost\b|^\d+\.\d+\.\d+\.\d+|:\d{2,5}(?:\/|$)|^\[[0-9a-f:]+\]|^0x[0-9a-f]|%2e/i
/** An id as clouds write regions and zones (`ap-southeast-1`, `asia-east2-a`): a name may be given one. */
const REGION_ID = /^[a-z]{2,8}(?:-[a-z]{2,12}){1,2}-?\d{1,2}(?:-?[a-z])?$/

/** Decides by the name, the path and the literal text of the value (`text`). */
export function isRelevant(
  kind: SettingKind,
  name: string,
  path: readonly string[],
  value: Template,
  text: string,
): boolean {
  if (kind === 'env' || kind === 'request' || kind === 'upstream') return true
  if (ADDRESS.test(text) || INTERESTING.test(name)) return true
  if (value.parts.some((p) => p.kind !== 'text')) return kind === 'argument' || kind === 'constant' || kind === 'member'
  const parent = path.length > 1 ? (path[path.length - 2] as string) : ''
  return isSureAiPath(text) || REGION_ID.test(text) || (text.length < 200 && INTERESTING.test(parent))
}
