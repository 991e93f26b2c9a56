import type { Reader } from '../reader'

const LANGUAGES: Readonly<Record<string, string>> = {
  sh: 'bash',
  shell: 'bash',
  bash: 'bash',
  zsh: 'bash',
  console: 'bash',
  env: 'dotenv',
  dotenv: 'dotenv',
  properties: 'properties',
  ini: 'dotenv',
  yaml: 'yaml',
  yml: 'yaml',
  json: 'json',
  jsonc: 'json',
  toml: 'toml',
  py: 'python',
  python: 'python',
  ts: 'typescript',
  typescript: 'typescript',
  js: 'typescript',
  javascript: 'typescript',
  go: 'go',
  java: 'java',
  dockerfile: 'dockerfile',
  docker: 'dockerfile',
  powershell: 'powershell',
  ps1: 'powershell',
  hcl: 'hcl',
  terraform: 'hcl',
  nginx: 'nginx',
  rust: 'rust',
  ruby: 'ruby',
  php: 'php',
  csharp: 'csharp',
  kotlin: 'kotlin',
}

/** Markdown: fenced blocks by their info string. What they say speaks to the auditor persona only. */
export const markdown: Reader = {
  id: 'markdown',
  version: 1,
  dialects: ['markdown'],
  dialectOf: (_path, name) => (/\.(?:md|mdx|markdown)$/i.test(name) ? 'markdown' : ''),
  read(x, out, context) {
    out.quote(() => {
      for (const m of x.text.matchAll(
        /^([ \t]*)(`{3,}|~{3,})[ \t]*([\w+#-]*)[^\n]*\n([\s\S]*?)(?:^[ \t]*\2|$(?![\s\S]))/gm,
      )) {
        const dialect = LANGUAGES[(m[3] as string).toLowerCase()]
        const body = m[4] as string
        if (!dialect || body.length > 100_000) continue
        const at = m.index + m[0].indexOf('\n') + 1
        context.embed(
          dialect,
          x.slice(at, at + body.length),
          out.block('object', 'fence', context.block, x.span(m.index, m.index + m[0].length)),
        )
      }
    })
  },
}
