import type { Software } from '../../server/engine/facts'
import type { Draft, Rule, Severity } from '../../server/engine/types'
import { first, isTestPath } from '../wording'

const WORDS: Readonly<
  Record<Exclude<Software['kind'], 'proxy-client'>, { text: string; why: string; severity: Severity }>
> = {
  'resale-panel': {
    text: 'a panel that meters and resells API access',
    why: 'Such panels issue keys of their own and forward to accounts of their operator. Used inside an organisation for its own keys it is a gateway; resale needs the approval of the model maker.',
    severity: 'warning',
  },
  'account-pool': {
    text: 'software that pools accounts or subscription logins',
    why: 'Pooling personal logins or accounts for several users is what providers exclude in their terms; accounts behind it can be closed together.',
    severity: 'warning',
  },
  gateway: {
    text: "a gateway for one's own keys",
    why: 'A gateway that an organisation runs with its own keys is a documented set-up.',
    severity: 'hint',
  },
}

const KINDS = new Set(['image', 'package', 'binary'])

const rule: Rule = {
  id: 'relay-software',
  title: 'The project deploys or is relay software',
  severity: 'warning',
  model({ model, facts, persona }) {
    const out: Draft[] = []
    for (const s of model.signatures) {
      if (!KINDS.has(s.kind)) continue
      const found = facts.software(s.kind, s.name)
      if (!found || found.kind === 'proxy-client') continue
      const words = WORDS[found.kind]
      if (found.kind === 'gateway' && persona === 'developer') continue
      out.push({
        path: s.path,
        span: s.span,
        severity: isTestPath(s.path) && words.severity === 'warning' ? 'info' : words.severity,
        identity: `${s.kind} ${s.name}`,
        ...(found.kind === 'gateway' ? { persona: 'reviewer' as const } : {}),
        message: first(
          s.ecosystem === 'self'
            ? `This package is ${found.name}, ${words.text}.`
            : `The ${s.kind} ${s.name} is ${found.name}, ${words.text}.`,
        ),
        why: `${words.why} Whose keys it holds is not known to this scan.`,
        todo: 'Say in relaylint.yaml who runs it and why, or use a gateway with keys of your own.',
        evidence: found.sources.map((id) => ({
          status: facts.source(id)?.status ?? ('self-described' as const),
          claim: `${found.name} describes itself in its own documentation`,
          source: id,
          date: facts.source(id)?.date ?? '',
        })),
      })
    }
    return out
  },
}
export default rule
