/** Code that declares where it, or what it sets up, runs: one row per form. */
export interface CodeRow {
  readonly language: RegExp
  /** Path of the file. */
  readonly file?: RegExp
  /** What the file has to hold. */
  readonly text?: RegExp
  /** Nearest name around: the call, the key or the type whose brackets hold the option. */
  readonly in?: RegExp
  readonly option: RegExp
  /** The first text that the call is given. */
  readonly first?: RegExp
  /** The option is a method whose arguments are the places; what stands before it. */
  readonly method?: RegExp
  /** The option is a type whose member is the place (`Region.CN_NORTH_1`); what stands before it. */
  readonly member?: RegExp
  /** Provider key; empty when a `name` beside the option says it. */
  readonly provider: string
  /** Only this file, and what it imports. */
  readonly own?: true
  readonly how?: 'assumed'
  /** The cloud service whose models are called there; without it, code runs there. */
  readonly model?: 'bedrock' | 'vertex'
}

const SCRIPT = /^(?:typescript|javascript)$/
const PYTHON = /^python$/
const EITHER = /^(?:typescript|javascript|python)$/
const CDK = /aws-cdk-lib|@aws-cdk\/|aws_cdk|\bcdktf\b|@cdktf\//
const FIREBASE = /firebase-functions|firebase_functions/
/** Constructors of resources that run code. */
const GCP_RUNS =
  /(?:^|\.)(?:cloudrun(?:v2)?|cloudfunctions(?:v2)?|container|compute|appengine)\.(?:Service|Job|Function|Cluster|NodePool|Instance|InstanceTemplate|Application|StandardAppVersion)$/
const AZURE_RUNS =
  /(?:^|\.)(?:WebApp|WebAppSlot|AppServicePlan|ContainerApp|ManagedEnvironment|ContainerGroup|ManagedCluster|VirtualMachine|FunctionApp|LinuxWebApp|LinuxFunctionApp|Job)$/
const CDKTF_RUNS =
  /(?:^|\.)(?:CloudRun(?:V2)?Service|CloudRun(?:V2)?Job|Cloudfunctions2?Function|ContainerCluster|ComputeInstance)$/

const ANY = /^/
const REGION_OPTION = /^(?:aws_?region(?:_name)?|awsRegion|region_name|region|Region|location)$/
const BEDROCK = /bedrock/i
const BEDROCK_BEFORE = /Bedrock\w*\b[^;]*$/

/** Clients of clouds that serve models of several makers. */
const MODEL_ROWS: readonly CodeRow[] = [
  { text: BEDROCK, in: /(?:^|\.)(?:client|resource)$/, first: /^bedrock/, option: REGION_OPTION },
  { text: BEDROCK, in: /Bedrock\w*(?:\.Client)?(?:\.new)?$/, option: REGION_OPTION },
  { text: BEDROCK, option: /^region$/, method: BEDROCK_BEFORE },
  { text: BEDROCK, option: /^(?:Region|RegionEndpoint)$/, member: BEDROCK_BEFORE },
  { text: /bedrockruntime/, option: /^WithRegion$/, method: /\w$/ },
  { language: /^rust$/, text: /aws_sdk_bedrock/, option: /^region$/, method: /[\w)]$/ },
]
  .map((row): CodeRow => ({ language: ANY, provider: 'aws', model: 'bedrock', ...row }))
  .concat({
    language: ANY,
    text: /vertex/i,
    in: /(?:Anthropic|Claude)\w*Vertex\w*$|Vertex\w*(?:Anthropic|Claude)\w*$/,
    option: /^(?:region|location)$/,
    provider: 'gcp',
    model: 'vertex',
  })

export const CODE_ROWS: readonly CodeRow[] = [
  ...MODEL_ROWS,
  { language: SCRIPT, option: /^preferredRegion$/, provider: 'vercel', own: true },
  {
    language: SCRIPT,
    file: /(?:^|\/)netlify\/functions\//,
    in: /^config$/,
    option: /^region$/,
    provider: 'netlify',
    own: true,
  },
  {
    language: SCRIPT,
    file: /(?:^|\/)(?:vercel|svelte\.config|nuxt\.config|nitro\.config|astro\.config)\.[cm]?[jt]s$/,
    option: /^regions$/,
    provider: 'vercel',
  },
  {
    language: SCRIPT,
    text: /\bexport\s+const\s+config\b/,
    in: /^config$/,
    option: /^regions$/,
    provider: 'vercel',
    own: true,
  },
  { language: SCRIPT, file: /(?:^|\/)sst\.config\.[cm]?[jt]s$/, option: /^region$/, provider: 'aws' },
  { language: SCRIPT, file: /(?:^|\/)serverless\.[cm]?[jt]s$/, in: /^provider$/, option: /^region$/, provider: '' },
  {
    language: SCRIPT,
    file: /(?:^|\/)aws-exports\.[cm]?[jt]s$/,
    option: /^aws_project_region$/,
    provider: 'aws',
    how: 'assumed',
  },
  {
    language: SCRIPT,
    text: CDK,
    in: /^env(?:(?!Var|ironment)[A-Z_]\w*)?$|[a-z]Env$|(?:^|\.)Environment$/,
    option: /^region$/,
    provider: 'aws',
  },
  { language: PYTHON, text: CDK, in: /(?:^|\.)Environment$/, option: /^region$/, provider: 'aws' },
  { language: /^go$/, text: /aws-cdk-go/, in: /(?:^|\.)Environment$/, option: /^Region$/, provider: 'aws' },
  { language: /^csharp$/, text: /Amazon\.CDK/, in: /(?:^|\.)Environment$/, option: /^Region$/, provider: 'aws' },
  {
    language: /^(?:java|kotlin)$/,
    text: /awscdk/,
    option: /^region$/,
    method: /\bEnvironment\.builder\(\)[^;]*$/,
    provider: 'aws',
  },
  {
    language: EITHER,
    text: /@pulumi\/aws|pulumi_aws|cdktf/,
    in: /(?:^|\.)(?:aws\.Provider|AwsProvider)$/,
    option: /^region$/,
    provider: 'aws',
  },
  {
    language: EITHER,
    text: /@pulumi\/gcp|pulumi_gcp/,
    in: GCP_RUNS,
    option: /^(?:location|region|zone)$/,
    provider: 'gcp',
  },
  {
    language: EITHER,
    text: /azure-native|azure_native|@pulumi\/azure\b|pulumi_azure\b/,
    in: AZURE_RUNS,
    option: /^location$/,
    provider: 'azure',
  },
  { language: EITHER, text: /cdktf/, in: CDKTF_RUNS, option: /^(?:location|region|zone)$/, provider: 'gcp' },
  {
    language: EITHER,
    text: FIREBASE,
    in: /(?:^|\.)(?:setGlobalOptions|set_global_options|on_?[Rr]equest|on_?[Cc]all|on_?[Ss]chedule|onDocument\w+|on_document\w+|on_?[Mm]essage_?[Pp]ublished|on_?[Oo]bject_?\w+)$/,
    option: /^region$/,
    provider: 'gcp',
  },
  { language: SCRIPT, text: FIREBASE, option: /^region$/, method: /\w$|\)$/, provider: 'gcp' },
]
