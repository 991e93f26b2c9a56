/** Which files of a tree are looked at. Nested `.gitignore` and `.ignore`, `exclude` of the policy, build output, vendored code. */
import createIgnore, { type Ignore } from 'ignore'

const NEVER = new Set([
  'node_modules',
  '.git',
  '.hg',
  '.svn',
  'site-packages',
  '__pycache__',
  '.venv',
  'venv',
  'bower_components',
  '.yarn',
  '.pnpm-store',
])
/** Build output and vendored code: entered only with --no-ignore. */
const BUILD_OUTPUT = new Set([
  'node_modules',
  '.git',
  '.hg',
  '.svn',
  'dist',
  'build',
  'out',
  'target',
  '.next',
  '.nuxt',
  '.output',
  '.svelte-kit',
  '.turbo',
  '.cache',
  '.parcel-cache',
  'coverage',
  '.venv',
  'venv',
  'env.bak',
  'site-packages',
  '__pycache__',
  '.tox',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
  'vendor',
  'bower_components',
  '.gradle',
  '.idea',
  '.terraform',
  'Pods',
  'DerivedData',
  '.dart_tool',
  '.yarn',
  '.pnpm-store',
])
const LOCKS =
  /^(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|yarn\.lock|poetry\.lock|uv\.lock|Pipfile\.lock|Cargo\.lock|composer\.lock|Gemfile\.lock|go\.sum|bun\.lockb?|flake\.lock|deno\.lock|gradle\.lockfile)$/

/** Ignored by version control, but a client reads it all the same. */
const READ_ALL_THE_SAME =
  /(?:^|\/)(?:\.env(?:\.[\w.-]+)?|\.envrc|\.dev\.vars|[\w.-]+\.env|\.claude\/settings(?:\.local)?\.json|\.codex\/config\.toml|\.gemini\/(?:\.env|settings\.json)|\.qwen\/(?:\.env|settings\.json)|\.continue\/.*\.(?:ya?ml|json)|\.mcp\.json|opencode\.jsonc?|\.aider\.conf\.yml|\.vscode\/settings\.json)$/

export function isReadAllTheSame(path: string): boolean {
  return READ_ALL_THE_SAME.test(path)
}

export function isNeverEntered(name: string, enterOutput: boolean): boolean {
  return NEVER.has(name) || (!enterOutput && BUILD_OUTPUT.has(name))
}

export function isLockFile(name: string): boolean {
  return LOCKS.test(name)
}

/** Vendored code, build output and lock files: not looked at, wherever they are met. */
export function leftOut(path: string): boolean {
  const parts = path.split('/')
  const name = parts.pop() ?? ''
  return isLockFile(name) || parts.some((part) => isNeverEntered(part, false))
}

/** Ignore rules of a folder and of those above it. */
export class IgnoreStack {
  private constructor(
    private readonly levels: readonly { readonly folder: string; readonly prefix: string; readonly rules: Ignore }[],
  ) {}

  static empty(): IgnoreStack {
    return new IgnoreStack([])
  }

  /** With the rules of one more folder; texts of its ignore files in order. */
  with(folder: string, texts: readonly string[]): IgnoreStack {
    return this.level(folder, '', texts)
  }

  /** With the rules of a folder above the root; `prefix` leads from there to the root. */
  withAbove(prefix: string, text: string): IgnoreStack {
    return this.level('', `${prefix}/`, [text])
  }

  private level(folder: string, prefix: string, texts: readonly string[]): IgnoreStack {
    if (texts.length === 0) return this
    const rules = createIgnore({ allowRelativePaths: true })
    for (const text of texts) rules.add(text)
    return new IgnoreStack([...this.levels, { folder, prefix, rules }])
  }

  /** Deeper rules speak last and may take an exclusion back. */
  ignores(path: string, isFolder: boolean): boolean {
    for (let i = this.levels.length - 1; i >= 0; i--) {
      const { folder, prefix, rules } = this.levels[i] as { folder: string; prefix: string; rules: Ignore }
      if (folder !== '' && !path.startsWith(`${folder}/`)) continue
      const relative = prefix + (folder === '' ? path : path.slice(folder.length + 1))
      const test = rules.test(isFolder ? `${relative}/` : relative)
      if (test.ignored) return true
      if (test.unignored) return false
    }
    return false
  }
}
