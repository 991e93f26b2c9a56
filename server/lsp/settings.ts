/** Settings from `initializationOptions` and from the client's configuration. What is not understood is left at its default. */
import type { InitializationOptions, Settings } from '../protocol'

export interface ServerSettings extends Settings {
  readonly trusted: boolean
}

export const DEFAULTS: ServerSettings = {
  enable: true,
  persona: '',
  policyFile: '',
  exclude: [],
  scanOnOpen: true,
  inlayHints: true,
  trusted: true,
}

/** `given` over `base`; values of a wrong type are ignored. */
export function withSettings(base: ServerSettings, given: unknown): ServerSettings {
  if (!given || typeof given !== 'object') return base
  const g = given as Partial<Record<keyof InitializationOptions, unknown>>
  const flag = (key: 'enable' | 'scanOnOpen' | 'inlayHints' | 'trusted') =>
    typeof g[key] === 'boolean' ? (g[key] as boolean) : base[key]
  return {
    enable: flag('enable'),
    scanOnOpen: flag('scanOnOpen'),
    inlayHints: flag('inlayHints'),
    trusted: flag('trusted'),
    persona: personaOf(g.persona) ?? base.persona,
    policyFile: typeof g.policyFile === 'string' ? g.policyFile : base.policyFile,
    exclude: Array.isArray(g.exclude) ? g.exclude.filter((x): x is string => typeof x === 'string') : base.exclude,
  }
}

/** `policy` is the editor's word for "as the policy file says". */
function personaOf(given: unknown): ServerSettings['persona'] | undefined {
  if (given === 'policy' || given === '') return ''
  return given === 'developer' || given === 'reviewer' || given === 'auditor' ? given : undefined
}
