import type { FactBase, Software } from '../../server/engine/facts'
import type { Draft, Model, Rule, Severity, Span } from '../../server/engine/types'
import { first, isTestPath } from '../wording'

const WORDS: Readonly<
  Record<Exclude<Software['kind'], 'proxy-client' | 'tunnel'>, { text: string; why: string; severity: Severity }>
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

type Kind = keyof typeof WORDS

/** One sign of a piece of software: a dependency or image, or a variable that only it reads. */
interface Sign {
  readonly path: string
  readonly span: Span
  readonly software: Software
  readonly subject: string
  readonly identity: string
}

const KINDS = new Set(['image', 'package', 'binary', 'install'])

function signsIn(model: Model, facts: FactBase): Sign[] {
  const out: Sign[] = []
  for (const s of model.signatures) {
    const software = KINDS.has(s.kind) ? facts.software(s.kind, s.name) : null
    if (!software) continue
    const what = s.kind === 'binary' ? 'command' : s.kind
    const subject = s.ecosystem === 'self' ? 'This package is' : `The ${what} ${s.name} is`
    out.push({ path: s.path, span: s.span, software, subject, identity: `${s.kind} ${s.name}` })
  }
  // a variable is said once per file, and only where nothing above says it
  const said = (path: string, software: Software) => out.some((o) => o.path === path && o.software === software)
  for (const file of model.files.values()) {
    for (const s of file.settings) {
      const software = s.kind === 'env' && !s.quoted ? facts.software('env', s.name) : null
      if (!software || said(file.path, software)) continue
      const subject = `The variable ${s.name} belongs to`
      out.push({ path: file.path, span: s.keySpan, software, subject, identity: `env ${s.name}` })
    }
  }
  return out
}

const rule: Rule = {
  id: 'relay-software',
  title: 'The project deploys or is relay software',
  severity: 'warning',
  model({ model, facts, pass }) {
    return signsIn(model, facts).flatMap(({ path, span, software, subject, identity }): readonly Draft[] => {
      const words = WORDS[software.kind as Kind]
      if (!words) return pass(`${software.name} is no relay software`, { path, span })
      return [
        {
          path,
          span,
          severity: isTestPath(path) && words.severity === 'warning' ? 'info' : words.severity,
          identity,
          ...(software.kind === 'gateway' ? { persona: 'reviewer' as const } : {}),
          message: first(`${subject} ${software.name}, ${words.text}.`),
          why: `${words.why} Whose keys it holds is not known to this scan.`,
          todo: 'Say in relaylint.yaml who runs it and why, or use a gateway with keys of your own.',
          evidence: software.sources.map((id) => ({
            status: facts.source(id)?.status ?? ('self-described' as const),
            claim: `${software.name} describes itself in its own documentation`,
            source: id,
            date: facts.source(id)?.date ?? '',
          })),
        },
      ]
    })
  },
}
export default rule
