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
  audience: 'auditor',
  version: 1,
  dialects: ['markdown'],
  dialectOf: (_path, name) => (/\.(?:md|mdx|markdown)$/i.test(name) ? 'markdown' : ''),
  read(x, out, context) {
    out.quote(() => {
      for (const fence of fences(x.text)) {
        const dialect = LANGUAGES[fence.language]
        if (!dialect || fence.end - fence.start > 100_000) continue
        const block = out.block('object', 'fence', context.block, x.span(fence.start, fence.end))
        context.embed(dialect, x.slice(fence.start, fence.end), block)
      }
    })
  },
}

/** Fenced blocks: language of the info string, and the place of the text between the fences. One pass over the lines. */
function* fences(text: string): Generator<{ language: string; start: number; end: number }> {
  let open: { mark: string; language: string; start: number } | null = null
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline
    const line = text.slice(at, Math.min(end, at + 200))
    const mark = /^[ \t]*(`{3,}|~{3,})[ \t]*([\w+#-]*)/.exec(line)
    if (mark && !open) open = { mark: mark[1] as string, language: (mark[2] as string).toLowerCase(), start: end + 1 }
    else if (mark && open && (mark[1] as string).startsWith(open.mark)) {
      yield { language: open.language, start: open.start, end: at }
      open = null
    }
    at = end + 1
  }
  if (open && open.start < text.length) yield { language: open.language, start: open.start, end: text.length }
}
