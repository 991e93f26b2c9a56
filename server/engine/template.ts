/** What can be asked of a template, and made of one. */
import type { RefPart, Span, Template } from './types'

/** The literal values that a reference may have when its name gives none. */
export function choicesOf(part: RefPart): readonly Template[] {
  return [...(part.fallback ? [part.fallback] : []), ...(part.others ?? [])]
}

/** The same reference with each of those values changed. */
export function eachChoice(
  part: RefPart,
  change: (template: Template) => Template,
): Pick<RefPart, 'fallback' | 'others'> {
  return {
    ...(part.fallback ? { fallback: change(part.fallback) } : {}),
    ...(part.others ? { others: part.others.map(change) } : {}),
  }
}

/** All literal text of a template, fall-backs included; references leave nothing. */
export function literalOf(template: Template): string {
  let text = ''
  for (const part of template.parts) {
    if (part.kind === 'text') text += part.text
    else if (part.kind === 'ref') for (const template of choicesOf(part)) text += literalOf(template)
  }
  return text
}

/** A template of one literal. */
export function literal(text: string, span: Span, encoding?: Template['encoding']): Template {
  return { parts: [{ kind: 'text', text, span }], span, ...(encoding ? { encoding } : {}) }
}

/** A template whose literal texts are hidden, each behind one ellipsis. */
export function maskTemplate(template: Template): Template {
  return {
    ...template,
    parts: template.parts.map((p) =>
      p.kind === 'text'
        ? { ...p, text: p.text === '' ? '' : '…' }
        : p.kind === 'ref'
          ? { ...p, ...eachChoice(p, maskTemplate) }
          : p,
    ),
  }
}
