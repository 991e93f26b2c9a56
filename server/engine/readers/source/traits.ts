/** Facts of source code that are no settings: TLS checks switched off, training. */
import type { FactsBuilder } from '../../builder'
import type { Excerpt } from '../../text'

export function readTraits(x: Excerpt, out: FactsBuilder, block: number): void {
  const text = x.text
  const each = (re: RegExp, use: (m: RegExpMatchArray & { index: number }) => void) => {
    for (const m of text.matchAll(re)) use(m as RegExpMatchArray & { index: number })
  }
  each(
    /\bverify\s*=\s*False\b|\brejectUnauthorized\s*:\s*false\b|\bInsecureSkipVerify\s*:\s*true\b|\bdanger_accept_invalid_certs\(true\)|\bVERIFY_NONE\b|CURLOPT_SSL_VERIFYPEER\s*,\s*(?:false|0)\b/g,
    (m) =>
      out.trait({ what: 'tls-verification-off', detail: m[0], span: x.span(m.index, m.index + m[0].length), block }),
  )
  const named =
    /anthropic|claude|x-api-key|open_?ai|\bgpt|\bllms?\b|["'\\]model\b|\bmodel["']?\s*[:=]|max_?tokens/i.exec(text)
  if (named)
    out.trait({
      what: 'names-model',
      detail: named[0],
      span: x.span(named.index, named.index + named[0].length),
      block,
    })
  each(/\b(?:SFTTrainer|DPOTrainer|fine_tuning\.jobs\.create|GKDTrainer|distill(?:ation|_dataset|abel)\w*)\b/gi, (m) =>
    out.trait({ what: 'training', detail: m[0], span: x.span(m.index, m.index + m[0].length), block }),
  )
}
