/** Facts of source code that are no settings: TLS checks switched off, training. */
import type { FactsBuilder } from '../../builder'
import type { Excerpt } from '../../text'

/** How code says that a test framework runs it. A script that is only called `test.py` says nothing of the kind. */
const TEST_CODE: Readonly<Record<string, RegExp>> = {
  python: /^[ \t]*(?:import|from)[ \t]+(?:pytest|unittest|respx|responses|requests_mock|vcr|moto|pytest_httpx)\b/m,
  typescript:
    /(?:from|require\(|import)\s*['"](?:vitest|@jest\/globals|node:test|bun:test|chai|sinon|nock|msw(?:\/\w+)?|@playwright\/test|ava|tape|supertest|@testing-library\/[\w-]+)['"]|^[ \t]*(?:describe|it|test)(?:\.\w+)?\(\s*['"`]/m,
  go: /^[ \t]*(?:import[ \t]+)?"testing"/m,
  java: /^[ \t]*import[ \t]+(?:static[ \t]+)?(?:org\.junit|org\.testng|org\.mockito|okhttp3\.mockwebserver|com\.github\.tomakehurst)\b/m,
  kotlin: /^[ \t]*import[ \t]+(?:org\.junit|kotlin\.test|io\.kotest|io\.mockk|org\.mockito|okhttp3\.mockwebserver)\b/m,
  csharp:
    /^[ \t]*(?:global[ \t]+)?using[ \t]+(?:Xunit|NUnit|Moq|NSubstitute|Microsoft\.VisualStudio\.TestTools)\b|\[(?:Fact|Theory|Test|TestMethod)\]/m,
  rust: /#\[(?:\w+::)?test\b/,
  ruby: /^[ \t]*(?:RSpec\.)?describe\b|^[ \t]*require(?:_relative)?[ \t]+['"](?:minitest|test\/unit|(?:\.\.?\/)*(?:spec|rails|test)_helper|webmock)/m,
  php: /PHPUnit\\|\bextends[ \t]+\w*TestCase\b|^[ \t]*(?:it|test|describe)\(['"]/m,
  swift: /^[ \t]*import[ \t]+(?:XCTest|Testing)\b/m,
  dart: /package:(?:flutter_)?test\//,
  scala: /^[ \t]*import[ \t]+(?:org\.scalatest|munit|zio\.test)\b/m,
  elixir: /\buse[ \t]+ExUnit\.Case\b/,
}

export function readTraits(x: Excerpt, language: string, out: FactsBuilder, block: number): void {
  const text = x.text
  const each = (re: RegExp, use: (m: RegExpMatchArray & { index: number }) => void) => {
    for (const m of text.matchAll(re)) use(m as RegExpMatchArray & { index: number })
  }
  each(
    /\bverify\s*=\s*False\b|\brejectUnauthorized\s*:\s*false\b|\bInsecureSkipVerify\s*:\s*true\b|\bdanger_accept_invalid_certs\(true\)|\bVERIFY_NONE\b|CURLOPT_SSL_VERIFYPEER\s*,\s*(?:false|0)\b/g,
    (m) =>
      out.trait({ what: 'tls-verification-off', detail: m[0], span: x.span(m.index, m.index + m[0].length), block }),
  )
  const framework = TEST_CODE[language]?.exec(text)
  if (framework) {
    const { index, 0: written } = framework
    const detail = written.trim()
    out.trait({ what: 'test-code', detail, span: x.span(index, index + written.length), block })
  }
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
