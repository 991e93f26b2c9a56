import { folderOf, isWithin, resolvePath } from '../../server/engine/paths'
import type { Draft, Model, PlacedTrait, Rule } from '../../server/engine/types'
import { usesIn, type VendorUse, vendorsOf } from '../regions'
import { first, vendorName } from '../wording'

/** How an entry may be written out that a handler names without its ending. */
const ENDINGS = ['', '.ts', '.js', '.mjs', '.cjs', '.py', '/index.ts', '/index.js', '/index.mjs']

/** Functions in front of a content network run at all of its points, wherever their stack is. */
const CDN = /^cdn /
const runsOf = (t: PlacedTrait) => t.detail.replace(CDN, '')

/** Files that run at the edge because of this statement: what the file, the entry or the folder that it names, can run. */
function filesOf(t: PlacedTrait, model: Model): ReadonlySet<string> {
  const [kind, named = ''] = runsOf(t).split(':')
  if (kind === 'unit') return new Set()
  if (kind !== 'worker' && kind !== 'folder') return model.reachableFrom(t.path)
  // assets are named from the file, or from where the tool is run
  const meant = [folderOf(t.path), ''].flatMap((from) => resolvePath(from, named) ?? [])
  if (kind === 'folder') {
    const inside = [...model.files.keys()].filter((p) => meant.some((folder) => isWithin(folderOf(p), folder)))
    return new Set(inside.flatMap((p) => [...model.reachableFrom(p)]))
  }
  const entry = meant.flatMap((p) => ENDINGS.map((end) => p + end)).find((p) => model.files.has(p))
  return entry ? model.reachableFrom(entry) : new Set()
}

function gated(t: PlacedTrait, model: Model, uses: readonly VendorUse[]): VendorUse[] {
  const files = filesOf(t, model)
  if (files.size > 0) return uses.filter((u) => u.calls.some((p) => files.has(p)))
  return /^(?:worker|unit)/.test(runsOf(t)) ? vendorsOf(model, new Set(t.units)) : []
}

/** A region that covers the file, or one of the whole unit. */
function pinned(t: PlacedTrait, model: Model): boolean {
  if (CDN.test(t.detail)) return false
  return model.regions.some(
    (r) =>
      r.role === 'runs' &&
      r.country !== '' &&
      !r.variable &&
      (r.files ? r.files.has(t.path) : r.units.some((u) => t.units.includes(u))),
  )
}

const rule: Rule = {
  id: 'region-not-pinned',
  title: 'An edge function calls a region-gated API without a pinned region',
  severity: 'hint',
  model({ model, facts, pass, once }) {
    const out: Draft[] = []
    const uses = once<readonly VendorUse[]>(usesIn)
    for (const t of model.traits) {
      if (t.what !== 'edge-runtime') continue
      if (pinned(t, model)) {
        pass('a region is pinned', t)
        continue
      }
      const used = gated(t, model, uses).find(
        (v) => v.channel === 'direct' && facts.providerOf(v.vendor)?.refusal?.documented,
      )
      if (!used) {
        pass('it is not known to call an API that documents refusals by region', t)
        continue
      }
      const name = vendorName(used.vendor)
      const at = used.endpoint ?? used.use
      const refusal = facts.source(facts.providerOf(used.vendor)?.refusal?.source ?? '')
      out.push({
        path: t.path,
        span: t.span,
        severity: 'hint',
        persona: 'reviewer',
        identity: 'edge',
        message: first(`This edge function calls ${name} from wherever it runs: no region is pinned.`),
        why: `Edge functions run near the visitor. Requests that reach ${name} from a place that it does not list are refused${refusal ? ` (${refusal.status}, ${refusal.date})` : ''}, whoever the visitor is. Where visitors are is not known to this scan.`,
        todo: 'Where the organisation and its users are in supported places, pin the function to one of them.',
        evidence: refusal
          ? [
              {
                status: refusal.status,
                claim: facts.providerOf(used.vendor)?.refusal?.note ?? '',
                source: refusal.id,
                date: refusal.date,
              },
            ]
          : [],
        related: at ? [{ path: at.path, span: at.span, message: `${name} is used here` }] : [],
      })
    }
    return out
  },
}
export default rule
