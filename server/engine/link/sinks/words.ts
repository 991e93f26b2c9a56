/** What names say: whether they speak of an AI model, of an address, of another purpose, and of whose model. */
import type { Siblings } from '../siblings'

export const AI_WORD =
  /(?:^|[^a-z])(?:open_?ai|oai|anthropic|claude|gemini|gpt|chat_?gpt|llm|deep_?seek|moonshot|kimi|qwen|dash_?scope|zhipu|glm|chatglm|mistral|groq|xai|grok|cohere|ollama|lite_?llm|open_?router|together_?ai|silicon_?(?:flow|cloud)|volc(?:engine)?|ark|doubao|minimax|hunyuan|ernie|azure_?open_?ai|azure_?ai|bedrock|vertex_?ai|google_?(?:ai|genai|generative_?ai)|one_?api|new_?api|vllm|lm_?studio|fast_?gpt|embedding|codex|copilot|open_?code|semantic_?kernel|langchain(?:4j)?|llama_?index|re_?rank(?:er|ing)?|ai_?gateway|ai_?(?:base_?ur[li]|api_?base))s?(?:[^a-z]|$)/i
/** Names that speak of a model, and of an address that is more than any address; whose model it is they do not say. */
const MODEL_BASE = /(?:^|_)(?:models?|ai)_(?:\w+_)?api_?base(?:_?ur[li])?s?$/
const MODEL_URL = /(?:^|_)(?:models?|ai)_(?:\w+_)?(?:base_?ur[li]|api_?ur[li]|api_?host|api_?endpoint)s?$/

/** `likely` for `MODEL_API_BASE`, as clients of models call it; `root` for `MODEL_BASE_URL`, which may be a service of any kind. */
export const modelAddress = (flat: string): 'likely' | 'root' | null =>
  MODEL_BASE.test(flat) ? 'likely' : MODEL_URL.test(flat) ? 'root' : null

export const URL_WORD =
  /(?:base_?ur[li]|api_?base(?:_?ur[li])?|api_?ur[li]|endpoint|api_?host|base_?path|proxy_?ur[li]|reverse_?proxy|api_?endpoint|server_?ur[li]|chat_?ur[li]|completions?_?ur[li]|gateway_?ur[li]|base_?uri|api_?address|api_?server|host|ur[li]|base|api)s?$/i
export const STRONG_OPTION =
  /^(?:base_?ur[li]|api_?base(?:_?ur[li])?|openai_?api_?base|openai_?base_?ur[li]|anthropic_?api_?ur[li]|anthropic_?base_?ur[li]|azure_?endpoint|api_?base_?ur[li]|base_?uri|with_?base_?ur[li]|with_?api_?base|uri_?base|with_?base_?uri|llm_?base_?ur[li]|custom_?host)$/i
export const WEAK_OPTION =
  /^(?:endpoint|api_?endpoint|api_?ur[li]|ur[li]|host|api_?host|base_?path|server|address|target|\$\d)$/i
/** Words that tell people something, or what a test expects: no client reads them. */
export const FOR_PEOPLE =
  /(?:^|_)(?:placeholder|example|hint|help|help_?text|label|title|description|tooltip|href|summary|caption|alt|message|error_?message|comment|note)s?$|^(?:example|sample)_|^(?:expected|expect|want|wanted|actual|golden)(?:_|$)/
/** Services beside the models of a cloud: search, documents, moderation, speech. No request for a model goes there. */
const BESIDE_MODELS =
  /ai_?search|cognitive_?search|content_?safety|form_?recognizer|doc(?:ument)?_?intel(?:ligence)?|(?:^|_)ocr(?:_|$)|(?:azure|aws|google|cognitive)\w*(?:speech|translator|translate|vision|search|maps|language_service)/

export const isBesideModels = (flat: string): boolean =>
  BESIDE_MODELS.test(flat) && !/open_?ai|gpt|whisper|llm/.test(flat)

/** Lists of what is left out, allowed or shown as an example: nothing is sent there. */
export const NOT_CALLED =
  /^(?:exclude[sd]?|ignored?|skip(?:ped)?|examples?|enum|allow(?:ed)?(?:_?list)?|deny_?list|block_?list|white_?list|black_?list|audience|aud|match_?\w+)$/
export const OTHER_PURPOSE =
  /(?:doc|docs|documentation|website|homepage|home_?page|console|dashboard|pricing|status|auth|oauth|device_?code|authorize|authorization|audience|token|login|signup|register|logo|icon|avatar|image|img|referer|referrer|issuer|callback|redirect|webhook|telemetry|trace|tracing|otel|langfuse|langsmith|helicone_log|sentry|metrics?|health|search|crawl|vector|qdrant|milvus|pinecone|weaviate|chroma|elastic|redis|postgres|mysql|mongo|database|db|s3|minio|oss|bucket|storage|cdn|download|repo|repository|tracker|issues?|bugs?|github|package|registry|mirror|changelog|license|schema|help|support|contact|policy|terms|key_?page|get_?key|api_?key|apply|purchase|billing|topup|invite|next_?auth|site|nav|page|frontend|public|allowed|cors|origin|proxy_?host|smtp|mail|ws_?server|permission|placeholder|tooltip|label|hint)(?:_?(?:ur[li]|link|page|endpoint|host|base|base_?ur[li]|server|api|path|address))?s?$/i
export const NOT_AI_ENV =
  /^(?:matrix\.|OTEL_|LANGSMITH_|LANGCHAIN_ENDPOINT|LANGFUSE_|HELICONE_(?!BASE)|SENTRY_|NEXTAUTH_|AUTH_|QDRANT_|MILVUS_|PINECONE_|WEAVIATE_|CHROMA_|REDIS_|DATABASE_|DB_|POSTGRES|MYSQL_|MONGO|ELASTIC|S3_|AWS_S3|MINIO_|OSS_|SMTP_|MAIL_|PHOENIX_|ARIZE_|WANDB_|MLFLOW_|GITHUB_|GITLAB_|NPM_|PIP_|HF_ENDPOINT|HUGGINGFACE_HUB|SEARXNG_|TAVILY_|SERPER_|FIRECRAWL_|JINA_READER|COMFY|STABLE_DIFFUSION|SD_|TTS_|STT_|WHISPER_|MCP_)/
export const PUBLIC_PREFIX =
  /^(?:NEXT_PUBLIC_|VITE_|REACT_APP_|NUXT_(?:PUBLIC_)?|PUBLIC_|EXPO_PUBLIC_|GATSBY_|VUE_APP_|PLASMO_PUBLIC_)/

/** Word borders for the AI word list: `openai_base_url` -> ` openai base url `. */
export function spaced(flat: string): string {
  return ` ${flat.replaceAll('_', ' ')} ${flat} `
}

const STEM = /^(.+?)_?(?:BASE_?URL|API_?BASE(?:_?URL)?|API_?URL|ENDPOINT|BASE_?URI|API_?HOST)$/i

/** `MEDIA_BASE_URL` beside `MEDIA_MODEL_NAME` and `MEDIA_API_KEY`: the model names what the address is for. */
export function hasModelSibling(name: string, siblings: Siblings): boolean {
  const stem = STEM.exec(name)?.[1]
  return stem !== undefined && stem !== '' && siblings.model(stem)
}

const VENDOR_WORDS: readonly (readonly [RegExp, string])[] = [
  [/azure/, 'openai'],
  [/open_?ai|gpt|oai/, 'openai'],
  [/anthropic|claude/, 'anthropic'],
  [/gemini|google|vertex/, 'google'],
  [/deep_?seek/, 'deepseek'],
  [/moonshot|kimi/, 'moonshot'],
  [/zhipu|glm|bigmodel/, 'zhipu'],
  [/qwen|dash_?scope/, 'alibaba'],
  [/mistral/, 'mistral'],
  [/grok|xai/, 'xai'],
  [/cohere/, 'cohere'],
  [/minimax/, 'minimax'],
  [/doubao|volc|(?:^|_)ark(?:_|$)/, 'volcengine'],
  [/hunyuan/, 'tencent'],
  [/ernie|wenxin|qianfan/, 'baidu'],
]

/** Vendor that a name speaks of; empty when it names none. */
export function vendorIn(flat: string): string {
  for (const [re, vendor] of VENDOR_WORDS) if (re.test(flat)) return vendor
  return ''
}

/** A vendor of the fact base, `any` read as none. */
export const ofOne = (vendor: string): string => (vendor === 'any' ? '' : vendor)
