import type { Draft, Rule } from '../../server/engine/types'
import { first } from '../wording'

const same = (a: string, b: string) =>
  a.toLowerCase().replace(/[^a-z0-9]/g, '') === b.toLowerCase().replace(/[^a-z0-9]/g, '')

const rule: Rule = {
  id: 'denied-tool',
  title: 'A tool that the policy denies',
  severity: 'error',
  model({ model, facts, policy }) {
    const out: Draft[] = []
    for (const entry of policy.tools.deny) {
      const { tool, reason } = entry.value
      const related = [{ path: entry.path, span: entry.span, message: 'denied here' }]
      const say = (path: string, span: { start: number; end: number }, how: string) =>
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
      for (const s of model.signatures) {
        if (
          facts.signature(s.kind, s.ecosystem, s.name).some((c) => same(c.id, tool) || same(c.name, tool)) ||
          (s.kind === 'package' && same(s.name, tool))
        )
          say(s.path, s.span, s.kind)
      }
      for (const file of model.files.values()) {
        const surface = facts.fileSurface(file.path)
        if (
          surface?.file.agent &&
          surface.file.scope === 'project' &&
          (same(surface.client.id, tool) ||
            same(surface.client.name, tool) ||
            same(surface.client.id.replace(/-(?:cli|vscode)$/, ''), tool))
        )
          say(file.path, { start: 0, end: Math.min(1, file.length) }, 'settings file')
      }
    }
    return out
  },
}
export default rule
