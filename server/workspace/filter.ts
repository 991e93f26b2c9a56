/** Decides cheaply whether a text can say anything. Words, not hosts: a few hundred hosts in one pattern cost four times as much. */
import { oneOf } from './one-of'

/** Small letters; found in any letter case. */
const WORDS =
  'openai anthropic claude gemini genai generativelanguage gpt deepseek moonshot kimi dashscope qwen bigmodel zhipu chatglm mistral groq cohere ollama litellm openrouter bedrock vertex aiplatform siliconflow volces minimax hunyuan qianfan base_url baseurl base_uri baseuri api_base apibase generatecontent oneapi one-api new-api sk-ant- sk-proj- sk-svcacct- sk-admin- sk-or-v1- copilot relaylint langchain huggingface aihub apiproxy api_proxy api-proxy reverseproxy reverse_proxy proxy_pass cline codex'
/** Words that count in some places only, and paths with slashes as JSON may write them. */
const PHRASES = String.raw`\bllm|[_-]llm|\bx\.ai|chat[\\/]+completions|v1[\\/]+(?:messages|responses|embeddings)`
const TELLING = new RegExp(`${oneOf(WORDS.split(' '))}|${PHRASES}`, 'i')

export function mayMatter(text: string): boolean {
  return TELLING.test(text)
}

const APART = new RegExp(
  `${oneOf('SFTTrainer DPOTrainer GKDTrainer distilabel aws-cdk aws_cdk awscdk Amazon.CDK cdktf @pulumi/ pulumi_ preferredRegion EdgeFunction vercel-edge firebase-functions firebase_functions load_dotenv dotenv_values godotenv dotenvy Dotenv. loadEnvFile SetConfigFile read_env RepositoryEnv DotNetEnv @PropertySource'.split(' '))}|${String.raw`\bdotenv\b|\bDotenv\b|env_?[fF]iles?(?:Path)?["']?\s*[:=]`}`,
)

/** Whether source code may declare where it runs, that it trains a model or which env file it loads: statements without any word about an API. */
export function standsApart(text: string): boolean {
  return APART.test(text)
}

const VARIABLES = /process\.env|import\.meta\.env|os\.environ|getenv|BaseSettings|env:"[A-Z]/

/** Whether source code reads variables, which it may hand on to a file that imports it. */
export function handsOnVariables(text: string): boolean {
  return VARIABLES.test(text)
}

/** Hosts of the addresses that stand in quotes in source code, lower case: what a client of this or another file may be given. */
export function quotedHosts(text: string): ReadonlySet<string> {
  const hosts = new Set<string>()
  for (const m of text.matchAll(/["'`]https?:[\\/]+([\w.-]+)/gi)) hosts.add((m[1] as string).toLowerCase())
  return hosts
}

/** Names with dots, as hosts are written, with or without an address around them. Bounded, for a text may be one long word. */
const NAMES = /(?<![\w.-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}/gi

/** Whether any name in the text is a host that the fact base lists. */
export function listedHostIn(text: string, knows: (host: string) => boolean): boolean {
  const asked = new Set<string>()
  for (const [name] of text.matchAll(NAMES)) {
    const host = name.toLowerCase()
    if (asked.has(host)) continue
    asked.add(host)
    if (knows(host)) return true
  }
  return false
}

/** Whether the text holds a key word or a listed host: enough to say that what cannot be read might matter. */
export function holdsSign(text: string, knows: (host: string) => boolean): boolean {
  return mayMatter(text) || listedHostIn(text, knows)
}
