import type { FactBase } from '../../server/engine/facts'
import type { Draft, Model, Rule } from '../../server/engine/types'
import { carriesName, meansClient, meansSoftware, sameName } from '../tools'
import { first } from '../wording'

interface Trace {
  readonly path: string
  readonly span: { readonly start: number; readonly end: number }
  readonly how: string
}

/** Packages, images, actions, features, extensions, binaries, and installers that are fetched by their address. */
function* installed(tool: string, model: Model, facts: FactBase): Iterable<Trace> {
  for (const s of model.signatures) {
    const clients = facts.signature(s.kind, s.ecosystem, s.name)
    const software = s.ecosystem === 'self' ? null : facts.software(s.kind, s.name)
    if (
      clients.some((c) => meansClient(tool, c)) ||
      (software && meansSoftware(tool, software)) ||
      (s.kind !== 'binary' && s.ecosystem !== 'self' && sameName(s.name, tool))
    )
      yield { path: s.path, span: s.span, how: s.kind }
  }
  for (const file of model.files.values()) {
    // a variable that nothing but the tool reads
    const own = file.settings.find((s) => s.kind === 'env' && onlyOf(tool, s.name, facts))
    if (own) yield { path: file.path, span: own.keySpan, how: 'variable' }
    for (const s of file.settings) {
      const part = s.kind === 'request' && s.value.parts.length === 1 ? s.value.parts[0] : undefined
      if (part?.kind !== 'text') continue
      const address = part.text.replace(/^https?:\/\//, '')
      if (facts.signature('install', 'url', address).some((c) => meansClient(tool, c)))
        yield { path: file.path, span: s.value.span, how: 'installer' }
    }
  }
}

/** `CLAUDE_CODE_USE_BEDROCK`, not `ANTHROPIC_MODEL`, which any application may read. */
function onlyOf(tool: string, variable: string, facts: FactBase): boolean {
  const readers = facts.env(variable)
  return readers.some((m) => meansClient(tool, m.client) && carriesName(variable, m.client))
}

/** Settings files that editors share between their extensions. */
const SHARED = /(?:^|\/)\.vscode\/settings\.json$|\.code-workspace$/

/** Whether a shared settings file holds a key of the tool. */
function hasOwnKey(path: string, model: Model, facts: FactBase): boolean {
  const { file } = facts.fileSurface(path) ?? {}
  const roots = [...(file?.env ?? []), ...(file?.keys ?? []).map((k) => k.path)].map((k) => k.split(/[.[]/)[0])
  const settings = model.files.get(path)?.settings ?? []
  return settings.some((s) => roots.includes((s.path[0] ?? '').split('.')[0]))
}

/** The tool's own files and folders: one trace for each folder that holds some. */
function* ownFiles(tool: string, model: Model, facts: FactBase): Iterable<Trace> {
  const known = [
    ...facts.pack.clients.filter((c) => meansClient(tool, c)),
    ...facts.pack.software.filter((s) => meansSoftware(tool, s)),
  ]
  const marks = known
    .flatMap((t) => t.signatures ?? [])
    .filter((s) => s.kind === 'file')
    .map((s) => s.name)
  const said = new Set<string>()
  for (const path of model.paths) {
    const surface = facts.fileSurface(path)
    const agent = surface?.file.agent && surface.file.scope === 'project' && meansClient(tool, surface.client)
    const own = agent && (!SHARED.test(path) || hasOwnKey(path, model, facts))
    const mark = marks.find((m) => marksPath(m, path))
    if (!own && !mark) continue
    const folder = /(?:^|\/)(\.[\w-]+)\//.exec(path)
    const place = folder ? path.slice(0, folder.index + folder[0].length) : path
    if (said.has(place)) continue
    said.add(place)
    yield { path, span: { start: 0, end: Math.min(1, model.files.get(path)?.length ?? 0) }, how: 'settings file' }
  }
}

/** `.cursor/` and `.cli-proxy-api` are folders anywhere, `.claude/settings.json` the end of a path, `CLAUDE.md` a name. */
function marksPath(mark: string, path: string): boolean {
  const rooted = `/${path}`
  if (mark.endsWith('/')) return rooted.includes(`/${mark}`)
  return rooted.endsWith(`/${mark}`) || (/^\.[\w-]+$/.test(mark) && rooted.includes(`/${mark}/`))
}

const rule: Rule = {
  id: 'denied-tool',
  title: 'A tool that the policy denies',
  severity: 'error',
  model({ model, facts, policy, pass }) {
    if (policy.tools.deny.length === 0) return pass('the policy denies no tool')
    const out: Draft[] = []
    for (const entry of policy.tools.deny) {
      const { tool, reason } = entry.value
      const related = [{ path: entry.path, span: entry.span, message: 'denied here' }]
      const said = new Set<string>()
      for (const { path, span, how } of [...installed(tool, model, facts), ...ownFiles(tool, model, facts)]) {
        // `npx PACKAGE` brings a package in and runs a program of it
        const place = `${path}\u0000${span.start}`
        if (said.has(place)) continue
        said.add(place)
        out.push({
          path,
          span,
          severity: 'error',
          identity: `${tool} ${how}`,
          message: first(`The policy denies ${tool}; this ${how} brings it in.`),
          why: `Reason given: ${reason}`,
          todo: 'Remove it, or change the policy.',
          related,
        })
      }
    }
    return out.length > 0 ? out : pass('no sign of a denied tool is in the project')
  },
}
export default rule
